// The raw JSON Schema validator: against ajv on generated schemas, and by example.
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../src/jsonrpc.ts';
import { compileSchema } from '../src/schema/validator/validator.ts';
import { documents, values } from './fixtures/json-schema-arbitraries.ts';

const KEYWORDS = [
  ...['type', 'enum', 'const', 'multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...[
    'minLength',
    'maxLength',
    'pattern',
    'minItems',
    'maxItems',
    'uniqueItems',
    'minProperties',
    'maxProperties',
  ],
  ...[
    'required',
    'dependentRequired',
    'allOf',
    'anyOf',
    'oneOf',
    'not',
    'if',
    'dependentSchemas',
    'properties',
  ],
  ...['additionalProperties', 'patternProperties', 'propertyNames', 'prefixItems', 'items', 'contains'],
  ...['minContains', 'maxContains', 'unevaluatedItems', 'unevaluatedProperties', '$ref'],
];
const SCHEMAS = 3000;
/** Values that keywords for sizes and repetitions need, too rarely generated. */
const COMMON: readonly Json[] = [
  [1, 1],
  ['a', 'b', 'c', 'd'],
  { a: 1, b: 2, ab: 3, c: 4 },
  'abab',
  {},
  [],
  0.25,
];

const ajv = new Ajv2020({ strict: false, ownProperties: true, validateSchema: false, logger: false });

function tally(counts: Map<string, number>, names: Iterable<string>): void {
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
}

/**
 * Leaves out what ajv 8.20 gets wrong, each of which has an example below: what failing branches and `contains`
 * have looked at counts as evaluated, and nested `contains` reads a stale result. (Names like `constructor` are
 * not generated either: ajv finds them in its own tables.)
 */
function ajvIsRight(schema: JsonObject): boolean {
  const nested = JSON.stringify(Object.values(schema));
  const whole = JSON.stringify(schema);
  const branches = /"(if|contains|anyOf|oneOf|not|dependentSchemas|\$ref)":/.test(whole);
  return !nested.includes('"contains"') && !(branches && whole.includes('"unevaluated'));
}

describe('the raw validator against ajv', () => {
  it(`agrees on ${SCHEMAS} generated schemas with ten values each`, () => {
    const accepted = new Map<string, number>();
    const refused = new Map<string, number>();
    let cases = 0;
    const check = (schema: JsonObject, some: readonly Json[]): void => {
      const oracle = ajv.compile(schema);
      const ours = compileSchema(schema);
      // The fixed values of the schema itself are too rarely generated a second time.
      const own = [schema['const'] ?? null, ...(Array.isArray(schema['enum']) ? schema['enum'] : [])];
      for (const value of [...some, ...COMMON, ...own]) {
        cases += 1;
        const issues = ours(value);
        const fits = oracle(value);
        expect(issues.length === 0, JSON.stringify(issues)).toBe(fits);
        tally(fits ? accepted : refused, Object.keys(schema));
      }
      ajv.removeSchema(schema);
    };
    fc.assert(
      fc.property(documents.filter(ajvIsRight), fc.array(values, { minLength: 10, maxLength: 10 }), check),
      {
        numRuns: SCHEMAS,
      },
    );
    expect(cases).toBeGreaterThanOrEqual(10 * SCHEMAS);
    for (const keyword of KEYWORDS) {
      expect(accepted.get(keyword) ?? 0, `${keyword} accepted`).toBeGreaterThan(0);
      expect(refused.get(keyword) ?? 0, `${keyword} refused`).toBeGreaterThan(0);
    }
  }, 120_000);
});

describe('what the raw validator says', () => {
  it.each<[JsonObject, Json, string]>([
    [{ type: ['string', 'null'] }, 1, 'expected string, null, got 1'],
    [{ const: { a: 1 } }, 'x', 'expected {"a":1}, got "x"'],
    [{ enum: [1, 'a'] }, 2, 'expected one of 1, "a", got 2'],
    [{ minimum: 3 }, 2, 'expected a number of at least 3, got 2'],
    [{ exclusiveMaximum: 3 }, 3, 'expected a number below 3, got 3'],
    [{ multipleOf: 0.1 }, 0.25, 'expected a number that is a multiple of 0.1, got 0.25'],
    [{ maxLength: 1 }, 'ab', 'expected at most 1 characters, got 2'],
    [{ pattern: '^a' }, 'b', 'expected text matching ^a, got "b"'],
    [
      { uniqueItems: true },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      'expected items that all differ',
    ],
    [{ required: ['a'] }, {}, '"a" is missing'],
    [{ not: {} }, 1, 'has a shape that is not allowed'],
    [{ oneOf: [{}, true] }, 1, 'fits 2 shapes where exactly one is allowed (oneOf)'],
    [{ anyOf: [false] }, 1, 'fits none of the allowed shapes (anyOf)'],
  ])('case %#', (schema, value, message) => {
    expect(compileSchema(schema)(value)).toEqual([{ path: '', message }]);
  });

  it('names paths, and at most ten of them', () => {
    const schema = { items: { properties: { x: { type: 'string' } }, additionalProperties: false } };
    expect(compileSchema(schema)([{ x: 1 }, { y: 2 }])).toEqual([
      { path: '[0].x', message: 'expected string, got 1' },
      { path: '[1].y', message: 'is not allowed' },
    ]);
    expect(compileSchema(schema)(Array.from({ length: 1000 }, () => ({ x: 1 })))).toHaveLength(10);
  });

  it('counts 0.3 as a multiple of 0.1, and very large numbers by their value', () => {
    expect(compileSchema({ multipleOf: 0.1 })(0.3)).toEqual([]);
    expect(compileSchema({ multipleOf: 0.5 })(1e308)).toEqual([]);
    expect(compileSchema({ multipleOf: 7 })(1e18)).toHaveLength(1);
    expect(compileSchema({ multipleOf: 1e-8 })(12_391_239_123)).toEqual([]);
  });

  it('drops what a failing if has looked at', () => {
    const schema = { if: { properties: { a: { type: 'null' } } }, unevaluatedProperties: false };
    expect(compileSchema(schema)({ a: null })).toEqual([]);
    expect(compileSchema(schema)({ a: 1 })).toEqual([{ path: 'a', message: 'is not allowed' }]);
  });

  it('counts the items that contains fits as looked at, and no others', () => {
    const schema = { contains: { type: 'null' }, unevaluatedItems: false };
    expect(compileSchema(schema)([null, null])).toEqual([]);
    expect(compileSchema(schema)([null, 1])).toEqual([{ path: '[1]', message: 'is not allowed' }]);
  });

  it('drops what a failing branch of anyOf has looked at', () => {
    const schema = { anyOf: [{ items: { type: 'null' } }, { minimum: 0 }], unevaluatedItems: false };
    expect(compileSchema(schema)([null])).toEqual([]);
    expect(compileSchema(schema)([0])).toEqual([{ path: '[0]', message: 'is not allowed' }]);
  });

  it('adds up what all fitting branches have looked at', () => {
    const schema = {
      properties: { a: {} },
      anyOf: [
        { required: ['b'], properties: { b: {} } },
        { required: ['c'], patternProperties: { '^c': {} } },
      ],
      dependentSchemas: { d: { properties: { d: {} } } },
      if: { not: { required: ['e'] } },
      else: { $ref: '#/$defs/e' },
      unevaluatedProperties: { type: 'integer' },
      $defs: { e: { properties: { e: {} } } },
    };
    const check = compileSchema(schema);
    expect(check({ a: 'x', b: 'x', c: 'x', d: 'x', e: 'x', f: 1 })).toEqual([]);
    expect(check({ a: 'x', c: 'x', b: 1 })).toEqual([]);
    expect(check({ b: 'x', f: 'x' })).toEqual([{ path: 'f', message: 'expected integer, got "x"' }]);
    expect(check({ a: 'x' })).toEqual([{ path: '', message: 'fits none of the allowed shapes (anyOf)' }]);
  });

  it('counts contains anew for each array', () => {
    const schema = { items: { contains: { type: 'null' }, maxContains: 2 } };
    expect(compileSchema(schema)([[null], [1, null, null]])).toEqual([]);
    expect(compileSchema(schema)([[null], []])).toHaveLength(1);
    expect(compileSchema(schema)([[null, null, null]])).toHaveLength(1);
    expect(compileSchema({ contains: false, minContains: 0 })([])).toEqual([]);
    expect(compileSchema({ not: { contains: true, maxContains: 0 } })([])).toEqual([]);
  });

  it('resolves $id, $anchor, pointers and recursion within the document', () => {
    const tree = {
      $id: 'https://example.org/tree',
      $ref: '#node',
      $defs: {
        node: {
          $anchor: 'node',
          properties: { next: { $ref: 'https://example.org/tree#node' }, n: { $ref: 'leaf' } },
        },
        leaf: { $id: 'leaf', type: 'integer' },
      },
    };
    expect(compileSchema(tree)({ next: { next: { n: 1 } } })).toEqual([]);
    expect(compileSchema(tree)({ next: { next: { n: 'x' } } })).toEqual([
      { path: 'next.next.n', message: 'expected integer, got "x"' },
    ]);
    const pointer = { $ref: '#/$defs/a~1b%25', $defs: { 'a/b%': { type: 'null' } } };
    expect(compileSchema(pointer)(null)).toEqual([]);
  });
});
