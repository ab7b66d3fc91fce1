// A page never exceeds its budget, is byte-exact, and says apart from the rows what is missing.
import { describe, expect, it } from 'vitest';
import { Page } from '../src/output.ts';
import { textsOf } from './sample-tools.ts';

const rows = (amount: number, length = 10) =>
  Array.from({ length: amount }, (_, n) => `${n}`.padEnd(length, 'x'));

describe('a page', () => {
  it('with room for all is one block without a notice', () => {
    const page = new Page({ maxChars: 40_000 });
    expect(page.addAll(['a\r', '', 'c '])).toBe(true);
    expect(textsOf(page.blocks({ unit: 'lines', total: 3 }))).toEqual(['a\r\n\nc ']);
  });

  it('stops at the budget and says how to go on', () => {
    const page = new Page({ maxChars: 2000 });
    expect(page.addAll(rows(1000))).toBe(false);
    const [body, notice] = textsOf(
      page.blocks({ unit: 'lines', total: 1000, next: (shown) => `offset=${shown + 1}` }),
    );
    expect(body?.split('\n')).toEqual(rows(1000).slice(0, page.shown));
    expect(notice).toBe(`[cut: ${page.shown} of 1,000 lines shown; next: offset=${page.shown + 1}]`);
    expect(page.shown).toBeGreaterThan(100);
  });

  it.each([
    [undefined, 500],
    [20, 20],
    [9999, 500],
  ])('stops at rows: limit %s', (maxRows, shown) => {
    const page = new Page({ maxChars: 40_000, ...(maxRows === undefined ? {} : { maxRows }) });
    page.addAll(rows(600, 1));
    expect(page.shown).toBe(shown);
    expect(textsOf(page.blocks({ unit: 'rows', next: () => 'cursor=x' })).at(-1)).toBe(
      `[cut: ${shown} rows shown, more exist; next: cursor=x]`,
    );
  });

  it('does not call the last page cut', () => {
    const page = new Page({ maxChars: 40_000 });
    page.addAll(rows(4));
    expect(page.blocks({ unit: 'rows', total: 1004, skipped: 1000 })).toHaveLength(1);
    expect(page.blocks({ unit: 'rows' })).toHaveLength(1);
    expect(page.blocks({ unit: 'rows', more: true })).toHaveLength(2);
  });

  it('cuts only a first row that is too long, between characters', () => {
    const page = new Page({ maxChars: 1000 });
    expect(page.add('😀'.repeat(5000))).toBe(true);
    expect(page.add('next')).toBe(false);
    const [body = '', notice] = textsOf(page.blocks({ unit: 'lines', total: 2, next: () => 'offset=2' }));
    expect(body).toBe('😀'.repeat(body.length / 2));
    expect(notice).toBe(
      `[cut: ${body.length} of 10,000 characters of this row shown]\n[cut: 1 of 2 lines shown; next: offset=2]`,
    );
  });

  it('keeps headings apart from the count', () => {
    const page = new Page({ maxChars: 40_000 });
    page.heading('src:');
    expect(textsOf(page.blocks({ unit: 'files', empty: 'no files' }))).toEqual(['src:\nno files']);
    page.add('a.ts');
    expect([page.shown, textsOf(page.blocks({ unit: 'files', empty: 'no files' }))]).toEqual([
      1,
      ['src:\na.ts'],
    ]);
  });

  it('reports hidden characters apart from the text, unless the words are ours', () => {
    for (const foreign of [true, false]) {
      const page = new Page({ maxChars: 40_000, foreign });
      page.add('safe\u202e');
      expect(textsOf(page.blocks({ unit: 'lines' }))).toEqual(
        foreign
          ? [
              'safe\u202e',
              '[hidden: 1 invisible or control character above: 1 U+202E right-to-left override]',
            ]
          : ['safe\u202e'],
      );
    }
  });

  it('holds whatever comes to the budget, in order and unchanged', () => {
    const random = seeded(20_261_120);
    const odd = ['\0', '\u202e', '\ud800', '😀', '\r\n', 'x', ' ', '\u200b', '[cut: 1 of 2 rows shown]'];
    for (let run = 0; run < 500; run += 1) {
      const texts = Array.from({ length: random(60) }, () =>
        Array.from({ length: random(200) }, () => odd[random(odd.length)]).join(''),
      );
      const maxChars = 1000 + random(5000);
      const page = new Page({ maxChars });
      page.addAll(texts);
      const end = { unit: 'rows', total: texts.length, next: (n: number) => `offset=${n}`, empty: 'none' };
      const [body = '', notices] = textsOf(page.blocks(end));
      expect(body.length + (notices?.length ?? 0)).toBeLessThanOrEqual(maxChars);
      const whole = texts.slice(0, page.shown).join('\n');
      expect(whole.startsWith(body) || texts.length === 0).toBe(true);
      expect(body === whole || texts.length === 0).toBe(notices?.includes('characters of this row') !== true);
      expect(notices?.includes(`[cut: ${page.shown} of ${texts.length} rows shown; next: `) === true).toBe(
        page.shown < texts.length,
      );
    }
  });
});

/** Whole numbers below the argument, the same ones in every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
