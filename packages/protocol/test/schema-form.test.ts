// Which schemas a client can show as a form.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../src/jsonrpc.ts';
import { formFault, isFlatForm, t } from '../src/schema.ts';

const field = (schema: JsonObject): JsonObject => ({ type: 'object', properties: { a: schema } });

describe('forms', () => {
  it('take every flat field of t', () => {
    const form = t.object({
      name: t.string('Name', { minLength: 1, maxLength: 9, format: 'email' }),
      age: t.int('Age', { min: 0 }).optional(),
      share: t.number().default(0.5),
      sure: t.boolean().default(false),
      size: t.enum(['s', 'm']),
      tags: t.array(t.enum(['x', 'y']), 'Tags', { maxItems: 2 }),
    });
    expect(formFault(form.jsonSchema)).toBeUndefined();
    expect(isFlatForm(form.jsonSchema)).toBe(true);
  });

  it.each<JsonObject>([
    { type: 'string', oneOf: [{ const: 'a', title: 'A' }] },
    { type: 'string', enum: ['a'], enumNames: ['A'] },
    { type: 'array', items: { anyOf: [{ const: 'a', title: 'A' }] }, minItems: 1 },
  ])('take titled choices, case %#', (schema) => {
    expect(formFault(field(schema))).toBeUndefined();
  });

  it.each<[JsonObject, string]>([
    [
      t.object({ a: t.object({}) }).jsonSchema,
      "form field 'a' must be a string, number, integer, boolean, enum or array of enum",
    ],
    [
      t.object({ a: t.array(t.string()) }).jsonSchema,
      "form field 'a' must be an array of strings from an enum",
    ],
    [
      t.object({ a: t.array(t.object({})) }).jsonSchema,
      "form field 'a' must be an array of strings from an enum",
    ],
    [
      t.object({ a: t.record(t.string()) }).jsonSchema,
      "form field 'a' must be a string, number, integer, boolean, enum or array of enum",
    ],
    [
      t.object({ a: t.nullable(t.string()) }).jsonSchema,
      "form field 'a' must be a string, number, integer, boolean, enum or array of enum",
    ],
    [t.object({ a: t.enum([1, 2]) }).jsonSchema, "form field 'a' cannot have 'enum'"],
    [
      t.object({ a: t.enum(['x', 2]) }).jsonSchema,
      "form field 'a' must be a string, number, integer, boolean, enum or array of enum",
    ],
    [
      field({ type: 'string', format: 'hostname' }),
      "form field 'a' has a format other than email, uri, date, date-time",
    ],
    [field({ type: 'string', enum: [] }), "form field 'a' must list strings in its enum"],
    [
      field({ type: 'string', oneOf: [{ const: 'a' }] }),
      "form field 'a' must list const and title in its oneOf",
    ],
    [field({ type: 'string', anyOf: [] }), "form field 'a' cannot have 'anyOf'"],
    [{ type: 'array' }, 'a form needs an object with properties'],
    [{ type: 'object' }, 'a form needs an object with properties'],
    [{ ...field({ type: 'string' }), anyOf: [] }, "a form cannot have 'anyOf' at its root"],
    [{ type: 'object', properties: { a: true } }, "form field 'a' has no schema"],
  ])('refuse the rest with the reason, case %#', (schema, reason) => {
    expect(formFault(schema)).toBe(reason);
    expect(isFlatForm(schema)).toBe(false);
  });
});
