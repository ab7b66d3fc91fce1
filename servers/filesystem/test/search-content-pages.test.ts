// search_content: modes, pages, large files, and agreement with a plain search.
import { big } from '@plainmcp/harness/tmp';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Found, ground } from './search-fixture.ts';

const many = Object.fromEntries(
  Array.from({ length: 12 }, (_, i) => [
    `d${i % 3}/f${i}.txt`,
    Array.from({ length: i }, (_, n) => `needle ${n}\nhay\n`).join(''),
  ]),
);

async function pages(next: (cursor: string | undefined) => Promise<Found>): Promise<Found[]> {
  const all: Found[] = [];
  let cursor: string | undefined;
  do {
    const page = await next(cursor);
    all.push(page);
    cursor = page.cursor;
  } while (cursor !== undefined && all.length < 1000);
  return all;
}

describe('modes', () => {
  it('list files, or count lines in each', async () => {
    const { grep } = await ground({ a: 'x x\nx\n', b: { c: 'x' }, d: 'y' });
    expect((await grep({ query: 'x', mode: 'files' })).lines).toEqual(['a', 'b/c']);
    const counted = await grep({ query: 'x', mode: 'count' });
    expect(counted.lines).toEqual(['a: 2', 'b/c: 1']);
    expect(counted.notes).toBe('[total: 3 matching lines in 2 files]');
    expect(counted.result.structuredContent).toBeUndefined();
  });

  it.each(['matches', 'files', 'count'])('give everything once over pages (%s)', async (mode) => {
    const { grep } = await ground(many);
    const whole = await grep({ query: 'needle', mode, limit: 500 });
    expect(whole.cursor).toBeUndefined();
    for (const limit of [1, 4, 7]) {
      const found = await pages((cursor) =>
        grep({ query: 'needle', mode, limit, ...(cursor ? { cursor } : {}) }),
      );
      // A file that goes on has its name on both pages.
      const rows = found
        .flatMap(({ lines }) => lines)
        .filter(
          (line, i, all) =>
            mode !== 'matches' || line !== all.slice(0, i).findLast((earlier) => !/^\d/.test(earlier)),
        );
      expect(rows).toEqual(whole.lines);
    }
  });

  it('refuse the cursor of another query', async () => {
    const { grep } = await ground(many);
    const { cursor } = await grep({ query: 'needle', limit: 1 });
    expect((await grep({ query: 'hay', cursor })).isError).toBe(true);
  });

  it('stay inside the budget', async () => {
    const { grep } = await ground(
      { f: `${'needle '.repeat(20)}\n`.repeat(300) },
      { settings: { maxOutputChars: 2000 } },
    );
    const found = await pages((cursor) =>
      grep({ query: 'needle', limit: 500, context: 1, ...(cursor ? { cursor } : {}) }),
    );
    for (const { text, notes } of found) expect(text.length + notes.length).toBeLessThanOrEqual(2000);
    const shown = found.flatMap(({ lines }) => lines.flatMap((line) => /^(\d+):/.exec(line)?.[1] ?? []));
    expect(shown).toEqual(Array.from({ length: 300 }, (_, i) => String(i + 1)));
  });
});

describe('large files', () => {
  it('are searched in pieces with right numbers and context', async () => {
    const filler = 'The quick brown fox jumps over the lazy dog.\n';
    const lines = Math.floor((5 * 1024 * 1024) / filler.length);
    const text = Array.from({ length: lines }, (_, i) => (i % 9973 === 0 ? `needle ${i} é\n` : filler)).join(
      '',
    );
    const { grep } = await ground({ f: text });
    const { lines: found } = await grep({ query: 'needle', context: 1, limit: 500 });
    const wanted = Array.from({ length: Math.ceil(lines / 9973) }, (_, i) => i * 9973).flatMap((i) => [
      ...(i > 0 ? [`${i}- ${filler.trim()}`] : []),
      `${i + 1}: needle ${i} é`,
      ...(i + 1 < lines ? [`${i + 2}- ${filler.trim()}`] : []),
    ]);
    expect(found).toEqual(['f', ...wanted]);
    expect((await grep({ query: 'needle \\d+ é', regex: true, mode: 'count' })).lines).toEqual([
      `f: ${Math.ceil(lines / 9973)}`,
    ]);
  });

  it('over 16 MiB are searched only when named', async () => {
    const { grep, files } = await ground({ 'big.log': big(17 * 1024 * 1024), small: 'lazy' });
    const all = await grep({ query: 'lazy', mode: 'files' });
    expect(all.lines).toEqual(['small']);
    expect(all.notes).toBe('[skipped: 1 file over 16 MiB (searched when named as path), first big.log]');
    const named = await grep({ path: files.join('big.log'), query: 'lazy dog', mode: 'count' });
    expect(named.notes).toMatch(/^\[total: 396,\d{3} matching lines in 1 file\]$/);
    expect((await grep({ path: 'big.log', query: 'dog.The', regex: true, multiline: true })).notes).toContain(
      'over 8 MiB',
    );
  });

  it('of one line are found and cut', async () => {
    const { grep } = await ground({
      f: `${'x'.repeat(3_000_000)}needle${'y'.repeat(3_000_000)}`,
      g: `${'z'.repeat(20_000_000)}needle`,
    });
    expect((await grep({ query: 'needle' })).lines[1]).toHaveLength(205);
    expect((await grep({ path: 'g', query: 'needle', mode: 'count' })).lines).toEqual(['g: 1']);
  });
});

describe('agreement with a plain search', () => {
  const word = fc.constantFrom(
    'foo',
    'bar',
    'Foo',
    'né',
    'x=1',
    ' ',
    '\t',
    '"',
    '',
    'foo bar',
    '日本',
    '\u{1f600}',
  );
  const line = fc.array(word, { maxLength: 5 }).map((words) => words.join(''));
  const text = fc
    .tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
    .map(([lines, end, closed]) => lines.join(end) + (closed && lines.length > 0 ? end : ''));
  const query = fc.constantFrom(
    'foo',
    'o b',
    'fo+',
    'foo.*bar',
    '^foo',
    'bar$',
    '\\bfoo\\b',
    '[^f]oo',
    '\\s',
    '\\S+\\s\\S',
    'n.',
    '\\W\\W',
    '(foo|bar)x?',
    '"[^"]*"',
    '^$',
    'x=\\d',
    '日.',
    '\\D=',
  );

  it('finds the same lines', async () => {
    const { grep, files } = await ground({});
    await fc.assert(
      fc.asyncProperty(text, query, fc.boolean(), async (content, source, ignoreCase) => {
        files.write('f', content);
        const regex = new RegExp(source, ignoreCase ? 'iu' : 'u');
        const lines = content.split('\n').map((given) => given.replace(/\r$/, ''));
        if (content.endsWith('\n') || content === '') lines.pop();
        const wanted = lines.flatMap((given, i) => (regex.test(given) ? [`${i + 1}: ${given}`] : []));
        const found = await grep({ query: source, regex: true, ignoreCase, limit: 500 });
        expect(found.lines.slice(1)).toEqual(wanted);
      }),
      { numRuns: 400 },
    );
  });
});
