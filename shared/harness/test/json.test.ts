import { expect, it } from 'vitest';
import { arrayAt, at, objectAt, parseJson, stableJson, stringAt } from '../src/json.ts';

it('follows own keys only and never throws', () => {
  const value: unknown = JSON.parse('{"a":[{"b":"c"}],"__proto__":{"x":1}}');
  expect(at(value, 'a', 0, 'b')).toBe('c');
  expect(at(value, 'a', 'length')).toBeUndefined();
  expect(at(value, 'toString')).toBeUndefined();
  expect(stringAt(value, 'a')).toBe('');
  expect(arrayAt(value, 'a')).toHaveLength(1);
  expect(objectAt(value, 'zz')).toEqual({});
  expect(parseJson('{')).toBeUndefined();
});

it('sorts keys at every depth', () => {
  expect(stableJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  expect(stableJson(undefined)).toBe('undefined');
});
