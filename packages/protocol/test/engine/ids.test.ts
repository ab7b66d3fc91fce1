// Ids are echoed digit for digit or refused.
import { describe, expect, it } from 'vitest';
import { idText } from '../../src/engine/ids.ts';

function top(raw: string): string | undefined {
  const text = `{"params":{"id":77,"deep":{"id":[5]}},"id": ${raw} ,"method":"x"}`;
  const message: { readonly id: unknown } = JSON.parse(text);
  return idText(message.id, text, ['id']);
}

describe('idText', () => {
  it.each([
    '0',
    '1',
    '-5',
    '9007199254740991',
    '9007199254740993',
    '-9007199254740995',
    '18446744073709551615',
    '123456789012345678901234567890',
    '1125899906842624',
    `1${'0'.repeat(400)}`,
    '-0',
  ])('echoes %s digit for digit', (raw) => {
    expect(top(raw)).toBe(raw);
  });

  it.each(['""', '"1"', '"null"', '"a\\"b"', '"\\u0000"', '"żółw"', '"__proto__"'])(
    'echoes the string %s',
    (raw) => {
      expect(JSON.parse(top(raw) ?? '')).toBe(JSON.parse(raw));
    },
  );

  it.each([
    '1.5',
    '-0.1',
    'null',
    'true',
    '[]',
    '{}',
    '[1]',
    '9007199254740993.5',
    '4503599627370497.5',
    '1e400',
    '1e20',
  ])('refuses %s', (raw) => {
    expect(top(raw)).toBeUndefined();
  });

  it('tells 1 from "1"', () => {
    expect(top('1')).not.toBe(top('"1"'));
  });
});
