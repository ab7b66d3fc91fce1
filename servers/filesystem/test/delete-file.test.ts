// delete_file: trash, permanent deletion, questions and tokens.
import * as fs from 'node:fs';
import { atEnd } from '@plainmcp/harness/cleanup';
import { type Literal, link } from '@plainmcp/harness/tmp';
import { describe, expect, it } from 'vitest';
import { type FilesOptions, openFiles } from '../src/fs/files.ts';
import { FileQueue } from '../src/fs/queue.ts';
import { loadPolicy } from '../src/policy.ts';
import { deleteFile } from '../src/tools/delete-file.ts';
import { moveFile } from '../src/tools/move-file.ts';
import { gates, opener } from './support/gate-kit.ts';
import { type ContextOptions, say, settings } from './support/tool-kit.ts';

type Allowed = 'no' | 'trash' | 'permanent';

describe.each(gates)('through the %s gate', (gate) => {
  function open(
    allowDelete: Allowed,
    entries: Literal,
    roots?: readonly string[],
    more?: Partial<FilesOptions>,
  ) {
    const { files, disk } = opener(gate)(entries, roots, more);
    const deps = { files, settings: { ...settings, allowDelete }, queue: new FileQueue() };
    const [deleter, mover] = [deleteFile(deps), moveFile(deps)];
    return {
      disk,
      del: (path: string, options: object = {}, ctx: ContextOptions = {}) =>
        say(deleter, { path, ...options }, ctx),
      move: (source: string, destination: string) => say(mover, { source, destination }),
    };
  }

  it('moves to the trash of the root, under names that are free, and back', async () => {
    const { del, move, disk } = open('trash', {
      root: { 'a.txt': '1', s: { 'a.txt': '2', tied: link('/etc') }, d: { x: 'x' } },
    });
    expect(await del('a.txt')).toBe(
      `Successfully deleted a.txt: moved to ${disk.join('root/.trash/a.txt')}; move_file brings it back`,
    );
    expect(await del('s/a.txt')).toContain('/.trash/a.2.txt;');
    expect(await del('s/tied')).toContain('/.trash/tied;');
    expect(await del('d')).toMatch(/^ERROR ENOTEMPTY: .*recursive: true/s);
    expect(await del('d', { recursive: true })).toContain('/.trash/d;');
    expect(await del('s')).toContain('/.trash/s;');
    expect(disk.list()).toEqual([
      'root/',
      'root/.trash/',
      'root/.trash/.gitignore',
      'root/.trash/a.2.txt',
      'root/.trash/a.txt',
      'root/.trash/d/',
      'root/.trash/d/x',
      'root/.trash/s/',
      'root/.trash/tied',
    ]);
    expect(disk.read('root/.trash/.gitignore')).toBe('*\n');
    expect(fs.statSync(disk.join('root/.trash')).mode & 0o777).toBe(0o700);
    expect(await move('.trash/d', 'd')).toMatch(/^Successfully/);
    expect(disk.read('root/d/x')).toBe('x');
    expect(await del('.trash/a.txt')).toMatch(/^ERROR .* is in the trash already/);
    expect(await del('.trash', { recursive: true })).toMatch(/^ERROR .* is in the trash already/);
  });

  it('keeps what a link led to where it can be named', async () => {
    const { files, disk } = opener(gate)({ root: { tied: link('../shared') }, shared: { f: 'x' } });
    files.close();
    const wide = openFiles({
      roots: [{ path: disk.join('root'), readOnly: false }],
      linkTargets: [{ path: disk.join('shared'), readOnly: false }],
      gate,
    });
    atEnd(() => wide.close());
    const deps = {
      files: wide,
      settings: { ...settings, allowDelete: 'trash' as const },
      queue: new FileQueue(),
    };
    expect(await say(deleteFile(deps), { path: 'tied/f' })).toContain(disk.join('root/.trash/f'));
    expect(disk.read('root/.trash/f')).toBe('x');
  });

  it('uses no trash that is a link', async () => {
    const { del, disk } = open('trash', { root: { '.trash': link('../outside'), f: 'x' }, outside: {} });
    expect(await del('f')).toMatch(/^ERROR \.trash in the allowed directory is not a directory/);
    expect(disk.list()).toEqual(['outside/', 'root/', 'root/.trash', 'root/f']);
  });

  it('refuses what it was not started for', async () => {
    expect(await open('no', { root: { f: 'x' } }).del('f')).toMatch(
      /^ERROR delete_file is not enabled\.\n.*--allow-delete/,
    );
    const { del, disk } = open('trash', { root: { f: 'x' } });
    expect(await del('f', { permanent: true })).toMatch(
      /^ERROR permanent is not enabled\.\n.*--allow-delete=permanent/,
    );
    expect(disk.exists('root/f')).toBe(true);
  });

  it('refuses roots, read-only places, what is outside and what is missing', async () => {
    const { del, disk } = open(
      'permanent',
      { root: { in: { deep: { f: 'x' } }, out: link('../outside') }, ro: { f: 'x' }, outside: { f: 's' } },
      ['root', 'root/in/deep', 'ro:ro'],
    );
    for (const permanent of [false, true]) {
      expect(await del('.', { recursive: true, permanent })).toMatch(/is an allowed directory itself/);
      expect(await del('in', { recursive: true, permanent })).toMatch(/is an allowed directory itself/);
      expect(await del(disk.join('root/in/deep'), { recursive: true, permanent })).toMatch(
        /is an allowed directory itself/,
      );
      expect(await del(disk.join('ro/f'), { permanent })).toMatch(/read-only directory/);
      expect(await del('out/f', { permanent })).toMatch(/^ERROR Access denied - symlink/);
      expect(await del('none', { permanent })).toMatch(/^ERROR ENOENT: no such file or directory, unlink '/);
    }
    expect(disk.exists('outside/f')).toBe(true);
  });

  it('deletes links themselves and empty things without a question', async () => {
    const { del, disk } = open('permanent', {
      root: { tied: link('../outside'), e: {}, z: '' },
      outside: { f: 's' },
    });
    expect(await del('tied', { permanent: true })).toBe('Successfully deleted tied');
    expect(await del('e', { permanent: true })).toBe('Successfully deleted e');
    expect(await del('z', { permanent: true })).toBe('Successfully deleted z');
    expect(disk.list()).toEqual(['outside/', 'outside/f', 'root/']);
  });

  it('asks the person before it deletes for good', async () => {
    const { del, disk } = open('permanent', {
      root: { d: { a: 'xyz', s: { b: 'x', out: link('../../../outside') } }, f: 'data' },
      outside: { f: 's' },
    });
    const asked: string[] = [];
    const answer = (yes: boolean) => ({
      confirm: (message: string) => {
        asked.push(message);
        return yes;
      },
    });
    const all = { permanent: true, recursive: true };
    expect(await del('d', all, answer(false))).toMatch(
      /^ERROR The person did not agree; nothing was deleted/,
    );
    expect(disk.exists('root/d/s/b')).toBe(true);
    expect(await del('d', all, answer(true))).toBe('Successfully deleted d (5 entries)');
    expect(asked[1]).toMatch(
      /\/root\/d would be deleted for good: 3 files and 1 directory, .*cannot be undone/,
    );
    expect(await del('f', { permanent: true }, answer(true))).toBe('Successfully deleted f');
    expect(disk.list()).toEqual(['outside/', 'outside/f', 'root/']);
  });

  it('deletes nothing when it changed while the person was thinking', async () => {
    const { del, disk } = open('permanent', { root: { d: { a: 'x' } } });
    const confirm = () => {
      disk.write('root/d/new', 'precious');
      return true;
    };
    expect(await del('d', { permanent: true, recursive: true }, { confirm })).toMatch(
      /^ERROR .* was moved or replaced meanwhile/,
    );
    expect(disk.read('root/d/new')).toBe('precious');
  });

  it('wants a token of the very state where nobody can be asked', async () => {
    const { del, disk } = open('permanent', { root: { d: { a: 'x' }, e: { a: 'x' } } });
    const all = { permanent: true, recursive: true };
    const token = (text: string) => /confirm: "([0-9a-f]{16})"/.exec(text)?.[1] ?? '';
    const first = await del('d', all);
    expect(first).toMatch(
      /^ERROR .*\/root\/d would be deleted for good: 1 file, 1 B\. This cannot be undone/,
    );
    expect(token(first)).not.toBe('');
    expect(await del('e', { ...all, confirm: token(first) })).toMatch(/^ERROR .*of another state/);
    disk.write('root/d/b', 'y');
    const second = await del('d', { ...all, confirm: token(first) });
    expect(second).toMatch(/^ERROR .*of another state/);
    expect(disk.exists('root/d/b')).toBe(true);
    expect(await del('d', { ...all, confirm: token(second) })).toBe('Successfully deleted d (3 entries)');
    expect(await del('d', { ...all, confirm: token(second) })).toMatch(/^ERROR ENOENT/);
  });

  it('deletes no directory that holds denied names', async () => {
    const policy = await loadPolicy({ deny: ['*.pem'], refuseHardlinks: false });
    const { del, disk } = open('permanent', { root: { d: { s: { 'k.pem': 's' } } } }, ['root'], { policy });
    for (const permanent of [false, true]) {
      expect(await del('d', { recursive: true, permanent })).toMatch(
        /^ERROR .*contains names excluded by --deny/,
      );
      expect(await del('d/s', { permanent })).toMatch(/^ERROR ENOTEMPTY/);
      expect(await del('d/s/k.pem', { permanent })).toMatch(/--deny/);
    }
    expect(disk.exists('root/d/s/k.pem')).toBe(true);
  });

  it('deletes wide and deep trees', async () => {
    const wide = Object.fromEntries(Array.from({ length: 1200 }, (_, i) => [`f${i}`, '']));
    let deep: Literal = { end: 'x' };
    for (let i = 0; i < 60; i += 1) deep = { d: deep };
    const { del, disk } = open('permanent', { root: { t: { wide, deep } } });
    expect(await del('t', { permanent: true, recursive: true }, { confirm: () => true })).toBe(
      'Successfully deleted t (1,264 entries)',
    );
    expect(disk.list()).toEqual(['root/']);
  });
});
