// search_files: pages, order, filters and the budget.
import { file } from '@plainmcp/harness/tmp';
import { describe, expect, it } from 'vitest';
import { ground } from './search-fixture.ts';

describe('pages', () => {
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [`d${i % 7}/e${i % 3}/f${i}.txt`, '']),
  );

  it.each(['name', 'mtime'])('gives everything once, sorted by %s', async (sort) => {
    const { search } = await ground(many);
    const all = (await search({ pattern: '*', sort })).lines;
    const paged: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await search({ pattern: '*', sort, limit: 7, ...(cursor ? { cursor } : {}) });
      paged.push(...page.lines);
      cursor = page.cursor;
      pages += 1;
      if (cursor !== undefined)
        expect(page.notes).toContain(`[cut: 7 of ${all.length} paths shown; next: cursor=`);
    } while (cursor !== undefined);
    expect(paged).toEqual(all);
    expect(pages).toBe(Math.ceil(all.length / 7));
  });

  it('keeps its place when files come and go', async () => {
    const { files, search } = await ground(many);
    const first = await search({ pattern: '*.txt', limit: 20 });
    files.write('a-new.txt', '');
    const rest = await search({ pattern: '*.txt', limit: 500, cursor: first.cursor });
    expect([...first.lines, ...rest.lines]).toHaveLength(60);
    expect(rest.lines).not.toContain('a-new.txt');
  });

  it('refuses the cursor of another call', async () => {
    const { search } = await ground(many);
    const { cursor } = await search({ pattern: '*.txt', limit: 2 });
    const other = await search({ pattern: '*', limit: 2, cursor });
    expect(other).toMatchObject({ isError: true });
    expect(other.text).toContain('cursor');
    expect((await search({ pattern: '*.txt', cursor: 'x' })).isError).toBe(true);
  });

  it('stays inside the budget and goes on from there', async () => {
    const { search } = await ground(
      Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${'n'.repeat(100)}${i}`, ''])),
      {
        settings: { maxOutputChars: 3000 },
      },
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search({ pattern: '*', ...(cursor ? { cursor } : {}) });
      expect(page.text.length + page.notes.length).toBeLessThanOrEqual(3000);
      seen.push(...page.lines);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(100);
  });

  it('sorts the newest first', async () => {
    const { search } = await ground({
      old: file('', { modified: '2020-01-01T00:00:00Z' }),
      new: file('', { modified: '2024-01-01T00:00:00Z' }),
      sub: { middle: file('', { modified: '2022-01-01T00:00:00Z' }) },
    });
    expect((await search({ pattern: '*', sort: 'mtime', type: 'file' })).lines).toEqual([
      'new',
      'sub/middle',
      'old',
    ]);
    expect((await search({ pattern: '*', type: 'file', modifiedAfter: '2021-06-01' })).lines).toEqual([
      'new',
      'sub/middle',
    ]);
    expect((await search({ pattern: '*', modifiedAfter: 'yesterday' })).text).toContain('ISO 8601');
  });

  it('filters by size, files only', async () => {
    const { search } = await ground({ empty: '', ten: '0123456789', dir: { hundred: 'x'.repeat(100) } });
    expect((await search({ pattern: '*', minSize: 10 })).lines).toEqual(['dir/hundred', 'ten']);
    expect((await search({ pattern: '*', maxSize: 10 })).lines).toEqual(['empty', 'ten']);
    expect((await search({ pattern: '*', minSize: 1, maxSize: 99 })).lines).toEqual(['ten']);
  });
});
