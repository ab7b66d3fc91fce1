// Schemas of other libraries and raw JSON Schema: what is shown, what is taken, what is refused at construction.
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonObject } from '../src/jsonrpc.ts';
import { jsonSchema, t, toSchema } from '../src/schema.ts';

const wanted = {
  type: 'object',
  properties: { path: { type: 'string' }, limit: { type: 'integer' } },
  required: ['path'],
};

describe('schemas of other libraries', () => {
  it.each([
    ['zod', toSchema(z.object({ path: z.string(), limit: z.int().optional() }))],
    ['arktype', toSchema(type({ path: 'string', 'limit?': 'number.integer' }))],
    [
      'valibot',
      toSchema(
        toStandardJsonSchema(
          v.object({ path: v.string(), limit: v.optional(v.pipe(v.number(), v.integer())) }),
        ),
      ),
    ],
    ['t', toSchema(t.object({ path: t.string(), limit: t.int().optional() }))],
  ])('%s: shown without noise, checked by its own rules', async (_name, schema) => {
    expect(schema.jsonSchema).toMatchObject(wanted);
    expect(JSON.stringify(schema.jsonSchema)).not.toMatch(/\$schema|\$ref|9007199254740991/);
    expect(await schema.parse({ path: 'a', limit: 2 })).toEqual({ ok: true, value: { path: 'a', limit: 2 } });
    const refused = await schema.parse({ path: 1, limit: 2 });
    expect(refused.ok ? [] : refused.issues.map(({ path }) => path)).toEqual(['path']);
  });

  it('shows what goes in or what comes out', () => {
    const schema = z.object({ n: z.int().default(3) });
    expect(toSchema(schema).jsonSchema['required']).toBeUndefined();
    expect(toSchema(schema, 'output').jsonSchema['required']).toEqual(['n']);
  });

  it('gives paths as text and waits for asynchronous checks', async () => {
    const schema = toSchema(z.object({ a: z.array(z.object({ 'b c': z.string() })) }));
    const refused = await schema.parse({ a: [{ 'b c': 1 }] });
    expect(refused.ok ? [] : refused.issues.map(({ path }) => path)).toEqual(['a[0]["b c"]']);
    const slow = toSchema(z.object({ a: z.string().refine(async (text) => text === 'x') }));
    expect((await slow.parse({ a: 'x' })).ok).toBe(true);
    expect((await slow.parse({ a: 'y' })).ok).toBe(false);
    const broken = toSchema(
      z.object({
        a: z.string().refine(() => {
          throw new Error('bug');
        }),
      }),
    );
    expect(await broken.parse({ a: 'x' })).toEqual({
      ok: false,
      issues: [{ path: '', message: 'cannot be checked' }],
    });
  });

  it('inlines shared parts and describes recursive ones', () => {
    const node = z.object({
      name: z.string(),
      get children() {
        return z.array(node);
      },
    });
    const shown = JSON.stringify(toSchema(node).jsonSchema);
    expect(shown).not.toContain('$');
    expect(shown).toContain(
      '"children":{"type":"array","items":{"description":"Recursive: #"}}'.replace('#', '#'),
    );
  });

  it.each([
    [
      'zod',
      () =>
        toSchema(
          z.discriminatedUnion('k', [z.object({ k: z.literal('a') }), z.object({ k: z.literal('b') })]),
        ),
    ],
    ['zod', () => toSchema(z.string())],
    ['zod', () => toSchema(z.object({ when: z.date() }))],
    ['arktype', () => toSchema(type('string | number'))],
    ['t', () => toSchema(t.union('k', [t.object({ k: t.literal('a') })]))],
    ['t', () => toSchema(t.array(t.string()))],
  ])('%s: a schema no host takes is refused at construction', (_name, make) => {
    expect(make).toThrow(TypeError);
  });

  it('says what is missing where there is no JSON Schema', () => {
    const plain = { '~standard': { version: 1, vendor: 'other', validate: () => ({ value: 1 }) } } as const;
    expect(() => Reflect.apply(toSchema, undefined, [plain])).toThrow(
      /The other schema has no ~standard\.jsonSchema/,
    );
  });
});

describe('t as a Standard Schema', () => {
  const schema = t.object({ a: t.array(t.int()), b: t.object({ c: t.int().default(1) }).optional() });
  const standard = schema['~standard'];

  it('validates with paths as keys', () => {
    expect(standard.version).toBe(1);
    expect(standard.vendor).toBe('plainmcp');
    expect(standard.validate({ a: ['1'], b: {} })).toEqual({ value: { a: [1], b: { c: 1 } } });
    expect(standard.validate({ a: ['x'] })).toEqual({
      issues: [{ path: ['a', 0], message: 'expected an integer, got "x"' }],
    });
  });

  it('gives JSON Schema for what goes in and what comes out', () => {
    expect(standard.jsonSchema.input({ target: 'draft-2020-12' })).toBe(schema.jsonSchema);
    expect(JSON.stringify(standard.jsonSchema.output({ target: 'draft-07' }))).toBe(
      '{"type":"object","properties":{"a":{"type":"array","items":{"type":"integer"}},"b":{"type":"object",' +
        '"properties":{"c":{"type":"integer","default":1}},"required":["c"],"additionalProperties":false}},' +
        '"required":["a"],"additionalProperties":false}',
    );
    expect(() => standard.jsonSchema.input({ target: 'openapi-3.0' })).toThrow(/not supported/);
  });
});

describe('raw JSON Schema', () => {
  it('is checked by our validator, without coercion', async () => {
    const schema = jsonSchema({
      type: 'object',
      properties: { n: { $ref: '#/$defs/n' } },
      $defs: { n: { type: 'integer', minimum: 1 } },
    });
    expect(JSON.stringify(schema.jsonSchema)).toBe(
      '{"type":"object","properties":{"n":{"type":"integer","minimum":1}}}',
    );
    expect(await schema.parse({ n: 1 })).toEqual({ ok: true, value: { n: 1 } });
    expect(await schema.parse({ n: '1' })).toEqual({
      ok: false,
      issues: [{ path: 'n', message: 'expected integer, got "1"' }],
    });
    expect((await schema.parse({ n: 0 })).ok).toBe(false);
  });

  it('is checked by the given function instead', () => {
    const schema = jsonSchema({ type: 'object' }, (value) => ({ ok: true, value: String(value) }));
    expect(schema.parse({})).toEqual({ ok: true, value: '[object Object]' });
    expect(toSchema(schema)).toBe(schema);
  });

  it('keeps recursion for checking', async () => {
    const schema = jsonSchema({ type: 'object', properties: { next: { $ref: '#' }, n: { type: 'null' } } });
    expect(schema.jsonSchema).toEqual({
      type: 'object',
      properties: { next: { description: 'Recursive: #' }, n: { type: 'null' } },
    });
    expect((await schema.parse({ next: { next: { n: null } } })).ok).toBe(true);
    expect((await schema.parse({ next: { next: { n: 1 } } })).ok).toBe(false);
  });

  it.each<[JsonObject, JsonObject]>([
    [
      { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'x', type: 'object', $comment: 'c' },
      { type: 'object' },
    ],
    [
      {
        type: 'object',
        properties: {
          $schema: { type: 'string' },
          maximum: { type: 'integer', maximum: 2 ** 53 - 1, minimum: 1 - 2 ** 53 },
        },
      },
      { type: 'object', properties: { $schema: { type: 'string' }, maximum: { type: 'integer' } } },
    ],
    [
      { type: 'object', default: { $schema: 1 }, properties: { a: { enum: [{ $ref: 'x' }] } } },
      { type: 'object', default: { $schema: 1 }, properties: { a: { enum: [{ $ref: 'x' }] } } },
    ],
    [
      { $ref: '#/$defs/r', $defs: { r: { type: 'object', description: 'old' } }, description: 'new' },
      { type: 'object', description: 'new' },
    ],
    [
      {
        type: 'object',
        properties: { a: { $ref: '#/$defs/a~1b', minLength: 1 } },
        $defs: { 'a/b': { type: 'string' } },
      },
      { type: 'object', properties: { a: { minLength: 1, allOf: [{ type: 'string' }] } } },
    ],
  ])('is shown plainly, case %#', (given, shown) => {
    expect(jsonSchema(given).jsonSchema).toEqual(shown);
  });

  it.each<[string, JsonObject, RegExp]>([
    [
      'a network reference',
      { type: 'object', properties: { a: { $ref: 'https://x.org/s' } } },
      /not local .* nothing is fetched/,
    ],
    ['a relative reference', { type: 'object', properties: { a: { $ref: 'other.json#/a' } } }, /not local/],
    [
      'a reference to nothing',
      { type: 'object', properties: { a: { $ref: '#/$defs/no' } } },
      /leads nowhere/,
    ],
    [
      'a reference through a prototype',
      { type: 'object', properties: { a: { $ref: '#/constructor/name' } } },
      /leads nowhere/,
    ],
    ['anyOf at the root', { type: 'object', anyOf: [{}] }, /Hosts refuse anyOf at the root/],
    [
      'oneOf behind a root reference',
      { $ref: '#/$defs/u', $defs: { u: { type: 'object', oneOf: [{}] } } },
      /Hosts refuse oneOf/,
    ],
    ['no type', { properties: {} }, /must have type "object"/],
    ['an array root', { type: 'array' }, /must have type "object"/],
    ['$dynamicRef', { type: 'object', items: { $dynamicRef: '#x' } }, /not supported/],
  ])('is refused for %s', (_name, schema, message) => {
    expect(() => jsonSchema(schema)).toThrow(message);
  });

  it('is refused when its references multiply', () => {
    const $defs: JsonObject = { d0: { type: 'integer' } };
    for (let i = 1; i <= 40; i++) {
      $defs[`d${i}`] = { properties: { a: { $ref: `#/$defs/d${i - 1}` }, b: { $ref: `#/$defs/d${i - 1}` } } };
    }
    expect(() => jsonSchema({ type: 'object', properties: { x: { $ref: '#/$defs/d40' } }, $defs })).toThrow(
      /over 20000 parts/,
    );
  });

  it('reports a schema our validator cannot use without throwing', async () => {
    const schema = jsonSchema({ type: 'object', properties: { a: { pattern: '(' } } });
    const parsed = await schema.parse({ a: 'x' });
    expect(parsed.ok ? [] : parsed.issues).toEqual([
      { path: '', message: 'not checked: The pattern "(" is not a regular expression' },
    ]);
  });
});
