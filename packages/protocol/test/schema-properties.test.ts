// Generated `t` schemas and values against ajv: what ajv takes stays as it is, what `t` gives back ajv takes.
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject, type Json, type JsonObject } from '../src/jsonrpc.ts';
import { hasFormat } from '../src/schema/formats.ts';
import { partsOf } from '../src/schema/keywords.ts';
import { outputSchema } from '../src/schema/output-schema.ts';
import { type Format, formatIssues } from '../src/schema.ts';
import { type Made, madeObject } from './fixtures/schema-arbitraries.ts';

const FORMATS: readonly Format[] = ['email', 'uri', 'date', 'date-time'];
const KEYWORDS = [
  'type',
  'enum',
  'const',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'required',
  'additionalProperties',
  'anyOf',
];
const SCHEMAS = 1000;

const ajv = new Ajv2020({ strict: false, allErrors: true, ownProperties: true, validateSchema: false });
for (const format of FORMATS) ajv.addFormat(format, (text: string) => hasFormat(format, text));

/** The keywords ajv fails `value` by; none when it fits. */
function failing(schema: JsonObject, value: unknown): readonly string[] {
  const fits = ajv.validate(schema, value);
  const keywords = (ajv.errors ?? []).map(({ keyword }) => keyword);
  ajv.removeSchema(schema);
  return fits ? [] : keywords;
}

/** The value with the defaults of absent keys filled in, written apart from the parser. */
function filled(schema: Json | undefined, value: Json): Json {
  if (!isObject(schema)) return value;
  const members = schema['anyOf'];
  if (Array.isArray(members) && isObject(value)) {
    const member = members.find((one) => isObject(one) && failing(one, value).length === 0);
    return filled(member, value);
  }
  if (Array.isArray(value)) return value.map((item) => filled(schema['items'], item));
  if (!isObject(value)) return value;
  const { properties, additionalProperties } = schema;
  const out = new Map<string, Json>();
  for (const [key, item] of Object.entries(value)) {
    out.set(key, filled(isObject(properties) ? properties[key] : additionalProperties, item));
  }
  for (const [key, child] of Object.entries(isObject(properties) ? properties : {})) {
    if (!out.has(key) && isObject(child) && child['default'] !== undefined)
      out.set(key, filled(child, child['default']));
  }
  return Object.fromEntries(out);
}

function keywordsIn(schema: Json, found: Set<string> = new Set()): Set<string> {
  if (!isObject(schema)) return found;
  for (const key of Object.keys(schema)) found.add(key);
  for (const part of partsOf(schema)) keywordsIn(part, found);
  return found;
}

function tally(counts: Map<string, number>, names: Iterable<string>): void {
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
}

describe('t against ajv', () => {
  it(`agrees on ${SCHEMAS} generated schemas with three values each`, () => {
    const accepted = new Map<string, number>();
    const refused = new Map<string, number>();
    const seen = { cases: 0, unchanged: 0, coerced: 0, refused: 0 };
    const cases = madeObject(2).chain((made) =>
      fc.tuple(fc.constant<Made>(made), made.value(0), made.value(1), made.value(2)),
    );
    const check = ({ schema }: Made, value: Json): void => {
      seen.cases += 1;
      const input = schema.jsonSchema;
      const before = JSON.stringify(value);
      const failed = failing(input, value);
      const parsed = schema.parse(value);
      expect(JSON.stringify(value)).toBe(before);
      if (failed.length === 0) {
        expect(parsed).toEqual({ ok: true, value: filled(input, value) });
        tally(accepted, keywordsIn(input));
        seen.unchanged += 1;
      } else {
        tally(refused, new Set(failed));
        if (parsed.ok) seen.coerced += 1;
      }
      if (parsed.ok) {
        expect(failing(outputSchema(input), parsed.value)).toEqual([]);
        expect(schema.parse(parsed.value)).toEqual(parsed);
      } else {
        seen.refused += 1;
        expect(parsed.issues.length).toBeGreaterThan(0);
        expect(parsed.issues.length).toBeLessThanOrEqual(11);
        expect(formatIssues(parsed.issues).length).toBeGreaterThan(20);
      }
    };
    fc.assert(
      fc.property(cases, ([made, ...values]) => {
        for (const value of values) check(made, value);
      }),
      { numRuns: SCHEMAS },
    );
    expect(seen.cases).toBeGreaterThanOrEqual(3 * SCHEMAS);
    for (const [name, count] of Object.entries(seen)) expect(count, name).toBeGreaterThan(50);
    for (const keyword of KEYWORDS) {
      expect(accepted.get(keyword) ?? 0, `${keyword} accepted`).toBeGreaterThan(0);
      expect(refused.get(keyword) ?? 0, `${keyword} refused`).toBeGreaterThan(0);
    }
  }, 120_000);
});
