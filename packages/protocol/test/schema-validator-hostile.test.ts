// The raw JSON Schema validator against hostile schemas and values: it refuses, ends and never throws.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../src/jsonrpc.ts';
import { compileSchema } from '../src/schema/validator/validator.ts';

describe('hostile schemas', () => {
  it.each<[string, unknown, RegExp]>([
    ['a network reference', { $ref: 'https://example.org/x' }, /leads out of the schema; nothing is fetched/],
    ['a file reference', { items: { $ref: 'file:///etc/passwd' } }, /leads out/],
    ['a reference to nothing', { $ref: '#/$defs/x' }, /leads nowhere/],
    ['a reference through a prototype', { $ref: '#/constructor' }, /leads nowhere/],
    ['an unknown anchor', { $ref: '#x' }, /leads nowhere/],
    ['a reference that is a number', { $ref: 1 }, /must be a string/],
    ['$dynamicRef', { items: { $dynamicRef: '#x' } }, /\$dynamicRef is not supported/],
    ['a broken pattern', { pattern: '(' }, /not a regular expression/],
    ['a huge pattern', { pattern: 'a'.repeat(3000) }, /too long or/],
    ['a pattern V8 compiles for hours', { pattern: 'a?'.repeat(200) + 'a'.repeat(200) }, /too many choices/],
    [
      'counted groups in counted groups',
      { pattern: `${'('.repeat(9)}a?${'){3}'.repeat(9)}` },
      /too many choices/,
    ],
    ['a schema that is text', { items: 'x' }, /object or a boolean/],
    ['what is not JSON', { items: 1n }, /must be JSON/],
  ])('refuses %s', (_name, schema, message) => {
    expect(() => compileSchema(schema)).toThrow(message);
  });

  it('refuses a schema nested too deep', () => {
    let schema: JsonObject = {};
    for (let i = 0; i < 5000; i++) schema = { not: schema };
    expect(() => compileSchema(schema)).toThrow(TypeError);
  });

  it('ends on references that go in circles, also under not', () => {
    expect(compileSchema({ $ref: '#' })(1)[0]?.message).toMatch(/^not checked: .* without end/);
    expect(
      compileSchema({ not: { $ref: '#/$defs/a' }, $defs: { a: { $ref: '#/$defs/a' } } })(1),
    ).toHaveLength(1);
  });

  it('ends on schemas that multiply', () => {
    const $defs: JsonObject = { d0: { type: 'integer' } };
    for (let i = 1; i <= 60; i++)
      $defs[`d${i}`] = { allOf: [{ $ref: `#/$defs/d${i - 1}` }, { $ref: `#/$defs/d${i - 1}` }] };
    expect(compileSchema({ $ref: '#/$defs/d60', $defs })(1)[0]?.message).toMatch(
      /^not checked: .* too many steps/,
    );
  });

  it.each(['^(a+)+$', '(a|a)*$', '^(?:a|aa)+$', 'a*a*a*a*a*a*b', '^(?=(a+)+$)', '(a*)*\\1$'])(
    'ends on the pattern %s, and never calls that a fit',
    (pattern) => {
      const text = `${'a'.repeat(40_000)}!`;
      expect(compileSchema({ pattern })(text)).toHaveLength(1);
      const inside = compileSchema({ not: { pattern } })(text);
      const refused = compileSchema({ pattern })(text)[0]?.message.startsWith('not checked');
      expect(inside.length).toBe(refused ? 1 : 0);
    },
  );

  it('still matches what such patterns are meant for', () => {
    const check = compileSchema({ pattern: '^([a-z]+-)*[a-z]+$' });
    expect(check('kebab-case-name')).toEqual([]);
    expect(check('Not-kebab')).toHaveLength(1);
    const version = compileSchema({ pattern: '^v?(\\d+)\\.(\\d+)\\.(\\d+)(?:-[\\w.-]+)?(?:\\+[\\w.-]+)?$' });
    expect(version('v1.2.3-rc.1+5')).toEqual([]);
    expect(version('1.2')).toHaveLength(1);
    expect(compileSchema({ pattern: '^a\\-b$' })('a-b')).toEqual([]);
  });
});

describe('hostile values', () => {
  it('never throws', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const trap = Object.defineProperty({}, 'a', {
      enumerable: true,
      get() {
        throw new Error('trap');
      },
    });
    const check = compileSchema({ properties: { a: { type: 'string' } } });
    for (const value of [cycle, proxy, trap, 1n, undefined, Symbol('x'), () => 1, Number.NaN]) {
      expect(check(value)).toHaveLength(1);
    }
  });

  it('treats names of the prototype as any other name', () => {
    const check = compileSchema({ required: ['constructor'], additionalProperties: { type: 'integer' } });
    expect(check({})).toHaveLength(1);
    const closed = compileSchema({
      properties: { a: {} },
      anyOf: [{ properties: { b: {} } }],
      unevaluatedProperties: false,
    });
    expect(closed({ a: 1, b: 2 })).toEqual([]);
    expect(closed({ constructor: 1 })).toHaveLength(1);
    expect(compileSchema({ properties: { a: false } })({ toString: 1 })).toEqual([]);
    expect(check(JSON.parse('{"constructor":1,"__proto__":2}'))).toEqual([]);
    expect(check(JSON.parse('{"constructor":1,"__proto__":"x"}'))).toEqual([
      { path: '__proto__', message: 'expected integer, got "x"' },
    ]);
  });
});
