// Two workers search one tree: together they say what one alone says, page by page.
import { atEnd } from '@plainmcp/harness/cleanup';
import { tree } from '@plainmcp/harness/tmp';
import { describe, expect, it } from 'vitest';
import { openFiles } from '../src/fs/files.ts';
import type { ContentJob, Outcome } from '../src/search/jobs.ts';
import { whereOf } from '../src/search/jobs.ts';
import { createSearcher, type Searcher } from '../src/search/searcher.ts';
import { createSharedSearcher } from '../src/search/shared-searcher.ts';

const names = ['a', 'b.txt', 'c', 'c.d', 'c-d', 'é', 'z z'];

function forest() {
  const disk = tree({ '.gitignore': 'ignored\n', ignored: { x: 'needle' } }, { scope: 'file' });
  let made = 0;
  for (const one of names) {
    for (const two of names) {
      disk.write(`${one}-1/${two}`, `needle ${made}\nother\n`);
      for (const three of names) {
        made += 1;
        const text = made % 5 === 0 ? 'nul\0needle' : 'needle first\nx\nneedle second\n'.repeat(made % 4);
        disk.write(`${one}-1/${two}-2/${three}-3/file-${made % 3}`, text);
      }
    }
  }
  const files = openFiles({ roots: [{ path: disk.path, readOnly: true }] });
  const options = { files, policy: { deny: [], refuseHardlinks: false } };
  const searchers = { alone: createSearcher(options), shared: createSharedSearcher(options) };
  atEnd(async () => {
    await Promise.all([searchers.alone.close(), searchers.shared.close()]);
    files.close();
  }, 'file');
  return { ...searchers, where: whereOf(files.locate(disk.path, 'existing')) };
}

const { alone, shared, where } = forest();
const { signal } = new AbortController();

/** All pages of a search, one after the other. */
async function pages(searcher: Searcher, job: ContentJob): Promise<Outcome[]> {
  const found: Outcome[] = [];
  for (let cursor = job.cursor; found.length < 200; ) {
    const page = await searcher.run({ ...job, ...(cursor === undefined ? {} : { cursor }) }, { signal });
    found.push(page);
    cursor = /cursor=(\S+?)\]?$/.exec(page.notes.at(-1) ?? '')?.[1];
    if (cursor === undefined) return found;
  }
  return found;
}

describe.each(['matches', 'files', 'count'] as const)('mode %s', (mode) => {
  it.each([
    { limit: 500, query: 'needle' },
    { limit: 7, query: 'needle' },
    { limit: 500, query: 'nothing of the kind' },
    { limit: 100, query: 'needle (1|2)\\d', regex: true, context: 1 },
  ])('%j', async ({ limit, query, regex = false, context = 0 }) => {
    const job: ContentJob = {
      kind: 'content',
      where,
      query,
      regex,
      glob: undefined,
      excludePatterns: [],
      ignoreCase: false,
      wholeWord: false,
      multiline: false,
      context,
      mode,
      limit,
      cursor: undefined,
      respectGitignore: true,
      maxChars: 40_000,
    };
    const expected = await pages(alone, job);
    const actual = await pages(shared, job);
    expect(actual.map(({ text }) => text).join('\n')).toBe(expected.map(({ text }) => text).join('\n'));
    if (limit === 7) expect(expected.length).toBeGreaterThan(20);
    if (limit === 500) expect(actual.at(-1)?.notes).toEqual(expected.at(-1)?.notes);
  });
});
