import { expect, it } from 'vitest';
import { bytes, expectBudget, tokens } from '../src/budget.ts';

it('counts UTF-8 bytes of text and of JSON', () => {
  expect(bytes('żó')).toBe(4);
  expect(bytes({ a: 1 })).toBe(7);
});

it('estimates tokens near what tokenizers count', () => {
  expect(tokens('')).toBe(0);
  expect(tokens('Read a text file.')).toBe(5);
  expect(tokens('internationalization')).toBe(4);
  expect(tokens('2026-07-28')).toBe(6);
  expect(tokens('日本語')).toBe(3);
  expect(tokens('a\nb')).toBe(3);
});

it('throws over the budget and names both figures', () => {
  expect(() => expectBudget('list', 'abcd', { bytes: 4, tokens: 1 })).not.toThrow();
  expect(() => expectBudget('list', 'abcde', { bytes: 4 })).toThrow('list: 5 bytes, budget 4');
});
