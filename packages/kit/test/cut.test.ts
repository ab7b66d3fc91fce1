// The one wording of a cut.
import { expect, it } from 'vitest';
import { cutNotice } from '../src/cut.ts';

it.each([
  [
    { shown: 812, total: 5004, unit: 'lines', next: 'offset=813' },
    '[cut: 812 of 5,004 lines shown; next: offset=813]',
  ],
  [{ shown: 500, unit: 'rows', next: 'cursor=1a2b' }, '[cut: 500 rows shown, more exist; next: cursor=1a2b]'],
  [
    { shown: 40_000, total: 93_112, unit: 'characters', narrow: 'pass a smaller range' },
    '[cut: 40,000 of 93,112 characters shown; narrow: pass a smaller range]',
  ],
  [{ shown: 1, total: 2, unit: 'rows' }, '[cut: 1 of 2 rows shown]'],
])('%j', (cut, expected) => {
  expect(cutNotice(cut)).toBe(expected);
});
