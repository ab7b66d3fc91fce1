// Counts, sizes, dates and cuts.
import { describe, expect, it } from 'vitest';
import {
  count,
  cutAt,
  digits,
  formatBytes,
  isoDate,
  isoDay,
  listing,
  tailFrom,
  truncate,
  truncateMiddle,
} from '../src/text.ts';

describe('numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1_234_567, '1,234,567'],
    [-1234, '-1,234'],
  ])('digits(%d)', (value, expected) => {
    expect(digits(value)).toBe(expected);
  });

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [1_048_575, '1 MiB'],
    [5_000_000_000, '4.7 GiB'],
    [2 ** 60, '1024 PiB'],
  ])('formatBytes(%d)', (value, expected) => {
    expect(formatBytes(value)).toBe(expected);
  });

  it('counts with the right plural', () => {
    expect([count(1, 'file'), count(0, 'file'), count(5004, 'entry', 'entries')]).toEqual([
      '1 file',
      '0 files',
      '5,004 entries',
    ]);
  });
});

describe('dates', () => {
  it('are UTC without milliseconds', () => {
    expect(isoDate(new Date('2026-11-20T11:22:33.456Z'))).toBe('2026-11-20T11:22:33Z');
    expect(isoDay(0)).toBe('1970-01-01');
  });

  it('survive what is no date', () => {
    expect([isoDate(Number.NaN), isoDay(8.64e15 + 1)]).toEqual(['unknown', 'unknown']);
  });
});

describe('cutting', () => {
  const faces = '😀😀😀';

  it('never splits a surrogate pair', () => {
    expect([cutAt(faces, 1), cutAt(faces, 2), cutAt(faces, 3), cutAt(faces, 6)]).toEqual([
      '',
      '😀',
      '😀',
      faces,
    ]);
    for (let length = 0; length < 12; length += 1) {
      for (const cut of [cutAt, truncate, truncateMiddle]) {
        const text = cut(`a${faces}b${faces}`, length);
        expect(text).not.toMatch(/\p{Surrogate}/u);
        expect(text.length).toBeLessThanOrEqual(length);
      }
    }
  });

  it('leaves no gap between a beginning and its tail', () => {
    for (let length = 0; length <= faces.length; length += 1) {
      expect(cutAt(faces, length) + tailFrom(faces, length)).toBe(faces);
    }
  });

  it('passes lone surrogates on', () => {
    expect(cutAt('\ud800\ud800x', 1)).toBe('\ud800');
  });

  it('truncate and truncateMiddle mark the cut', () => {
    expect(truncate('abcdefghij', 8)).toBe('abcde...');
    expect(truncate('abc', 3)).toBe('abc');
    expect(truncateMiddle('/home/ann/notes/today.md', 15)).toBe('/home/...day.md');
    expect(truncateMiddle('abc', 3)).toBe('abc');
  });
});

it('listing', () => {
  expect([listing([]), listing(['a']), listing(['a', 'b'], 'or'), listing(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a or b',
    'a, b and c',
  ]);
});
