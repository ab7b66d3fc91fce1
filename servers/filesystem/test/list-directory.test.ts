// list_directory, list_directory_with_sizes and list_allowed_directories: lines, pages, links, official shapes.
import { fifo, file, link } from '@plainmcp/harness/tmp';
import { describe, expect, it } from 'vitest';
import { listAllowedDirectories } from '../src/tools/list-allowed-directories.ts';
import { listDirectory } from '../src/tools/list-directory.ts';
import { listDirectoryWithSizes } from '../src/tools/list-directory-with-sizes.ts';
import { opener } from './support/gate-kit.ts';
import { context, say, settings } from './support/tool-kit.ts';

const open = opener('pinned');
const sample = {
  root: {
    'a.txt': 'hello',
    '.hidden': 'h',
    sub: { x: '1', y: '2' },
    ok: link('a.txt'),
    out: link('/etc/passwd'),
    gone: link('nothing'),
    pipe: fifo(),
    'bad\u202ename': '',
  },
};
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`file-${String(i).padStart(5, '0')}`, '']));

describe('list_directory', () => {
  it('marks kinds, shows targets that are inside only, escapes names and counts', async () => {
    const { files } = open(sample);
    expect(await say(listDirectory({ files, settings }), { path: '.' })).toBe(
      [
        '[FILE] .hidden',
        '[FILE] a.txt',
        '[FILE] bad\\u{202e}name',
        '[LINK] gone -> nothing (missing)',
        '[LINK] ok -> a.txt',
        '[LINK] out -> (not allowed)',
        '[FIFO] pipe',
        '[DIR] sub',
        '[3 files, 1 directory, 3 links, 1 special file]',
      ].join('\n'),
    );
    expect(await say(listDirectory({ files, settings }), { path: '.', showHidden: false })).not.toContain(
      '.hidden',
    );
    expect(await say(listDirectory({ files, settings }), { path: 'nope' })).toMatch(
      /^ERROR ENOENT: .*scandir/,
    );
    expect(await say(listDirectory({ files, settings }), { path: 'a.txt' })).toMatch(
      /^ERROR ENOTDIR: .*scandir/,
    );
  });

  it('pages by name, so that nothing is lost or doubled when entries come and go', async () => {
    const { files, disk } = open({ root: many(1234) });
    const tool = listDirectory({ files, settings });
    const seen: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const text = await say(tool, cursor === undefined ? { path: '.' } : { path: '.', cursor });
      seen.push(...text.split('\n').filter((line) => line.startsWith('[FILE] ')));
      cursor = /next: cursor=(\S+)\]/.exec(text)?.[1];
      pages += 1;
      if (pages === 1) {
        expect(text).toContain('[cut: 500 of 1,234 entries shown; next: cursor=');
        disk.write('root/aaa', 'sorts before the cursor');
      }
    } while (cursor !== undefined);
    expect(pages).toBe(3);
    expect(new Set(seen).size).toBe(1234);
    expect(seen).toHaveLength(1234);
    const other = await say(tool, { path: '.', cursor: 'zzz' });
    expect(other).toMatch(/^ERROR cursor is not one of ours/);
  });

  it('stays within the budget and says so when it is empty', async () => {
    const { files } = open({ root: { ...many(400), empty: {} } });
    const text = await say(listDirectory({ files, settings: { ...settings, maxOutputChars: 2000 } }), {
      path: '.',
    });
    expect(text.length).toBeLessThanOrEqual(2000);
    expect(text).toContain('next: cursor=');
    expect(await say(listDirectory({ files, settings }), { path: 'empty' })).toBe('The directory is empty.');
  });

  it('has the official shape, but for links', async () => {
    const { files } = open(sample);
    const tool = listDirectory({ files, settings: { ...settings, officialOutput: true } });
    const result = await tool.call({ path: '.' }, context());
    const text =
      '[FILE] .hidden\n[FILE] a.txt\n[FILE] bad\u202ename\n[LINK] gone\n[LINK] ok\n[LINK] out\n[FILE] pipe\n[DIR] sub';
    expect(result).toEqual({ content: [{ type: 'text', text }], structuredContent: { content: text } });
    expect(tool.outputSchema).toMatchObject({
      properties: { content: { type: 'string' } },
      required: ['content'],
    });
    expect(listDirectory({ files, settings }).outputSchema).toBeUndefined();
  });
});

describe('list_directory_with_sizes', () => {
  const sized = {
    root: {
      small: file('x', { modified: '2024-01-01T00:00:00Z' }),
      Big: file('x'.repeat(1536), { modified: '2023-01-01T00:00:00Z' }),
      dir: { one: '1', two: '2' },
      tied: link('/etc/passwd'),
    },
  };

  it('tells sizes of the entries themselves and counts of directories', async () => {
    const { files } = open(sized);
    const tool = listDirectoryWithSizes({ files, settings });
    expect(await say(tool, { path: '.' })).toBe(
      '[FILE] Big  1.5 KiB\n[DIR] dir  2 entries\n[FILE] small  1 B\n[LINK] tied  11 B\n[2 files, 1 directory, 1 link; 1.5 KiB]',
    );
    expect((await say(tool, { path: '.', sortBy: 'size', limit: 1 })).split('\n')[1]).toMatch(
      /^\[cut: 1 of 4 entries/,
    );
    const newest = await say(tool, { path: '.', sortBy: 'mtime' });
    expect(newest.split('\n').slice(2, 4)).toEqual([
      '[FILE] small  1 B  2024-01-01T00:00:00Z',
      '[FILE] Big  1.5 KiB  2023-01-01T00:00:00Z',
    ]);
    expect(await say(tool, { path: '.', sortBy: 'age' })).toMatch(/^ERROR Invalid arguments.*"name"/s);
  });

  it('has the official shape', async () => {
    const { files } = open({ root: { 'a.txt': 'x'.repeat(1219), sub: {} } });
    const tool = listDirectoryWithSizes({ files, settings: { ...settings, officialOutput: true } });
    expect(await say(tool, { path: '.' })).toBe(
      `[FILE] a.txt                             1.19 KB\n[DIR] sub                            \n\nTotal: 1 files, 1 directories\nCombined size: 1.19 KB`,
    );
  });

  it('lists a large directory without holding the others up', async () => {
    const { files } = open({ root: many(20_000) });
    let turns = 0;
    let over = false;
    const turn = () => {
      turns += 1;
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    const text = await say(listDirectoryWithSizes({ files, settings }), { path: '.', sortBy: 'size' });
    over = true;
    expect(text).toContain('of 20,000 entries shown');
    expect(turns).toBeGreaterThan(1);
  });
});

describe('list_allowed_directories', () => {
  it('names each directory and which are read-only', async () => {
    const { files, disk } = open({ one: {}, two: {} }, ['one', 'two:ro']);
    expect(await say(listAllowedDirectories({ files, settings }), {})).toBe(
      `Allowed directories:\n${disk.join('one')}\n${disk.join('two')} (read-only)`,
    );
  });

  it('names what cannot be used, and the remedy when nothing can', async () => {
    const { files } = open({}, ['none']);
    expect(await say(listAllowedDirectories({ files, settings }), {})).toMatch(
      /^ERROR No allowed directory\.\n\[not usable: .*none does not exist\]\nThe user must start/,
    );
  });

  it('names both forms of a linked root in the official shape', async () => {
    const { files, disk } = open({ real: {}, tied: link('real') }, ['tied']);
    const official = { ...settings, officialOutput: true };
    expect(await say(listAllowedDirectories({ files, settings: official }), {})).toBe(
      `Allowed directories:\n${disk.join('tied')}\n${disk.join('real')}`,
    );
  });
});
