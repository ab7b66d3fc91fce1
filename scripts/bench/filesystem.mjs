// The filesystem server on a generated tree of 50,000 files, each figure beside a plain measure of the same run.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { median, start } from './wire.mjs';

const words =
  'alpha beta gamma delta needle function return const value index buffer stream packet TODO handler'.split(
    ' ',
  );

/** 50,000 small source files in about 2,600 directories, always the same bytes. */
export function makeTree(root) {
  let seed = 42;
  const random = (n) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % n;
  };
  let made = 0;
  for (let a = 0; made < 50_000; a++) {
    for (let b = 0; b < 12 && made < 50_000; b++) {
      const folder = join(root, `package-${a}`, b % 3 === 0 ? `src-${b}` : `lib-${b}`, `part-${random(5)}`);
      mkdirSync(folder, { recursive: true });
      for (let c = 0; c < 20 && made < 50_000; c++) {
        const lines = [];
        for (let line = 0; line < 12 + random(40); line++) {
          lines.push(Array.from({ length: 4 + random(8) }, () => words[random(words.length)]).join(' '));
        }
        const ending = ['ts', 'js', 'json', 'md'][c % 4];
        writeFileSync(join(folder, `file-${made}.${ending}`), `${lines.join('\n')}\nunique-${made}\n`);
        made++;
      }
    }
  }
}

function plainWalk(root) {
  const folders = [root];
  let entries = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      entries++;
      if (entry.isDirectory()) folders.push(join(folder, entry.name));
    }
  }
  return entries;
}

const timed = (fn) => {
  const began = performance.now();
  fn();
  return performance.now() - began;
};

/** Runs one tool call several times in a server of its own, between runs of the plain measure. */
async function beside({ what, args, tool, input, plain, plainName, limit, rounds = 5, prepare }) {
  const server = start(process.execPath, args);
  await server.initialize();
  const calls = [];
  const plains = [];
  let largest = 0;
  for (let i = 0; i < rounds; i++) {
    prepare?.();
    if (plain) plains.push(timed(plain));
    const { ms, text, isError } = await server.call(tool, typeof input === 'function' ? input(i) : input);
    if (isError) throw new Error(`${what}: ${text.slice(0, 300)}`);
    calls.push(ms);
    largest = Math.max(largest, text.length);
  }
  const { peak } = server.memory();
  await server.close();
  const base = plain ? median(plains) : undefined;
  return {
    what,
    first: calls[0],
    ms: median(calls),
    base,
    plainName,
    ratio: base && median(calls) / base,
    limit,
    characters: largest,
    peak,
  };
}

/** `serverArgs(folder)`: arguments of node; `rg`: path of ripgrep. */
export async function benchFilesystem({ work, serverArgs, rg }) {
  const root = join(work, 'tree');
  makeTree(root);
  const args = serverArgs(work);
  const big = join(work, 'big.txt');
  const line = join(work, 'one-line.json');
  const log = join(work, 'log.txt');
  const pristine = Array.from(
    { length: 100_000 },
    (_, i) => `line ${i} of a file that is five megabytes long, ok`,
  ).join('\n');
  writeFileSync(line, `[${'{"key":"value"},'.repeat(343_000)}0]`);
  const fd = openSync(log, 'w');
  const block = `${'x'.repeat(79)}\n`.repeat(12_500);
  for (let i = 0; i < 100; i++) writeSync(fd, block);
  closeSync(fd);
  writeFileSync(join(work, 'small.txt'), 'hello\n');
  const ripgrep = (...flags) => {
    try {
      execFileSync(rg, ['--no-config', '--no-ignore', '--hidden', ...flags, root], {
        stdio: ['ignore', 'ignore', 'ignore'],
      });
    } catch (error) {
      if (error.status !== 1) throw error;
    }
  };
  const walk = { plain: () => plainWalk(root), plainName: 'plain Node walk' };
  const rows = [];
  const add = async (row) => rows.push(await beside({ args, ...row }));
  await add({
    what: 'search_files **/*.md',
    tool: 'search_files',
    input: { path: root, pattern: '**/*.md' },
    ...walk,
    limit: '2x',
  });
  await add({
    what: 'search_files, nothing found',
    tool: 'search_files',
    input: { path: root, pattern: '**/*.none' },
    ...walk,
    limit: '2x',
  });
  await add({ what: 'directory_tree', tool: 'directory_tree', input: { path: root }, ...walk, limit: '2x' });
  await add({
    what: 'search_content, rare word',
    tool: 'search_content',
    input: { path: root, query: 'unique-49999' },
    plain: () => ripgrep('-n', '-F', '-e', 'unique-49999'),
    plainName: 'ripgrep',
    limit: '2x',
  });
  await add({
    what: 'search_content, regular expression',
    tool: 'search_content',
    input: { path: root, query: 'unique-4999\\d$', regex: true },
    plain: () => ripgrep('-n', '-e', 'unique-4999\\d$'),
    plainName: 'ripgrep',
    limit: '2x',
  });
  await add({
    what: 'search_content, files with a common word',
    tool: 'search_content',
    input: { path: root, query: 'needle', mode: 'count' },
    plain: () => ripgrep('-c', '-F', '-e', 'needle'),
    plainName: 'ripgrep',
    limit: '2x',
  });
  await add({
    what: 'edit_file, 5 MB',
    tool: 'edit_file',
    input: { path: big, edits: [{ oldText: 'line 70000 of', newText: 'LINE 70000 of' }] },
    prepare: () => writeFileSync(big, pristine),
    plain: () => writeFileSync(`${big}.copy`, readFileSync(big)),
    plainName: 'read and write',
    limit: '3x',
    rounds: 9,
  });
  await add({
    what: 'read_text_file head 1, one line of 5.5 MB',
    tool: 'read_text_file',
    input: { path: line, head: 1 },
    limit: '5 ms',
    rounds: 9,
  });
  await add({
    what: 'read_text_file, lines 500,000 to 500,100 of 100 MB',
    tool: 'read_text_file',
    input: { path: log, offset: 500_000, limit: 100 },
    limit: '60 ms',
  });
  await add({
    what: 'read_text_file, tail 10 of 100 MB',
    tool: 'read_text_file',
    input: { path: log, tail: 10 },
    limit: '2 ms',
    rounds: 9,
  });
  await add({
    what: 'list_directory_with_sizes',
    tool: 'list_directory_with_sizes',
    input: { path: join(root, 'package-0') },
  });
  return { rows, reads: await smallReads(args, join(work, 'small.txt')) };
}

/** Small reads a second with 32 in flight. */
async function smallReads(args, path) {
  const server = start(process.execPath, args);
  await server.initialize();
  const rate = async (count) => {
    const began = performance.now();
    let sent = 0;
    const lane = async () => {
      while (sent++ < count) await server.call('read_text_file', { path });
    };
    await Promise.all(Array.from({ length: 32 }, lane));
    return count / ((performance.now() - began) / 1000);
  };
  await rate(3000);
  const best = Math.max(await rate(10_000), await rate(10_000), await rate(10_000));
  await server.close();
  return best;
}
