// Every hostile path and every kind of link and special file, through every path of every tool, on the wire.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { atEnd } from '@plainmcp/harness/cleanup';
import type { Client, ToolReply } from '@plainmcp/harness/client';
import { fifo, tree } from '@plainmcp/harness/tmp';
import { type HostilePath, hostilePaths } from '@plainmcp/hostile/paths';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAlive, serve, snapshot, type Use, uses } from './support/wire.ts';

const secret = 'SECRET-of-the-outside';
const field = tree(
  {
    'ground/root': { 'kept.txt': 'inside\n', dir: { 'f.txt': 'inside\n' } },
    'ground/outside': { 's.txt': secret, deep: { 's.txt': secret } },
    'ground/root-evil': { 'secret.txt': secret },
  },
  { scope: 'file' },
);
const root = field.join('ground/root');
const outside = field.join('ground/outside');
const passwd = existsSync('/etc/passwd');

let client: Client;
let before: readonly string[];
beforeAll(async () => {
  client = await serve(root, ['--allow-delete=permanent'], 'file');
  before = surroundings();
});

function surroundings(): readonly string[] {
  return [...snapshot(outside), ...snapshot(field.join('ground/root-evil'))];
}

/** Makes the call and judges what holds of all of them: nothing of the outside is told or changed. */
async function attack({ tool, args }: Use, path: string): Promise<ToolReply> {
  writeFileSync(field.join('ground/root/kept.txt'), 'inside\n');
  rmSync(field.join('ground/root/taken'), { recursive: true, force: true });
  const reply = await client.call(tool, args(path));
  expect(reply.raw, path).not.toContain(secret);
  expect(reply.raw, path).not.toContain('Internal error');
  if (passwd) expect(reply.raw, path).not.toMatch(/root:[^:]*:0:0/);
  return reply;
}

function refused({ isError, text }: ToolReply): boolean {
  return isError || text.includes(': Error - ');
}

/** Ordinary if odd names below the folder, and the folder itself: the pack would have them refused as well. */
function isOrdinary({ name, value }: HostilePath): boolean {
  if (name === 'empty') return true;
  const relative = !value.startsWith('/') && !/^~(\/|$)/.test(value);
  return relative && !value.split('/').includes('..');
}

describe('hostile paths', () => {
  const paths = hostilePaths({ root, outside: field.join('ground/outside/s.txt') });

  it.each(uses)('$name: nothing outside is read, changed or told', async (way) => {
    for (const path of paths) {
      const reply = await attack(way, path.value);
      if (path.expect === 'refuse' && !isOrdinary(path)) {
        expect(refused(reply), `${path.name}: ${reply.text.slice(0, 200)}`).toBe(true);
        expect(reply.text.length, path.name).toBeGreaterThan(20);
      }
    }
    expect(surroundings()).toEqual(before);
    await expectAlive(client, root);
  });

  it('resources, completion and subscriptions take none of them', async () => {
    for (const { value, name } of paths) {
      for (const uri of [`file://${value}`, value, `file://${encodeURI(value.replace(/\p{Cs}/gu, ''))}`]) {
        const read = await client.request('resources/read', { uri });
        expect(read.raw, name).not.toContain(secret);
        if (passwd) expect(read.raw, name).not.toMatch(/root:[^:]*:0:0/);
        const watch = await client.request('resources/subscribe', { uri });
        if (uri.includes(basename(outside))) expect(watch.error, name).toBeDefined();
      }
      const ref = { type: 'ref/resource', uri: 'file:///{+path}' };
      const found = await client.request('completion/complete', {
        ref,
        argument: { name: 'path', value: value.replace(/^\//, '') },
      });
      expect(found.raw, name).not.toContain('s.txt');
    }
    expect(surroundings()).toEqual(before);
    await expectAlive(client, root);
  }, 60_000);
});

describe('links that lead outside', () => {
  const links: readonly (readonly [string, string])[] = [
    ['to a file, absolute', `${outside}/s.txt`],
    ['to a file, relative', '../outside/s.txt'],
    ['to a directory, absolute', outside],
    ['to a directory, relative', '../outside'],
    ['to the parent', '..'],
    ['to the top', '/'],
    ['to nothing outside', `${outside}/not-there`],
    ['in a chain', 'chain-1'],
    ['through a link inside and out again', 'dir/../../outside/s.txt'],
    ['out and in and out', `${outside}/../root/../outside/s.txt`],
    ['to the environment of the process', '/proc/self/environ'],
    ['to its working directory', '/proc/self/cwd/etc/passwd'],
    ['to its root', '/proc/self/root/etc/passwd'],
    ['to its standard input', '/proc/self/fd/0'],
    ['to an endless device', '/dev/zero'],
    ['in a circle', 'hostile-link'],
    ['to a sibling with the same beginning', '../root-evil/secret.txt'],
  ];

  it.each(uses)('$name: none leads there', async (way) => {
    const link = field.join('ground/root/hostile-link');
    for (const name of ['chain-1', 'chain-2', 'chain-3']) rmSync(`${root}/${name}`, { force: true });
    symlinkSync('chain-2', field.join('ground/root/chain-1'));
    symlinkSync(`${root}/chain-3`, field.join('ground/root/chain-2'));
    symlinkSync('../outside/deep/../s.txt', field.join('ground/root/chain-3'));
    for (const [name, target] of links) {
      for (const path of [link, 'hostile-link', ...(way.follows ? ['hostile-link/s.txt'] : [])]) {
        rmSync(link, { recursive: true, force: true });
        symlinkSync(target, link);
        const reply = await attack(way, path);
        if (way.follows) expect(refused(reply), `${name}: ${reply.text.slice(0, 200)}`).toBe(true);
      }
    }
    rmSync(link, { recursive: true, force: true });
    expect(surroundings()).toEqual(before);
    await expectAlive(client, root);
  });
});

describe('a name that is not UTF-8', () => {
  it('outside is not taken for the root that it is shown as', async () => {
    const place = tree({ 'root\ufffd': { 'kept.txt': 'inside\n' } });
    const own = place.join('root\ufffd');
    // Told as text, this directory has the name of the root.
    const twin = Buffer.concat([Buffer.from(place.join('root')), Buffer.of(0xff)]);
    mkdirSync(twin);
    writeFileSync(Buffer.concat([twin, Buffer.from('/s.txt')]), secret);
    symlinkSync(Buffer.concat([twin, Buffer.from('/s.txt')]), place.join('root\ufffd', 'link'));
    symlinkSync(twin, place.join('root\ufffd', 'up'));
    const server = await serve(own, ['--allow-delete=permanent']);
    for (const path of ['link', 'up', 'up/s.txt']) {
      for (const { tool, args } of uses.filter(({ follows, tool }) => follows && tool !== 'move_file')) {
        const reply = await server.call(tool, args(path));
        expect(reply.raw, tool).not.toContain(secret);
        expect(refused(reply), `${tool} ${path}: ${reply.text}`).toBe(true);
      }
    }
    expect(readdirSync(twin)).toEqual(['s.txt']);
    expect((await server.call('read_text_file', { path: join(own, 'kept.txt') })).isError).toBe(false);
  });
});

describe('what is no regular file', () => {
  it('is refused at once by whatever reads or writes content', async () => {
    const place = tree({ 'kept.txt': 'inside\n', pipe: fifo() });
    symlinkSync('pipe', place.join('link-to-pipe'));
    const socket = createServer().listen(place.join('socket'));
    await new Promise((resolve) => socket.once('listening', resolve));
    atEnd(() => {
      socket.close();
    });
    const names = ['pipe', 'link-to-pipe', 'socket'];
    // Only root may make devices; others meet them behind links, above.
    if (
      process.getuid?.() === 0 &&
      made(() => execFileSync('mknod', [place.join('device'), 'c', '1', '5']))
    ) {
      names.push('device');
    }
    const own = await serve(place.path, ['--allow-delete']);
    const content = uses.filter(({ tool }) => /^(read|write|edit)_/.test(tool));
    for (let round = 0; round < 3; round += 1) {
      for (const name of names) {
        // More at once than the pool of Node has threads.
        const replies = await Promise.all(content.map(({ tool, args }) => own.call(tool, args(name))));
        for (const reply of replies) expect(refused(reply), `${name}: ${reply.text}`).toBe(true);
      }
    }
    expect((await own.call('list_directory', { path: '.' })).text).toContain('[FIFO] pipe');
    expect((await own.call('search_content', { path: '.', query: 'inside' })).text).toContain('kept.txt');
    expect((await own.call('copy_file', { source: 'pipe', destination: 'c' })).isError).toBe(true);
    expect((await own.call('read_text_file', { path: 'kept.txt' })).text).toContain('inside');
    await expectAlive(own, place.path);
  });
});

function made(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
