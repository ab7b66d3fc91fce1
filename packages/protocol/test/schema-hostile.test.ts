// `t` schemas against values no honest client sends: nothing throws, hangs or touches a prototype.
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJson } from '../src/schema/json.ts';
import { t } from '../src/schema.ts';
import { madeObject } from './fixtures/schema-arbitraries.ts';

const EVERYTHING = t.object({
  s: t.string('', { minLength: 1, maxLength: 9, pattern: '^[a-z]+$', format: 'email' }).optional(),
  i: t.int('', { min: 1 }).optional(),
  n: t.number().optional(),
  b: t.boolean().optional(),
  e: t.enum(['x', 1]).optional(),
  l: t.literal(true).optional(),
  a: t.array(t.array(t.int())).optional(),
  r: t.record(t.json()).optional(),
  u: t.union('k', [t.object({ k: t.literal('a') }), t.object({ k: t.literal(2) })]).optional(),
  j: t.json().optional(),
  z: t.nullable(t.object({ q: t.string() })).optional(),
});

function hostile(): readonly unknown[] {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const wide: unknown[] = [];
  wide.push(wide, wide, wide);
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const trap = Object.defineProperty({}, 's', {
    enumerable: true,
    get() {
      throw new Error('trap');
    },
  });
  const keys = new Proxy(
    {},
    {
      ownKeys() {
        throw new Error('trap');
      },
    },
  );
  const deepText = '['.repeat(200_000) + ']'.repeat(200_000);
  const deep: unknown = JSON.parse(deepText);
  return [
    ...[cycle, wide, proxy, trap, keys, deep, deepText, '{'.repeat(1e6), '"'.repeat(1000), '\ud800', '\0'],
    ...[1n, Symbol('x'), () => 1, new Map(), new Date(Number.NaN), Number.NaN, Number.POSITIVE_INFINITY, -0],
    ...[Object.create(null), new Array(5), [undefined], { toString: null }, new Proxy([], {})],
  ];
}

describe('hostile values', () => {
  it('never make a parse throw, wherever they stand', () => {
    for (const value of hostile()) {
      expect(typeof EVERYTHING.parse(value).ok).toBe('boolean');
      for (const key of EVERYTHING.fields.keys()) {
        const parsed = EVERYTHING.parse({ [key]: value });
        if (!parsed.ok) expect(parsed.issues.every(({ message }) => message.length < 600)).toBe(true);
      }
    }
  });

  it('never make a generated schema throw', () => {
    let cases = 0;
    fc.assert(
      fc.property(
        madeObject(2),
        fc.anything({ withBigInt: true, withNullPrototype: true, withMap: true, withSparseArray: true }),
        (made, value) => {
          cases += 1;
          const parsed = made.schema.parse(value);
          if (parsed.ok) expect(made.schema.parse(parsed.value)).toEqual(parsed);
          else expect(parsed.issues.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 1000 },
    );
    expect(cases).toBeGreaterThanOrEqual(1000);
  });

  it('are cut off when they share or contain themselves', () => {
    let item = t.array(t.int());
    const nested = t.object({ x: t.array(t.array(t.array(t.array(t.array(t.array(t.array(item))))))) });
    const row = Array.from({ length: 40 }, () => 1);
    let value: unknown[] = row;
    for (let i = 0; i < 7; i++) value = Array.from({ length: 40 }, () => value);
    const parsed = nested.parse({ x: value });
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? [] : parsed.issues.map(({ message }) => message)).toContain(
      'more than 1000000 values',
    );
    item = t.array(t.int(), '', { maxItems: 1 });
    expect(item.parse([1]).ok).toBe(true);
  });

  it('are not JSON when too deep, too large or not JSON at all', () => {
    expect(isJson(JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`))).toBe(true);
    expect(isJson(JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`))).toBe(false);
    expect(isJson(Array.from({ length: 1_000_001 }, () => 0))).toBe(false);
    for (const value of [undefined, 1n, Number.NaN, [undefined], { a: () => 1 }])
      expect(isJson(value)).toBe(false);
  });
});

describe('names of the prototype', () => {
  const body = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1}';

  it('are unknown parameters like any other', () => {
    const parsed = t.object({ path: t.string().optional() }).parse(JSON.parse(body));
    expect(parsed.ok ? [] : parsed.issues.map(({ message }) => message)).toEqual([
      "unknown parameter '__proto__'. Allowed: path",
      "unknown parameter 'constructor'. Allowed: path",
      "unknown parameter 'toString'. Allowed: path",
    ]);
  });

  it('are missing where they are only inherited', () => {
    const schema = t.object({
      constructor: t.json(),
      toString: t.json(),
      hasOwnProperty: t.string().optional(),
    });
    const parsed = schema.parse({});
    expect(parsed.ok ? [] : parsed.issues.map(({ path }) => path)).toEqual(['constructor', 'toString']);
    expect(schema.parse({ constructor: 1, toString: 2 })).toEqual({
      ok: true,
      value: { constructor: 1, toString: 2 },
    });
  });

  it('are plain keys of a record, which has no prototype', () => {
    const parsed = t.record(t.json()).parse(JSON.parse(body));
    if (!parsed.ok) throw new Error('refused');
    expect(Object.getPrototypeOf(parsed.value)).toBe(null);
    expect(Object.keys(parsed.value)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(t.record(t.json()).parse(body)).toEqual(parsed);
    expect('polluted' in {}).toBe(false);
  });

  it('do not choose a member of a union', () => {
    const union = t.union('k', [t.object({ k: t.literal('a') })]);
    for (const k of ['__proto__', 'constructor', 'toString', null, ['a'], { a: 1 }]) {
      expect(union.parse({ k }).ok).toBe(false);
    }
    expect(union.parse(Object.create({ k: 'a' })).ok).toBe(false);
  });
});

describe('regular expressions', () => {
  it('see no text above maxLength, or above 4,096 characters', () => {
    const bad = '^(a+)+$';
    const text = `${'a'.repeat(5000)}!`;
    expect(t.string('', { pattern: bad }).parse(text).ok).toBe(false);
    expect(t.string('', { pattern: bad, maxLength: 10 }).parse(text).ok).toBe(false);
    expect(t.string('', { pattern: '^a+$' }).parse('a'.repeat(4096)).ok).toBe(true);
  });

  it('count code points as ajv does', () => {
    const schema = t.string('', { minLength: 2, maxLength: 2 });
    const check = new Ajv2020().compile(schema.jsonSchema);
    for (const text of [
      '',
      'a',
      'ab',
      '\u{1f600}',
      '\u{1f600}\u{1f600}',
      '\u{1f600}a',
      'a\ud800',
      'abc',
      'e\u0301',
    ]) {
      expect(schema.parse(text).ok, text).toBe(check(text));
    }
  });
});
