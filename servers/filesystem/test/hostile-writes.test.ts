// Lost updates, failing disks, read-only places, denied names, hard links and permanent deletion, on the wire.
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { Client, ToolReply } from '@plainmcp/harness/client';
import { big, hardlink, link, tree } from '@plainmcp/harness/tmp';
import { describe, expect, it } from 'vitest';
import { expectAlive, serve, serveLimited, snapshot } from './support/wire.ts';

describe('lost updates', () => {
  it('parallel edits and appends all arrive, through every name of the file', async () => {
    const marks = Array.from({ length: 60 }, (_, index) => `<${index}>`);
    const place = tree({
      'a.txt': marks.join('\n'),
      'log.txt': '',
      l: link('a.txt'),
      sub: { up: link('../a.txt') },
    });
    const client = await serve(place.path);
    const names = ['a.txt', 'l', 'sub/up', place.join('a.txt'), './sub/../a.txt'];
    const calls = marks.flatMap((mark, index) => [
      client.call('edit_file', {
        path: names[index % names.length],
        edits: [{ oldText: mark, newText: `done ${index};` }],
      }),
      client.call('write_file', { path: 'log.txt', content: `${mark}\n`, mode: 'append' }),
    ]);
    for (const reply of await Promise.all(calls)) expect(reply.isError, reply.text).toBe(false);
    expect(place.read('a.txt')).toBe(marks.map((_, index) => `done ${index};`).join('\n'));
    expect(place.read('log.txt').split('\n').sort()).toEqual(['', ...marks].sort());
    expect(place.list()).toEqual(['a.txt', 'l', 'log.txt', 'sub/', 'sub/up']);
  });

  it('of writers with one ifHash one wins; of creators one creates', async () => {
    const place = tree({ 'a.txt': 'first' });
    const client = await serve(place.path);
    const info = await client.call('get_file_info', { path: 'a.txt', hash: true });
    const ifHash = /hash: (\w+)/.exec(info.text)?.[1];
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        client.call('write_file', { path: 'a.txt', content: `second ${index}`, ifHash }),
      ),
    );
    expect(outcomes.filter(({ isError }) => !isError)).toHaveLength(1);
    const created = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        client.call('write_file', { path: 'b.txt', content: `mine ${index}`, mode: 'create' }),
      ),
    );
    expect(created.filter(({ isError }) => !isError)).toHaveLength(1);
    const moved = await Promise.all(
      [...Array(10).keys()].map((index) => {
        place.write(`m${index}`, `${index}`);
        return client.call('move_file', { source: `m${index}`, destination: 'target' });
      }),
    );
    expect(moved.filter(({ isError }) => !isError)).toHaveLength(1);
    expect(place.list().filter((name) => name.startsWith('m'))).toHaveLength(9);
    expect(place.list().filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('writes that fail', () => {
  it('on a full disk leave what was there, and no temporary file', async () => {
    // A limit on the size of files stands in for the disk: it needs no rights, and write(2) fails half-way too.
    const place = tree({
      'a.txt': 'old content\n',
      'h1.txt': 'old content\n',
      'h2.txt': hardlink('h1.txt'),
      'big.bin': big(2_000_000),
      dir: { 'big.bin': big(2_000_000), 'b.txt': 'b' },
    });
    const before = snapshot(place.path);
    const client = await serveLimited('-f 200', place.path);
    const content = 'x'.repeat(1_500_000);
    const calls: readonly (readonly [string, Record<string, unknown>])[] = [
      ['write_file', { path: 'a.txt', content }],
      ['write_file', { path: 'a.txt', content, mode: 'append' }],
      ['write_file', { path: 'new.txt', content }],
      ['write_file', { path: 'new.txt', content, mode: 'create' }],
      ['write_file', { path: 'h1.txt', content }],
      ['edit_file', { path: 'a.txt', edits: [{ oldText: 'old', newText: content }] }],
      ['edit_file', { path: 'h2.txt', edits: [{ oldText: 'old', newText: content }] }],
      ['copy_file', { source: 'big.bin', destination: 'copy.bin' }],
      ['copy_file', { source: 'big.bin', destination: 'a.txt', overwrite: true }],
      ['copy_file', { source: 'dir', destination: 'copy', recursive: true }],
    ];
    for (const [tool, args] of calls) {
      const reply = await client.call(tool, args);
      expect(reply.text.slice(0, 300), tool).toMatch(/^E(FBIG|NOSPC): /);
      expect(snapshot(place.path), tool).toEqual(before);
    }
    expect((await client.call('write_file', { path: 'a.txt', content: 'small' })).isError).toBe(false);
    await expectAlive(client, place.path);
  });

  it('in a directory without write permission change nothing, or say how they did it', async () => {
    const place = tree({ locked: { 'a.txt': 'old' } });
    fs.chmodSync(place.join('locked'), 0o555);
    const client = await serve(place.path, ['--allow-delete']);
    const created = await client.call('write_file', { path: 'locked/new.txt', content: 'new' });
    expect(created.isError).toBe(!place.exists('locked/new.txt'));
    const changed = await client.call('write_file', { path: 'locked/a.txt', content: 'new' });
    expect(place.read('locked/a.txt')).toBe(changed.isError ? 'old' : 'new');
    const moved = await client.call('move_file', { source: 'locked/a.txt', destination: 'b.txt' });
    expect(place.exists('locked/a.txt')).toBe(moved.isError);
    const gone = await client.call('delete_file', { path: 'locked', recursive: true });
    expect(place.exists('locked')).toBe(gone.isError);
    expect(place.list().filter((name) => name.endsWith('.tmp'))).toEqual([]);
    await expectAlive(client, place.path);
  });
});

describe('rules', () => {
  const writers: readonly (readonly [string, (path: string) => Record<string, unknown>])[] = [
    ['write_file', (path) => ({ path, content: 'x' })],
    ['write_file', (path) => ({ path: `${path}-new`, content: 'x' })],
    ['edit_file', (path) => ({ path, edits: [{ oldText: 'old', newText: 'new' }] })],
    ['create_directory', (path) => ({ path: `${path}-dir/below` })],
    ['move_file', (path) => ({ source: path, destination: 'stolen' })],
    ['move_file', (path) => ({ source: 'mine', destination: path, overwrite: true })],
    ['copy_file', (path) => ({ source: 'mine', destination: path, overwrite: true })],
    ['delete_file', (path) => ({ path, recursive: true, permanent: true })],
    ['delete_file', (path) => ({ path, recursive: true })],
  ];

  async function nothingChanges(client: Client, place: ReturnType<typeof tree>, paths: readonly string[]) {
    const before = snapshot(place.join('ro'));
    for (const [tool, args] of writers) {
      for (const path of paths) {
        const reply = await client.call(tool, args(path));
        expect(reply.isError, `${tool} ${path}: ${reply.text}`).toBe(true);
        expect(snapshot(place.join('ro')), `${tool} ${path}`).toEqual(before);
      }
    }
  }

  it('DIR:ro is not written by any name, nor moved with what holds it', async () => {
    const place = tree({
      rw: { mine: 'm', up: link('../ro'), file: link('../ro/a') },
      ro: { a: 'old', d: { b: 'old' } },
    });
    const client = await serve(place.join('rw'), ['--allow-delete=permanent', `${place.join('ro')}:ro`]);
    await nothingChanges(client, place, [
      place.join('ro/a'),
      place.join('ro/d'),
      place.join('rw/up/a'),
      'up/d/b',
    ]);
    expect((await client.call('write_file', { path: 'file', content: 'x' })).isError).toBe(true);
    const whole = await serve(place.path, [`${place.join('ro')}:ro`, '--allow-delete=permanent']);
    place.write('mine', 'm');
    await nothingChanges(whole, place, [place.join('ro/a'), 'ro/d/b', 'rw/up/a']);
    expect((await whole.call('move_file', { source: 'ro', destination: 'elsewhere' })).isError).toBe(true);
    expect(place.read('ro/a')).toBe('old');
  });

  it('what --deny names is not told, read, changed, nor carried off', async () => {
    const files = {
      '.env': 'SECRET',
      conf: { 'k.pem': 'SECRET', 'ok.txt': 'ok' },
      keys: { deep: { x: 'SECRET' } },
    };
    const place = tree({ ...files, mine: 'm', l1: link('.env'), l2: link('keys/deep'), 'a.txt': 'a' });
    const deny = ['--deny', '.env', '--deny', '*.pem', '--deny', 'keys/deep'];
    const client = await serve(place.path, [...deny, '--allow-delete=permanent']);
    const before = [...snapshot(place.join('conf')), ...snapshot(place.join('keys')), place.read('.env')];
    const replies: ToolReply[] = [];
    const existing = writers.filter(([, args]) => !String(args('')['path']).startsWith('-'));
    for (const path of [
      '.env',
      'conf/k.pem',
      'keys/deep',
      'keys/deep/x',
      'l1',
      'l2/x',
      './conf/../.env',
      'conf',
      'keys',
    ]) {
      for (const [tool, args] of existing) {
        if (['conf', 'keys', 'l1'].includes(path) && tool === 'write_file') continue;
        if (path === 'l1' && tool !== 'edit_file') continue;
        replies.push(await client.call(tool, args(path)));
        expect(replies.at(-1)?.isError, `${tool} ${path}`).toBe(true);
      }
      for (const tool of [
        'read_text_file',
        'read_media_file',
        'list_directory',
        'directory_tree',
        'get_file_info',
      ])
        replies.push(await client.call(tool, { path }));
      replies.push(await client.call('read_multiple_files', { paths: [path] }));
      replies.push(
        await client.call('copy_file', { source: path, destination: `c-${replies.length}`, recursive: true }),
      );
    }
    replies.push(await client.call('search_content', { path: '.', query: 'SECRE' }));
    replies.push(await client.call('search_files', { path: '.', pattern: '**/*.{pem,env}' }));
    for (const { raw } of replies) expect(raw).not.toContain('SECRET');
    expect([...snapshot(place.join('conf')), ...snapshot(place.join('keys')), place.read('.env')]).toEqual(
      before,
    );
    for (const name of place.list().filter((found) => found.startsWith('c-')))
      expect(name).not.toMatch(/pem|deep/);
  });

  it('--refuse-hardlinks takes no file with a second name', async () => {
    const place = tree({ root: { a: hardlink('../outside'), b: 'old' }, outside: 'SECRET old' });
    const client = await serve(place.join('root'), ['--refuse-hardlinks', '--allow-delete']);
    for (const tool of [
      'read_text_file',
      'read_media_file',
      'write_file',
      'edit_file',
      'copy_file',
      'search_content',
    ]) {
      const edits = [{ oldText: 'old', newText: 'new' }];
      const given = { path: 'a', source: 'a', destination: 'c', content: 'x', query: 'SECRE', edits };
      const wanted: Record<string, readonly string[]> = {
        write_file: ['path', 'content'],
        edit_file: ['path', 'edits'],
        copy_file: ['source', 'destination'],
        search_content: ['path', 'query'],
      };
      const keys = wanted[tool] ?? ['path'];
      const args = Object.fromEntries(Object.entries(given).filter(([key]) => keys.includes(key)));
      const reply = await client.call(tool, args);
      expect(reply.raw, tool).not.toContain('SECRET');
      if (tool !== 'search_content') expect(reply.isError, tool).toBe(true);
    }
    expect(place.read('outside')).toBe('SECRET old');
    expect((await client.call('write_file', { path: 'b', content: 'new' })).isError).toBe(false);
  });
});

describe('permanent deletion', () => {
  it('needs the token of this very state, and takes nothing that links lead to', async () => {
    const place = tree({
      root: { d: { a: 'one', l: link('../../outside'), sub: { b: 'two' } } },
      outside: { s: 'SECRET' },
    });
    const client = await serve(place.join('root'), ['--allow-delete=permanent']);
    const args = { path: 'd', recursive: true, permanent: true };
    const token = async () =>
      /confirm: "(\w+)"/.exec((await client.call('delete_file', args)).text)?.[1] ?? '';
    const changes = [
      () => place.write('root/d/new', ''),
      () => place.write('root/d/a', 'one, changed'),
      () => fs.renameSync(place.join('root/d/a'), place.join('root/d/c')),
      () => fs.unlinkSync(place.join('root/d/new')),
      () => fs.mkdirSync(place.join('root/d/sub/deeper')),
    ];
    const seen = new Set<string>();
    for (const change of changes) {
      const confirm = await token();
      seen.add(confirm);
      change();
      expect((await client.call('delete_file', { ...args, confirm })).isError).toBe(true);
      expect((await client.call('delete_file', { ...args, path: 'd/sub', confirm })).isError).toBe(true);
    }
    expect(seen.size).toBe(changes.length);
    for (const confirm of ['', '0000000000000000', 'x'.repeat(100_000), ...seen])
      expect((await client.call('delete_file', { ...args, confirm })).isError).toBe(true);
    expect(place.exists(join('root', 'd', 'sub', 'b'))).toBe(true);
    expect((await client.call('delete_file', { ...args, confirm: await token() })).isError).toBe(false);
    expect(place.list()).toEqual(['outside/', 'outside/s', 'root/']);
    await expectAlive(client, place.join('root'));
  });
});
