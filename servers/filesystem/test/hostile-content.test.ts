// Huge, odd and malicious content and names: byte-exact or refused, soon, and within memory.
import * as fs from 'node:fs';
import type { Client, ToolReply } from '@plainmcp/harness/client';
import { big, tree } from '@plainmcp/harness/tmp';
import { brokenUtf8, hostileTexts, loneSurrogates } from '@plainmcp/hostile/text';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAlive, serve } from './support/wire.ts';

const gigabyte = 1024 ** 3;
const field = tree(
  {
    empty: '',
    'one-line.json': big(5_500_000, '{"key":"value"},'),
    'log-100mb': big(100_000_000, 'the quick brown fox jumps over the lazy dog\n'),
    'small.txt': 'inside\n',
  },
  { scope: 'file' },
);
for (const [name, head] of [
  ['sparse', ''],
  ['sparse-text', 'one\ntwo\n'.repeat(2000)],
] as const) {
  fs.writeFileSync(field.join(name), head);
  fs.truncateSync(field.join(name), 3 * gigabyte);
}

let client: Client;
beforeAll(async () => {
  client = await serve(field.path, ['--allow-delete=permanent'], 'file');
});

/** Milliseconds a call takes while nothing else runs; a bound against what hangs, not a measurement. */
async function soon(ms: number, tool: string, args: Record<string, unknown>): Promise<ToolReply> {
  const reply = await client.call(tool, args, { timeoutMs: ms });
  expect(reply.bytes, tool).toBeLessThan(300_000);
  return reply;
}

describe('size', () => {
  const files = ['empty', 'sparse', 'sparse-text', 'one-line.json', 'log-100mb'];

  it.each(files)('%s: every tool answers, small and soon', async (path) => {
    await soon(5000, 'read_text_file', { path });
    await soon(5000, 'read_text_file', { path, head: 1 });
    await soon(5000, 'read_text_file', { path, column: 5000, lineNumbers: true });
    // In one endless line the beginning is far away: below.
    if (fs.statSync(field.join(path)).size < gigabyte) {
      await soon(5000, 'read_text_file', { path, tail: 5 });
      await soon(5000, 'search_content', { path, query: 'nowhere' });
      await soon(5000, 'read_text_file', { path, offset: 1_000_000, limit: 2 });
      await soon(5000, 'read_text_file', { path, column: 5_000_000 });
    }
    await soon(5000, 'read_multiple_files', { paths: [path, path, 'small.txt'] });
    await soon(5000, 'read_media_file', { path });
    await soon(5000, 'get_file_info', { path });
    await soon(5000, 'edit_file', { path, edits: [{ oldText: 'not in any of them', newText: 'x' }] });
    await soon(5000, 'search_content', { path, query: 'x.*?y', regex: true, multiline: true });
    await client.request('resources/read', { uri: `file://${field.join(path)}` }, { timeoutMs: 5000 });
    await expectAlive(client, field.path);
  });

  it('the longest reads can be cancelled and hold nobody up', async () => {
    const begun = [
      { name: 'get_file_info', arguments: { path: 'sparse', hash: true } },
      { name: 'read_text_file', arguments: { path: 'sparse-text', offset: 1_000_000 } },
      { name: 'read_text_file', arguments: { path: 'sparse-text', tail: 5 } },
      { name: 'search_content', arguments: { path: 'sparse-text', query: 'nowhere' } },
      { name: 'read_text_file', arguments: { path: 'sparse-text', column: 3_000_000_000 } },
    ].map((params) => client.begin('tools/call', params));
    expect((await soon(3000, 'read_text_file', { path: 'small.txt' })).text).toContain('inside');
    for (const { id } of begun) client.cancel(id);
    const late = client.begin('tools/call', {
      name: 'copy_file',
      arguments: { source: 'sparse', destination: 'copied' },
    });
    expect((await soon(3000, 'read_text_file', { path: 'small.txt' })).text).toContain('inside');
    client.cancel(late.id);
    await expect.poll(() => fs.readdirSync(field.path).filter((name) => name.includes('copied'))).toEqual([]);
    await expectAlive(client, field.path);
  });
});

describe('text', () => {
  it('comes back byte for byte, whatever it says', async () => {
    for (const { name, value, expect: wanted } of hostileTexts) {
      const written = await client.call('write_file', { path: 'text.txt', content: value });
      expect(written.isError, name).toBe(false);
      expect(field.read('text.txt'), name).toBe(value);
      const reply = await soon(5000, 'read_text_file', { path: 'text.txt' });
      if (reply.isError) {
        expect(value, name).toContain('\0');
        continue;
      }
      const [first = {}, ...others] = reply.content;
      expect(value.startsWith(String(first['text'])), name).toBe(true);
      // What we say about it stands apart from it.
      if (wanted === 'counted') expect(JSON.stringify(others), name).toContain('[hidden: ');
    }
  });

  it('that is not Unicode is refused, and bytes that are not UTF-8 are kept', async () => {
    field.write('text.txt', 'before');
    for (const value of loneSurrogates) {
      const calls = [
        client.call('write_file', { path: 'text.txt', content: value }),
        client.call('edit_file', { path: 'text.txt', edits: [{ oldText: 'before', newText: value }] }),
        client.call('write_file', { path: `text${value}.txt`, content: 'x' }),
      ];
      for (const reply of await Promise.all(calls)) expect(reply.isError).toBe(true);
      expect(field.read('text.txt')).toBe('before');
    }
    for (const bytes of brokenUtf8) {
      field.write('text.txt', Buffer.concat([Buffer.from('one\n'), bytes, Buffer.from('\ntwo\n')]));
      const reply = await client.call('edit_file', {
        path: 'text.txt',
        edits: [{ oldText: 'two', newText: 'three' }],
      });
      const now = field.bytes('text.txt');
      expect(now.includes(Buffer.from(bytes))).toBe(true);
      expect(now.toString('latin1').endsWith(reply.isError ? 'two\n' : 'three\n')).toBe(true);
    }
    await expectAlive(client, field.path);
  });
});

describe('names', () => {
  const lists: readonly (readonly [string, Record<string, unknown>])[] = [
    ['list_directory', {}],
    ['list_directory_with_sizes', {}],
    ['directory_tree', {}],
    ['search_files', { pattern: '**' }],
    ['search_content', { query: 'content' }],
  ];

  it('with control, bidirectional and invisible characters are shown escaped', async () => {
    const names = [
      'new\nline',
      'es\u001b[31mc',
      'bi\u202edi',
      'zero\u200bwidth',
      'tag\u{e0041}s',
      '-rf',
      '$(x)',
    ];
    for (const name of names) field.write(`names/${name}`, 'content');
    for (const [tool, args] of lists) {
      const { text } = await client.call(tool, { path: 'names', ...args });
      expect(text, tool).not.toMatch(/[\u001b\u202e\u200b]|\u{e0041}|new\nline/u);
      expect(text, tool).toContain('-rf');
    }
    for (const tool of ['write_file', 'delete_file']) {
      const reply = await client.call(tool, { path: 'names/bi\u202edi', content: 'x' });
      if (tool === 'delete_file') expect(reply.text).not.toContain('\u202e');
    }
    await expectAlive(client, field.path);
  });

  it('as long as they may be can be deleted again and again', async () => {
    for (const path of [
      'n'.repeat(255),
      `${'\u00e9'.repeat(125)}.txt`,
      `${'n'.repeat(200)}.${'e'.repeat(54)}`,
    ]) {
      for (let round = 0; round < 3; round += 1) {
        expect((await client.call('write_file', { path, content: 'x' })).isError).toBe(false);
        const reply = await client.call('delete_file', { path });
        expect(reply.text).toMatch(/^Successfully deleted/);
      }
    }
    for (const path of ['n'.repeat(256), '\u00e9'.repeat(128)])
      expect((await client.call('write_file', { path, content: 'x' })).text).toMatch(/^ENAMETOOLONG: /);
    expect(fs.readdirSync(field.join('.trash')).filter((name) => /^n|^\u00e9/.test(name))).toHaveLength(9);
  });

  it('that are not UTF-8 are never mistaken for others', async () => {
    const odd = Buffer.from(`${field.path}/odd/bad?.txt`);
    odd[odd.length - 5] = 0xff;
    fs.mkdirSync(field.join('odd'));
    fs.writeFileSync(odd, 'content of the odd one');
    fs.writeFileSync(field.join('odd', 'bad\ufffd.txt'), 'content');
    for (const [tool, args] of lists) {
      expect((await client.call(tool, { path: 'odd', ...args })).isError, tool).toBe(false);
    }
    const args = { path: 'odd', recursive: true, permanent: true };
    for (const reply of [
      await client.call('delete_file', args),
      await client.call('copy_file', { source: 'odd', destination: 'odd2', recursive: true }),
    ]) {
      expect(reply.isError).toBe(true);
      expect(reply.text).toContain('not valid UTF-8');
    }
    expect(fs.readdirSync(field.join('odd'), 'buffer')).toHaveLength(2);
    expect(fs.readdirSync(field.path).filter((name) => name.includes('odd2'))).toEqual([]);
    fs.rmSync(odd);
    const { text } = await client.call('delete_file', args);
    const confirm = /confirm: "(\w+)"/.exec(text)?.[1];
    expect((await client.call('delete_file', { ...args, confirm })).isError).toBe(false);
    expect(field.exists('odd')).toBe(false);
  });
});
