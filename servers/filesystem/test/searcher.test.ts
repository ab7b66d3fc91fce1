// The search worker behind both gates: fairness, cancellation, runaway jobs, clean ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { atEnd } from '@plainmcp/harness/cleanup';
import { type Literal, tree } from '@plainmcp/harness/tmp';
import { ToolError } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { openFiles } from '../src/fs/files.ts';
import type { GateKind } from '../src/fs/types.ts';
import type { ContentJob, FilesJob } from '../src/search/jobs.ts';
import { whereOf } from '../src/search/jobs.ts';
import { createSearcher, type Searcher } from '../src/search/searcher.ts';

const none = new AbortController().signal;

interface Bench {
  readonly searcher: Searcher;
  readonly path: string;
  files(pattern: string): FilesJob;
  content(query: string, more?: Partial<ContentJob>): ContentJob;
}

function bench(gate: GateKind, entries: Literal): Bench {
  const { path } = tree(entries);
  const files = openFiles({ roots: [{ path, readOnly: false }], gate });
  const searcher = createSearcher({ files, policy: { deny: ['*.secret'], refuseHardlinks: false } });
  atEnd(async () => {
    await searcher.close();
    files.close();
  });
  const base = {
    where: whereOf(files.locate(path, 'existing')),
    excludePatterns: [],
    respectGitignore: true,
    maxChars: 40_000,
    limit: 100,
    cursor: undefined,
  };
  return {
    searcher,
    path,
    files: (pattern) => ({
      kind: 'files',
      pattern,
      sort: 'name',
      type: undefined,
      minSize: undefined,
      maxSize: undefined,
      modifiedAfter: undefined,
      absolute: false,
      ...base,
    }),
    content: (query, more) => ({
      kind: 'content',
      query,
      regex: true,
      ignoreCase: false,
      wholeWord: false,
      multiline: false,
      glob: undefined,
      context: 0,
      mode: 'matches',
      ...base,
      ...more,
    }),
  };
}

/** Backtracks for longer than anybody waits. */
const runaway = { query: '(x+x+)+y', line: `${'x'.repeat(60)}\n` };

describe.each(['pinned', 'chdir'] as const)('behind the %s gate', (gate) => {
  it('answers, with the rules of the server', async () => {
    const { searcher, files, content } = bench(gate, { 'a.txt': 'needle\n', 'b.secret': 'needle\n' });
    expect(await searcher.run(files('*'), { signal: none })).toEqual({ text: 'a.txt', notes: [] });
    expect((await searcher.run(content('needle'), { signal: none })).text).toBe('a.txt\n1: needle');
    const nearest = await searcher.run(
      { kind: 'nearest', text: 'alpha\nbeta one\ngamma\n', wanted: ['beta two'], budget: 100_000 },
      { signal: none },
    );
    expect(nearest.nearest?.lines).toEqual(['beta one']);
  });

  it('hands over errors as they are', async () => {
    const { searcher, files, content } = bench(gate, {});
    const error: unknown = await searcher
      .run(content('('), { signal: none })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({ code: 'invalid_query', hint: expect.stringContaining('regex: false') });
    await expect(
      searcher.run(
        { ...files('*'), where: { ...files('*').where, path: '/nowhere', segments: ['nowhere'] } },
        { signal: none },
      ),
    ).rejects.toThrow('ENOENT');
  });

  it('lets many jobs take turns', async () => {
    const { searcher, files, content } = bench(
      gate,
      Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`d${i % 9}/f${i}.txt`, `needle ${i}\n`])),
    );
    const order: string[] = [];
    const jobs = Array.from({ length: 40 }, async (_, i) => {
      const { text } = await searcher.run(i % 2 === 0 ? files(`f${i}.txt`) : content(`needle ${i}$`), {
        signal: none,
      });
      order.push(text.split('\n')[0] ?? '');
    });
    await Promise.all(jobs);
    expect([...order].sort()).toEqual(Array.from({ length: 40 }, (_, i) => `d${i % 9}/f${i}.txt`).sort());
  });

  it('takes the worker from a job that is cancelled while it backtracks', async () => {
    const { searcher, files, content } = bench(gate, { 'x.txt': runaway.line });
    await searcher.run(files('*'), { signal: none });
    const cancel = new AbortController();
    const stuck = searcher.run(content(runaway.query), { signal: cancel.signal });
    const behind = searcher.run(files('x*'), { signal: none });
    setTimeout(() => cancel.abort(new Error('enough')), 50);
    await expect(stuck).rejects.toThrow('enough');
    expect((await behind).text).toBe('x.txt');
  });

  it('stops a job that backtracks while others wait', async () => {
    const { searcher, files, content } = bench(gate, { 'x.txt': runaway.line });
    const stuck = searcher.run(content(runaway.query), { signal: none }).catch((reason: unknown) => reason);
    const behind = await Promise.all(
      Array.from({ length: 20 }, () => searcher.run(files('x*'), { signal: none })),
    );
    expect(behind.map(({ text }) => text)).toEqual(Array(20).fill('x.txt'));
    expect(await stuck).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('a single file took over'),
    });
  });

  it('refuses a job whose signal is aborted already', async () => {
    const { searcher, files } = bench(gate, {});
    await expect(
      searcher.run(files('*'), { signal: AbortSignal.abort(new Error('before')) }),
    ).rejects.toThrow('before');
  });

  it('rejects what is under way when it closes, and starts again', async () => {
    const { searcher, files, content } = bench(gate, { 'x.txt': runaway.line });
    const stuck = searcher.run(content(runaway.query), { signal: none });
    const expectation = expect(stuck).rejects.toThrow('closing');
    await searcher.close();
    await expectation;
    expect((await searcher.run(files('*'), { signal: none })).text).toBe('x.txt');
  });

  it('lets the process end by itself', async () => {
    const { path } = tree({ 'a.txt': '' });
    const script = `
      import { openFiles } from ${JSON.stringify(new URL('../src/fs/files.ts', import.meta.url).href)};
      import { whereOf } from ${JSON.stringify(new URL('../src/search/jobs.ts', import.meta.url).href)};
      import { createSearcher } from ${JSON.stringify(new URL('../src/search/searcher.ts', import.meta.url).href)};
      const files = openFiles({ roots: [{ path: ${JSON.stringify(path)}, readOnly: false }], gate: '${gate}' });
      const searcher = createSearcher({ files, policy: { deny: [], refuseHardlinks: false } });
      const job = { kind: 'files', pattern: '*', limit: 9, sort: 'name', excludePatterns: [], respectGitignore: true, maxChars: 9999, absolute: false };
      const where = whereOf(files.locate(${JSON.stringify(path)}, 'existing'));
      const { text } = await searcher.run({ ...job, where }, { signal: new AbortController().signal });
      process.stdout.write(text);`;
    const child = spawn(
      process.execPath,
      ['--conditions=@plainmcp/source', '--input-type=module', '-e', script],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const output: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => output.push(part));
    const [code] = await once(child, 'close');
    expect(Buffer.concat(output).toString()).toBe('a.txt');
    expect(code).toBe(0);
  });
});

describe('progress', () => {
  it.each(['pinned', 'chdir'] as const)('rises while a long search is under way (%s)', async (gate) => {
    // Each file takes a while; all of them would take minutes.
    const slow = Object.fromEntries(
      Array.from({ length: 3000 }, (_, i) => [`d${i % 60}/f${i}`, 'x'.repeat(21)]),
    );
    const { searcher, content } = bench(gate, slow);
    const seen: number[] = [];
    const enough = new AbortController();
    const onProgress = (entries: number) => {
      seen.push(entries);
      if (seen.length === 2) enough.abort(new Error('seen enough'));
    };
    await expect(searcher.run(content(runaway.query), { signal: enough.signal, onProgress })).rejects.toThrow(
      'seen enough',
    );
    const [first = 0, second = 0] = seen;
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first);
  });
});

describe('memory', () => {
  it.each(['pinned', 'chdir'] as const)(
    'a job that needs more than usual gets it (%s)',
    async (gate) => {
      // The answer alone is larger than the usual heap.
      const { searcher, files } = bench(gate, { 'x.txt': '' });
      const wanted = Array.from({ length: 9 }, (_, i) => `line ${i}`);
      const text = Array.from({ length: 900_000 }, (_, i) => `a line of its own ${i}`).join('\n');
      const near = searcher.run({ kind: 'nearest', text, wanted, budget: 1000 }, { signal: none });
      const [, found] = await Promise.all([near, searcher.run(files('*'), { signal: none })]);
      expect(found.text).toBe('x.txt');
    },
    60_000,
  );
});
