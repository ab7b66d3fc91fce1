// What is read from JSON text directly is what JSON.parse finds.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deeperThan, elementTexts, memberText } from '../../src/engine/raw-json.ts';

/** V8 of Node 24 mistakes one key of a single escaped character for another, so such keys are left out. */
const sound = (text: string): boolean => !/"\\(?:u[0-9a-f]{4}|.)"\s*:/.test(text);

const key = fc
  .oneof(fc.constantFrom('id', 'params', 'a"b', 'c:\\', '__proto__', ''), fc.string({ unit: 'binary' }))
  .filter((text) => sound(`${JSON.stringify(text)}:`));
const value = fc.jsonValue({ maxDepth: 4 }).filter((item) => sound(JSON.stringify(item)));

describe('memberText', () => {
  it('finds what JSON.parse finds, for any object', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, value), { maxLength: 6 }),
        fc.constantFrom(0, 1, 2),
        (members, space) => {
          const texts = members.map(
            ([name, item]) => `${JSON.stringify(name)} : ${JSON.stringify(item, null, space)}`,
          );
          const text = ` {${texts.join(' ,\n')}} `;
          const parsed = new Map(Object.entries(JSON.parse(text)));
          for (const [name] of members) {
            const found = memberText(text, name);
            expect(found === undefined ? undefined : JSON.parse(found)).toEqual(parsed.get(name));
          }
          expect(memberText(text, 'absent key')).toBeUndefined();
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('does not take a nested member for one of the object', () => {
    expect(memberText('{"params":{"id":1,"x":[{"id":2}]},"id":3}', 'id')).toBe('3');
    expect(memberText('{"params":{"id":1},"s":"\\"id\\":9,{"}', 'id')).toBeUndefined();
  });

  it('takes the last of two and reads escaped keys', () => {
    expect(memberText('{"id":1,"\\u0069d":2}', 'id')).toBe('2');
  });

  it.each(['', '{', '{"id"', '{"id":', '[1]', '"id":1', '{"id" 1}', '{"\\x":1,"id":2}', '{:1}'])(
    'survives broken text %j',
    (text) => {
      expect(() => memberText(text, 'id')).not.toThrow();
    },
  );
});

describe('elementTexts', () => {
  it('gives the texts of the elements, for any array', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 8 }), fc.constantFrom(0, 2), (items, space) => {
        expect(elementTexts(JSON.stringify(items, null, space)).map((text) => JSON.parse(text))).toEqual(
          JSON.parse(JSON.stringify(items)),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('deeperThan', () => {
  it('counts arrays and objects, not what is in strings', () => {
    expect(deeperThan('[[{"a":[]}]]', 3)).toBe(true);
    expect(deeperThan('[[{"a":[]}]]', 4)).toBe(false);
    expect(deeperThan('["[[[[[[", "\\"[[[[[[", {"{{{{":1}]', 2)).toBe(false);
    expect(deeperThan('[],[],[],[]', 1)).toBe(false);
  });

  it('is linear for a megabyte of brackets, quotes and backslashes', () => {
    for (const unit of ['[', '"', '\\', '\\"', '{"', ']']) {
      expect(() => deeperThan(unit.repeat(1_000_000 / unit.length), 2_000_000)).not.toThrow();
    }
  });
});
