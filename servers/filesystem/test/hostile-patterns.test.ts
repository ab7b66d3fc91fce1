// Globs, regular expressions and shapes of trees that make a careless server hang or flood.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { atEnd } from '@plainmcp/harness/cleanup';
import type { Client, ToolReply } from '@plainmcp/harness/client';
import { delay } from '@plainmcp/harness/timing';
import { tree } from '@plainmcp/harness/tmp';
import { hostileGlobs } from '@plainmcp/hostile/globs';
import { hostileRegexes } from '@plainmcp/hostile/regexes';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAlive, serve, serveLimited } from './support/wire.ts';

const gigabyte = 1024 ** 3;
const field = tree(
  {
    'small.txt': 'inside\n',
    slow: Object.fromEntries(hostileRegexes.map(({ subject }, index) => [`s${index}`, `${subject}\n`])),
    shapes: {},
  },
  { scope: 'file' },
);

let client: Client;
beforeAll(async () => {
  client = await serve(field.path, ['--allow-delete=permanent'], 'file');
});

async function soon(ms: number, tool: string, args: Record<string, unknown>): Promise<ToolReply> {
  const reply = await client.call(tool, args, { timeoutMs: ms });
  expect(reply.bytes, tool).toBeLessThan(300_000);
  return reply;
}

describe('patterns', () => {
  it('as globs are answered at once or refused', async () => {
    for (const { name, value, subject, expect: wanted } of hostileGlobs) {
      const deep = subject
        .split('/')
        .slice(0, 30)
        .filter((part) => part !== '');
      fs.mkdirSync(field.join('shapes', ...deep.map((part) => part.slice(0, 200))), { recursive: true });
      const found = await soon(5000, 'search_files', { path: 'shapes', pattern: value });
      if (wanted === 'refuse') expect(found.text, name).toMatch(/No matches found|pattern/);
      expect(found.text, name).not.toContain('passwd');
      await soon(5000, 'directory_tree', { path: 'shapes', excludePatterns: [value] });
      await soon(5000, 'search_content', {
        path: 'shapes',
        query: 'x',
        glob: value,
        excludePatterns: [value],
      });
    }
    await soon(5000, 'search_files', {
      path: '.',
      pattern: '*',
      excludePatterns: Array(10_000).fill('*a*b'),
    });
    await expectAlive(client, field.path);
  });

  it('in .gitignore files, or such files that are no files, hold nothing up', async () => {
    const lines = hostileGlobs.map(({ value }) => value.slice(0, 2000)).join('\n');
    field.write('ignore/lines/.gitignore', lines);
    field.write(`ignore/lines/${'a'.repeat(200)}`, 'content');
    for (const kind of ['pipe', 'link', 'huge']) field.write(`ignore/${kind}/seen`, 'content');
    execFileSync('mkfifo', [field.join('ignore/pipe/.gitignore')]);
    fs.symlinkSync('/dev/zero', field.join('ignore/link/.gitignore'));
    fs.writeFileSync(field.join('ignore/huge/.gitignore'), '');
    fs.truncateSync(field.join('ignore/huge/.gitignore'), 3 * gigabyte);
    const { text } = await soon(5000, 'search_files', { path: 'ignore', pattern: 'seen' });
    for (const kind of ['pipe', 'link', 'huge']) expect(text).toContain(`${kind}/seen`);
    await soon(5000, 'search_content', { path: 'ignore', query: 'content' });
    await expectAlive(client, field.path);
  });

  it('as regular expressions can be cancelled, and others are served meanwhile', async () => {
    for (const [index, { name, value, expect: wanted }] of hostileRegexes.entries()) {
      const search = { path: `slow/s${index}`, query: value, regex: true };
      const { id, reply } = client.begin('tools/call', { name: 'search_content', arguments: search });
      expect((await soon(3000, 'read_text_file', { path: 'small.txt' })).text, name).toContain('inside');
      const late = delay(150).then(() => undefined);
      const first = await Promise.race([reply, late]);
      if (wanted === 'refuse') expect((await reply).result?.['isError'], name).toBe(true);
      else if (first === undefined) client.cancel(id);
    }
    expect((await client.call('search_content', { path: 'small.txt', query: 'inside' })).text).toContain(
      '1: ',
    );
    await expectAlive(client, field.path);
  }, 60_000);

  it('as regular expressions end by the time limit', async () => {
    const impatient = await serve(field.path, ['--timeout', '1']);
    const index = hostileRegexes.findIndex(({ name }) => name === 'nested plus');
    const search = { path: `slow/s${index}`, query: hostileRegexes[index]?.value, regex: true };
    const [bad, worse, good] = await Promise.all([
      impatient.call('search_content', search),
      impatient.call('search_content', search),
      impatient.call('read_text_file', { path: 'small.txt' }),
    ]);
    for (const reply of [bad, worse]) {
      expect(reply.isError).toBe(true);
      expect(reply.text).toMatch(/time|took/i);
    }
    expect(good.text).toContain('inside');
    const after = await impatient.call('search_content', { path: 'small.txt', query: 'inside' });
    expect(after.text).toContain('1: inside');
    await expectAlive(impatient, field.path);
  });
});

/** Thousands of paths of 4 kB each, in every form a tree needs: much, but no more however often. */
const deepRss = 560 * 1024 * 1024;

describe('shape of the tree', () => {
  it('2,000 directories in each other', async () => {
    const deep = `deep/${'a/'.repeat(1900)}`;
    const made = await client.call('create_directory', { path: deep }, { timeoutMs: 25_000 });
    expect(made.isError).toBe(false);
    // Node's own removal recurses too deep for this.
    atEnd(() => {
      execFileSync('rm', [
        '-rf',
        ...['deep', 'half', 'copy', 'copy2', '.trash'].map((name) => field.join(name)),
      ]);
    });
    const path = `${deep}leaf.txt`;
    for (const [tool, args] of [
      ['write_file', { path, content: 'needle' }],
      ['edit_file', { path, edits: [{ oldText: 'needle', newText: 'found' }] }],
      ['read_text_file', { path }],
      ['directory_tree', { path: 'deep' }],
      ['search_content', { path: 'deep', query: 'found' }],
      ['create_directory', { path: `half/${'a/'.repeat(400)}` }],
      ['copy_file', { source: 'half', destination: 'copy', recursive: true }],
      ['move_file', { source: 'copy', destination: 'copy2' }],
      ['delete_file', { path: 'copy2', recursive: true }],
    ] as const) {
      const reply = await client.call(tool, args, { timeoutMs: 20_000 });
      expect(reply.isError, `${tool}: ${reply.text.slice(0, 300)}`).toBe(false);
    }
    for (const tool of ['read_text_file', 'get_file_info', 'list_directory']) {
      expect((await soon(5000, tool, { path: `${deep}not-there` })).isError, tool).toBe(true);
      expect((await soon(5000, tool, { path: `${'not/'.repeat(1000)}there` })).isError, tool).toBe(true);
    }
    await expectAlive(client, field.path, deepRss);
  }, 60_000);

  it('deeper than there are descriptors', async () => {
    const place = tree({ 'small.txt': 'inside\n' });
    const deep = 'a/'.repeat(700);
    fs.mkdirSync(place.join(deep), { recursive: true });
    atEnd(() => {
      execFileSync('rm', ['-rf', place.path]);
    });
    const few = await serveLimited('-n 256', place.path);
    for (const [tool, args] of [
      ['write_file', { path: `${deep}f`, content: 'one' }],
      ['edit_file', { path: `${deep}f`, edits: [{ oldText: 'one', newText: 'two' }] }],
      ['read_text_file', { path: `${deep}f` }],
      ['search_files', { path: '.', pattern: 'f' }],
    ] as const) {
      const reply = await few.call(tool, args);
      expect(reply.isError, `${tool}: ${reply.text.slice(0, 200)}`).toBe(false);
    }
    const made = await few.call('create_directory', { path: 'b/'.repeat(700) });
    expect(made.text).toMatch(/^EMFILE: |^Successfully/);
    expect((await few.call('read_text_file', { path: 'small.txt' })).text).toContain('inside');
    await expectAlive(few, place.path, deepRss);
  });

  it('20,000 entries in one directory', async () => {
    fs.mkdirSync(field.join('wide'));
    for (let index = 0; index < 20_000; index += 1) fs.writeFileSync(field.join('wide', `f${index}`), '');
    for (const [tool, args] of [
      ['list_directory', {}],
      ['list_directory_with_sizes', { sortBy: 'size' }],
      ['directory_tree', {}],
      ['search_files', { pattern: '*', limit: 500 }],
    ] as const) {
      const reply = await soon(5000, tool, { path: 'wide', ...args });
      expect(reply.text.length, tool).toBeLessThanOrEqual(40_000);
      expect(reply.text, tool).toMatch(/20,000|cut/);
    }
    fs.mkdirSync(field.join('many'));
    for (let index = 0; index < 3000; index += 1) fs.writeFileSync(field.join('many', `f${index}`), '');
    const copying = client.call('copy_file', { source: 'many', destination: 'many2', recursive: true });
    let answered = 0;
    const during = copying.then(() => false);
    while (await Promise.race([during, soon(8000, 'read_text_file', { path: 'small.txt' }).then(() => true)]))
      answered += 1;
    expect((await copying).text).toContain('3,000 files');
    // A copy in one go would let one or two through.
    expect(answered).toBeGreaterThan(10);
    await expectAlive(client, field.path, deepRss);
  });
});
