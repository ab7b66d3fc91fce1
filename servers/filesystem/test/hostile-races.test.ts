// A second process swaps files, directories and roots for links while thousands of calls run over the wire.
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@plainmcp/harness/client';
import { tree } from '@plainmcp/harness/tmp';
import { describe, expect, it } from 'vitest';
import { arena, secret, secretName } from './support/arena.ts';
import { races } from './support/race-acts.ts';
import { expectAlive, serve } from './support/wire.ts';

const attempts = 6000;
const inFlight = 40;
/** Tries for the control to leak once; a few dozen are enough on a quiet machine. */
const controlAttempts = 200_000;

/** One call under attack. What it makes is made below the directory that is swapped. */
function attack(round: number): readonly [string, Record<string, unknown>] {
  const path = ['d/f', 'd/sub/f'][round % 2] ?? 'd/f';
  const dir = ['d', 'd/sub'][round % 2] ?? 'd';
  const kinds = [
    ['read_text_file', { path }],
    ['write_file', { path: `${dir}/made-${round % 7}`, content: 'mine' }],
    ['list_directory', { path: dir }],
    ['read_multiple_files', { paths: ['d/f', 'd/sub/f'] }],
    ['write_file', { path, content: 'inside' }],
    ['edit_file', { path, edits: [{ oldText: 'inside', newText: 'inside!' }] }],
    ['search_files', { path: dir, pattern: '**' }],
    ['create_directory', { path: `${dir}/folder-${round % 5}/below` }],
    ['write_file', { path, content: '', mode: 'append' }],
    ['get_file_info', { path, hash: true }],
    ['copy_file', { source: path, destination: `copy-${round}` }],
    ['search_content', { path: dir, query: 'SE' }],
    ['move_file', { source: 'stable/f', destination: `${dir}/moved-${round}` }],
    ['directory_tree', { path: dir }],
    ['delete_file', { path: `${dir}/${secretName}` }],
    ['read_media_file', { path }],
  ] as const;
  return kinds[Math.floor(round / 2) % kinds.length] ?? kinds[0];
}

describe('swapped for links', () => {
  it('nothing leaks in thousands of calls, and a check by path does', async () => {
    const field = await arena('pinned');
    const client = await serve(field.root, ['--allow-delete']);
    const tally = { done: 0, refused: 0 };
    const leaks: string[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < attempts && leaks.length === 0) {
        const round = next;
        next += 1;
        const [tool, args] = attack(round);
        const reply = await client.call(tool, args);
        if (reply.isError) tally.refused += 1;
        else tally.done += 1;
        // The query and the denied name are ours; what the outside holds is longer.
        const told = tool === 'delete_file' ? reply.raw.replaceAll(`/${secretName}`, '') : reply.raw;
        if (told.includes(secret) || told.includes(secretName)) leaks.push(`${tool}: ${reply.text}`);
        if (round % 25 === 0) leaks.push(...field.damage());
      }
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
    const copies = fs.readdirSync(field.root).filter((name) => name.startsWith('copy-'));
    for (const name of copies) {
      const path = join(field.root, name);
      if (!fs.lstatSync(path).isSymbolicLink() && fs.readFileSync(path, 'utf8') === secret) leaks.push(name);
    }
    leaks.push(...field.damage());
    expect(leaks).toEqual([]);
    expect(tally.done + tally.refused).toBe(attempts);
    // Else there was no race.
    expect(tally.done).toBeGreaterThan(100);
    expect(tally.refused).toBeGreaterThan(100);
    await expectAlive(client, field.root);

    const read = races.find(({ name }) => name === 'read');
    let leaked = 0;
    for (let round = 0; round < controlAttempts && leaked === 0; round += 1) {
      try {
        if ((await read?.naive(field, round)) !== undefined) leaked += 1;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
      }
    }
    expect(leaked).toBe(1);
    expect(await field.stop()).toBeGreaterThan(100);
  }, 120_000);
});

describe('a root swapped', () => {
  async function texts(client: Client): Promise<string> {
    const replies = await Promise.all([
      client.call('read_text_file', { path: 'f' }),
      client.call('list_directory', { path: '.' }),
      client.call('search_content', { path: '.', query: 'e' }),
      client.call('search_files', { path: '.', pattern: '**' }),
      client.call('write_file', { path: 'mine', content: 'mine' }),
      client.call('copy_file', { source: 'f', destination: 'copied', overwrite: true }),
      client.call('create_directory', { path: 'made' }),
    ]);
    return replies.map(({ raw }) => raw).join('\n');
  }

  it('for a link to the outside shows and changes nothing there; made anew it is used again', async () => {
    const place = tree({ root: { f: 'inside' }, outside: { f: 'SECRET', 'secret-name': '' } });
    const root = place.join('root');
    const client = await serve(root);
    expect(await texts(client)).toContain('inside');
    for (let round = 0; round < 5; round += 1) {
      fs.renameSync(root, place.join('away'));
      fs.symlinkSync('outside', root);
      const through = await texts(client);
      expect(through).not.toContain('SECRET');
      expect(through).not.toContain('secret-name');
      expect(fs.readdirSync(place.join('outside')).sort()).toEqual(['f', 'secret-name']);
      fs.unlinkSync(root);
      const gone = await texts(client);
      expect(gone).not.toContain('SECRET');
      fs.mkdirSync(root);
      fs.writeFileSync(join(root, 'f'), `anew ${round}`);
      expect((await client.call('read_text_file', { path: 'f' })).text).toBe(`anew ${round}`);
      fs.rmSync(place.join('away'), { recursive: true });
    }
    await expectAlive(client, root);
  });

  it('again and again while calls run never shows the outside', async () => {
    const place = tree({ root: { f: 'inside' }, outside: { f: 'SECRET', 'secret-name': '' } });
    const root = place.join('root');
    const client = await serve(root);
    for (let round = 0; round < 60; round += 1) {
      const under = texts(client);
      fs.renameSync(root, place.join('away'));
      fs.symlinkSync('outside', root);
      await new Promise((resolve) => setImmediate(resolve));
      fs.unlinkSync(root);
      fs.renameSync(place.join('away'), root);
      expect(await under).not.toMatch(/SECRET|secret-name/);
    }
    expect(fs.readdirSync(place.join('outside')).sort()).toEqual(['f', 'secret-name']);
    expect((await client.call('read_text_file', { path: 'f' })).text).toBe('inside');
    await expectAlive(client, root);
  });
});
