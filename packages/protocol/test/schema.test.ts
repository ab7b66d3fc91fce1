// What `t` schemas show, take, refuse and say, by example.
import { describe, expect, it } from 'vitest';
import type { Type } from '../src/schema/type.ts';
import { formatIssues, t } from '../src/schema.ts';

function good<T>(schema: Type<T>, value: unknown): T {
  const parsed = schema.parse(value);
  if (!parsed.ok) throw new Error(formatIssues(parsed.issues));
  return parsed.value;
}

function said(schema: Type<unknown>, value: unknown): string {
  const parsed = schema.parse(value);
  if (parsed.ok) throw new Error(`accepted ${JSON.stringify(parsed.value)}`);
  return formatIssues(parsed.issues);
}

const bare = (schema: { jsonSchema: unknown }): string => JSON.stringify(schema.jsonSchema);

describe('the JSON Schema shown', () => {
  it('is minimal and in a stable order', () => {
    const schema = t.object({
      path: t.string('File to read'),
      limit: t.int('Lines to return', { min: 1 }).optional(),
      order: t.enum(['asc', 'desc'], 'Sort order').default('asc'),
    });
    expect(bare(schema)).toBe(
      '{"type":"object","properties":{"path":{"type":"string","description":"File to read"},' +
        '"limit":{"type":"integer","description":"Lines to return","minimum":1},' +
        '"order":{"type":"string","description":"Sort order","enum":["asc","desc"],"default":"asc"}},' +
        '"required":["path"],"additionalProperties":false}',
    );
  });

  it('says nothing of properties where there are none', () => {
    expect(bare(t.object({}))).toBe('{"type":"object","additionalProperties":false}');
  });

  it.each([
    [t.string(), '{"type":"string"}'],
    [
      t.string('a', { minLength: 1, maxLength: 9, pattern: '^a', format: 'email' }),
      '{"type":"string","description":"a","minLength":1,"maxLength":9,"pattern":"^a","format":"email"}',
    ],
    [t.number('n', { min: 0, max: 1 }), '{"type":"number","description":"n","minimum":0,"maximum":1}'],
    [t.boolean('b'), '{"type":"boolean","description":"b"}'],
    [t.enum([1, 2]), '{"type":"integer","enum":[1,2]}'],
    [t.enum([1, 2.5]), '{"type":"number","enum":[1,2.5]}'],
    [t.enum([1, 'a']), '{"enum":[1,"a"]}'],
    [t.literal('x'), '{"type":"string","const":"x"}'],
    [t.literal(true), '{"type":"boolean","const":true}'],
    [
      t.array(t.string(), 'l', { minItems: 1, maxItems: 2 }),
      '{"type":"array","description":"l","items":{"type":"string"},"minItems":1,"maxItems":2}',
    ],
    [t.record(t.int(), 'r'), '{"type":"object","description":"r","additionalProperties":{"type":"integer"}}'],
    [t.nullable(t.string('s')), '{"type":["string","null"],"description":"s"}'],
    [t.nullable(t.enum(['a'])), '{"type":["string","null"],"enum":["a",null]}'],
    [t.nullable(t.literal(1)), '{"type":["integer","null"],"enum":[1,null]}'],
    [t.json(), '{}'],
    [t.json('any'), '{"description":"any"}'],
    [t.string('old').describe('new'), '{"type":"string","description":"new"}'],
    [t.int('x').default(3).describe('y'), '{"type":"integer","description":"y","default":3}'],
    [t.int('x').default(3).optional(), '{"type":"integer","description":"x"}'],
    [
      t.union('k', [t.object({ k: t.literal('a') }), t.object({ k: t.literal('b') })]),
      '{"anyOf":[{"type":"object","properties":{"k":{"type":"string","const":"a"}},"required":["k"],"additionalProperties":false},' +
        '{"type":"object","properties":{"k":{"type":"string","const":"b"}},"required":["k"],"additionalProperties":false}]}',
    ],
  ])('case %#', (schema, shown) => {
    expect(bare(schema)).toBe(shown);
  });

  it('describes a union member and a nullable union', () => {
    const union = t.union('k', [t.object({ k: t.literal('a') }).describe('first')], 'either');
    expect(bare(t.nullable(union))).toBe(
      '{"description":"either","anyOf":[{"type":"object","description":"first","properties":{"k":{"type":"string","const":"a"}},' +
        '"required":["k"],"additionalProperties":false},{"type":"null"}]}',
    );
  });
});

describe('slips that are taken', () => {
  it.each([
    [t.int(), '5', 5],
    [t.int(), ' 5 ', 5],
    [t.int(), '-7', -7],
    [t.int(), '5.0', 5],
    [t.number(), '1.5e2', 150],
    [t.boolean(), 'true', true],
    [t.boolean(), ' false ', false],
    [t.array(t.int()), '[1,"2"]', [1, 2]],
    [t.object({ a: t.array(t.int()) }), '{"a":"[1]"}', { a: [1] }],
    [t.enum([1, 2]), '2', 2],
    [t.literal(true), 'true', true],
    [t.nullable(t.int()), '4', 4],
  ])('case %#', (schema, value, wanted) => {
    expect(schema.parse(value)).toEqual({ ok: true, value: wanted });
  });

  it('takes JSON text for a record and a union', () => {
    expect(good(t.record(t.int()), '{"a":"1"}')).toEqual({ a: 1 });
    const union = t.union('k', [t.object({ k: t.literal('a'), n: t.int() })]);
    expect(good(union, ' {"k":"a","n":"1"}')).toEqual({ k: 'a', n: 1 });
  });

  it('counts null as absent for optional and default keys, and leaves the key out', () => {
    const schema = t.object({ a: t.string().optional(), b: t.int().default(4), c: t.object({}).optional() });
    const value = good(schema, { a: null, b: null, c: null });
    expect(value).toEqual({ b: 4 });
    expect(Object.keys(value)).toEqual(['b']);
  });

  it('keeps null where null is a value', () => {
    const schema = t.object({ a: t.nullable(t.string()).optional(), b: t.json().optional() });
    expect(good(schema, { a: null, b: null })).toEqual({ a: null, b: null });
    expect(good(schema, {})).toEqual({});
  });

  it('takes a call without arguments as one with none', () => {
    expect(good(t.object({ a: t.int().default(1) }), undefined)).toEqual({ a: 1 });
  });

  it('gives a fresh copy of a default each time', () => {
    const schema = t.object({ tags: t.array(t.string()).default(['x']) });
    good(schema, {}).tags.push('y');
    expect(good(schema, {})).toEqual({ tags: ['x'] });
  });
});

describe('what is refused', () => {
  it.each([
    [t.int(), '5abc', 'expected an integer, got "5abc"'],
    [t.int(), '', 'expected an integer, got ""'],
    [t.int(), '5.5', 'expected an integer, got "5.5"'],
    [t.int(), '0x10', 'expected an integer, got "0x10"'],
    [t.int(), '9007199254740993', 'expected an integer, got "9007199254740993"'],
    [t.int(), true, 'expected an integer, got true'],
    [t.int('', { min: 1, max: 3 }), 4, 'expected an integer of 1 to 3, got 4'],
    [t.int('', { min: 1 }), '0', 'expected an integer of at least 1, got "0"'],
    [t.number(), 'Infinity', 'expected a number, got "Infinity"'],
    [t.number(), Number.NaN, 'expected a number, got NaN'],
    [t.number('', { max: 0 }), 1, 'expected a number of at most 0, got 1'],
    [t.boolean(), 'yes', 'expected true or false, got "yes"'],
    [t.boolean(), 1, 'expected true or false, got 1'],
    [t.string(), 5, 'expected a string, got 5'],
    [t.string('', { minLength: 1 }), '', 'expected a string of at least 1 character, got ""'],
    [
      t.string('', { maxLength: 2 }),
      '\u{1f600}\u{1f600}x',
      'expected a string of at most 2 characters, got "\u{1f600}\u{1f600}x"',
    ],
    [t.string('', { pattern: '^a+$' }), 'b', 'expected a string matching ^a+$, got "b"'],
    [t.string('', { format: 'date' }), '2023-02-29', 'expected a string in date format, got "2023-02-29"'],
    [t.string(), null, 'expected a string, got null'],
    [t.array(t.int()), '[1', 'expected an array, got "[1"'],
    [t.array(t.int()), '{"a":1}', 'expected an array, got "{\\"a\\":1}"'],
    [t.array(t.int()), 1, 'expected an array, got 1'],
    [
      t.array(t.int(), '', { minItems: 2, maxItems: 2 }),
      [1],
      'expected an array of exactly 2 items, got an array of 1 item',
    ],
    [t.record(t.int()), [], 'expected an object, got an array of 0 items'],
    [t.enum(['asc', 'desc']), 'ASC', 'expected one of "asc", "desc", got "ASC"; did you mean "asc"?'],
    [t.enum(['asc', 'desc']), 3, 'expected one of "asc", "desc", got 3'],
    [t.literal(1), '2', 'expected 1, got "2"'],
    [t.json(), 1n, 'expected a JSON value of at most 100 levels'],
    [t.object({}), 'x', 'expected an object, got "x"'],
    [t.string(), undefined, 'expected a string, got nothing'],
  ])('case %#', (schema, value, text) => {
    expect(said(schema, value)).toBe(`Invalid arguments: ${text}`);
  });

  it('names the path, the nearest key and the allowed keys', () => {
    const schema = t.object({
      path: t.string(),
      head: t.int().optional(),
      edits: t.array(t.object({ oldText: t.string(), newText: t.string() })).optional(),
    });
    expect(said(schema, { pth: 'a', path: 'b' })).toBe(
      "Invalid arguments: unknown parameter 'pth'; did you mean 'path'? Allowed: path, head, edits",
    );
    expect(said(schema, { path: 'b', zzz: 1 })).toBe(
      "Invalid arguments: unknown parameter 'zzz'. Allowed: path, head, edits",
    );
    expect(said(schema, { head: 'x', edits: [{ old_text: 'a', newText: 1 }] })).toBe(
      [
        'Invalid arguments:',
        'path: missing; expected a string',
        'head: expected an integer, got "x"',
        'edits[0].oldText: missing; expected a string',
        'edits[0].newText: expected a string, got 1',
        "edits[0]: unknown key 'old_text'; did you mean 'oldText'? Allowed: oldText, newText",
      ].join('\n'),
    );
    expect(said(t.object({}), { a: 1 })).toBe("Invalid arguments: unknown parameter 'a'. None is allowed");
  });

  it('names the choices of a union', () => {
    const schema = t.object({
      to: t.union('kind', [
        t.object({ kind: t.literal('file'), path: t.string() }),
        t.object({ kind: t.enum(['url', 'uri']), href: t.string() }),
      ]),
    });
    expect(said(schema, { to: { kind: 'ftp' } })).toBe(
      'Invalid arguments: to.kind: expected one of "file", "url", "uri", got "ftp"',
    );
    expect(said(schema, { to: {} })).toBe(
      'Invalid arguments: to.kind: expected one of "file", "url", "uri", missing',
    );
    expect(said(schema, { to: { kind: 'uri', path: 'x' } })).toContain("to: unknown key 'path'");
    expect(said(schema, { to: 5 })).toContain(
      'to: expected an object whose kind is one of "file", "url", "uri", got 5',
    );
    expect(said(schema, {})).toContain('to: missing; expected an object whose kind');
  });

  it('stops after ten faults and says so', () => {
    const parsed = t.array(t.int()).parse(Array.from({ length: 500 }, () => 'x'));
    expect(parsed.ok ? [] : parsed.issues.map(({ path }) => path)).toEqual([
      ...Array.from({ length: 10 }, (_, i) => `[${i}]`),
      '',
    ]);
  });

  it('keeps previews short and on one line, without invisible characters', () => {
    const text = said(t.int(), `\n\u202e\u200b${'x'.repeat(5000)}`);
    expect(text).toContain('"\\n\\u{202e}\\u{200b}xxx');
    expect(text).toContain('(5003 characters)');
    expect(text.length).toBeLessThan(150);
    expect(said(t.object({}), { ['\u202e'.repeat(3)]: 1 })).toContain("'\\u{202e}\\u{202e}\\u{202e}'");
    expect(said(t.record(t.int()), { 'a b\u200b': 'x' })).toContain('["a b\\u{200b}"]: expected');
  });
});

describe('the definition itself', () => {
  it.each([
    ['an odd key', () => t.object({ 'a b': t.string() })],
    ['__proto__', () => t.object({ ['__proto__']: t.string() })],
    ['a default that does not fit', () => t.int('', { min: 1 }).default(0)],
    ['an empty enum', () => t.enum([])],
    ['a union without the key', () => t.union('k', [t.object({ a: t.string() })])],
    ['a union with a free key', () => t.union('k', [t.object({ k: t.string() })])],
    [
      'a union with the same value twice',
      () => t.union('k', [t.object({ k: t.literal('a') }), t.object({ k: t.enum(['a']) })]),
    ],
    ['a broken pattern', () => t.string('', { pattern: '(' })],
  ])('is refused for %s', (_name, make) => {
    expect(make).toThrow();
  });
});

describe('t.count', () => {
  it('is shown as a plain integer and refuses less than one', () => {
    const schema = t.object({ limit: t.count('At most 500', { max: 500 }).optional() });
    expect(schema.jsonSchema).toMatchObject({
      properties: { limit: { type: 'integer', description: 'At most 500', maximum: 500 } },
    });
    expect(t.count().jsonSchema).toEqual({ type: 'integer' });
    expect(schema.parse({ limit: '7' })).toEqual({ ok: true, value: { limit: 7 } });
    for (const limit of [0, -1, 1.5, 501]) expect(schema.parse({ limit }).ok).toBe(false);
    expect(JSON.stringify(t.count().parse(0))).toContain('at least 1');
  });
});
