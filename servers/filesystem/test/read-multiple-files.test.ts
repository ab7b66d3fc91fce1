// read_multiple_files: the official layout, one budget for all, errors in their place.
import { describe, expect, it } from 'vitest';
import { share } from '../src/text/share.ts';
import { readMultipleFiles } from '../src/tools/read-multiple-files.ts';
import { call, place } from './text-fixture.ts';

describe('layout', () => {
  it('is the official one, errors in their place and never isError', async () => {
    const { deps } = place({ a: 'one\n', b: 'two' });
    const answer = await call(readMultipleFiles(deps), { paths: ['a', 'missing', 'b', '/etc/passwd'] });
    expect(answer.isError).toBe(false);
    expect(answer.text).toMatch(
      /^a:\none\n\n\n---\nmissing: Error - ENOENT: no such file or directory, open '.*'\n---\nb:\ntwo\n\n---\n\/etc\/passwd: Error - Access denied/,
    );
    expect(answer.notes).toBe('');
  });

  it('needs a path', async () => {
    const { deps } = place();
    expect((await call(readMultipleFiles(deps), { paths: [] })).isError).toBe(true);
  });

  it('sends the text twice with --official-output', async () => {
    const { deps } = place({ a: 'x' }, { officialOutput: true });
    const { result } = await call(readMultipleFiles(deps), { paths: ['a'] });
    expect(result).toEqual({
      content: [{ type: 'text', text: 'a:\nx\n' }],
      structuredContent: { content: 'a:\nx\n' },
    });
  });
});

describe('the shared budget', () => {
  it('is divided so that small files are whole and large ones equal', () => {
    expect(share([10, 500, 30, 500], 240)).toEqual([10, 100, 30, 100]);
    expect(share([1, 2], 100)).toEqual([1, 2]);
    expect(share([], 5)).toEqual([]);
  });

  it('holds over all files, and each cut can be continued', async () => {
    const long = Array.from({ length: 9_000 }, (_, i) => `row ${i}\n`).join('');
    const { deps } = place({ small: 'all of it\n', one: long, two: long, line: 'x'.repeat(90_000) });
    const answer = await call(readMultipleFiles(deps), { paths: ['small', 'one', 'two', 'line'] });
    expect(answer.text.length + answer.notes.length).toBeLessThanOrEqual(40_000);
    expect(answer.text).toContain('small:\nall of it\n');
    const next = /^two: offset=(\d+)$/m.exec(answer.notes);
    const shown = answer.text.split('two:\n')[1]?.split('\n\n---')[0] ?? '';
    expect(shown.split('\n').length).toBe(Number(next?.[1]));
    expect(answer.notes).toMatch(/^\[cut: 3 files shown in part; next: read_text_file with$/m);
    expect(answer.notes).toMatch(/^line: offset=1, column=\d{4,}\]$/m);
  });

  it('takes head for each file and limit for all', async () => {
    const { deps } = place({ a: '1\n2\n3\n', b: '1\n2\n3\n' });
    const read = readMultipleFiles(deps);
    expect((await call(read, { paths: ['a', 'b'], head: 1 })).text).toBe('a:\n1\n\n\n---\nb:\n1\n\n');
    const limited = await call(read, { paths: ['a', 'b', 'a'], limit: 4 });
    expect(limited.text).toBe(
      'a:\n1\n2\n3\n\n\n---\nb:\n1\n\n\n---\na: Error - not read: limit is used up by the files before it',
    );
  });

  it('reads a hundred files and names how many more were asked', async () => {
    const { deps } = place({ a: 'x' });
    const answer = await call(readMultipleFiles(deps), { paths: Array.from({ length: 130 }, () => 'a') });
    expect(answer.text.match(/^a:$/gm)).toHaveLength(100);
    expect(answer.notes).toBe('[cut: the last 30 paths not read; next: a call with them]');
  });
});
