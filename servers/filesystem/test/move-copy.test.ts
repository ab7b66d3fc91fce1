// create_directory, move_file and copy_file through both gates.
import * as fs from 'node:fs';
import { fifo, file, hardlink, type Literal, link } from '@plainmcp/harness/tmp';
import { describe, expect, it } from 'vitest';
import type { FilesOptions } from '../src/fs/files.ts';
import { FileQueue } from '../src/fs/queue.ts';
import { loadPolicy } from '../src/policy.ts';
import { copyFile } from '../src/tools/copy-file.ts';
import { createDirectory } from '../src/tools/create-directory.ts';
import { moveFile } from '../src/tools/move-file.ts';
import { gates, opener } from './support/gate-kit.ts';
import { say, settings } from './support/tool-kit.ts';

describe.each(gates)('through the %s gate', (gate) => {
  const openTree = opener(gate);
  function open(entries: Literal, roots?: readonly string[], more?: Partial<FilesOptions>) {
    const { files, disk } = openTree(entries, roots, more);
    const deps = { files, settings, queue: new FileQueue() };
    const [mover, copier, maker] = [moveFile(deps), copyFile(deps), createDirectory(deps)];
    return {
      disk,
      move: (source: string, destination: string, overwrite?: boolean) =>
        say(mover, { source, destination, ...(overwrite === undefined ? {} : { overwrite }) }),
      copy: (source: string, destination: string, options: object = {}) =>
        say(copier, { source, destination, ...options }),
      make: (path: string) => say(maker, { path }),
    };
  }

  it('creates directories with their parents, and again', async () => {
    const { make, disk } = open({
      root: { f: 'x', out: link('../outside'), gone: link('nothing'), tied: link('d'), d: {} },
      outside: {},
    });
    expect(await make('a/b/c')).toBe('Successfully created directory a/b/c (3 levels)');
    expect(await make('a/b/c')).toBe('Successfully created directory a/b/c (it existed already)');
    expect(await make('tied/in')).toBe('Successfully created directory tied/in');
    expect(await make('.')).toBe('Successfully created directory . (it existed already)');
    expect(await make('f')).toMatch(/^ERROR EEXIST: file already exists, mkdir '.*\/f'/);
    expect(await make('f/x')).toMatch(/^ERROR ENOTDIR: /);
    expect(await make('gone')).toMatch(/^ERROR EEXIST: /);
    expect(await make('gone/x')).toMatch(/^ERROR EEXIST: /);
    expect(await make('out/x')).toMatch(/^ERROR Access denied - symlink target outside/);
    expect(await make('/etc/x')).toMatch(/^ERROR Access denied - path outside/);
    expect(disk.list()).toEqual([
      'outside/',
      'root/',
      'root/a/',
      'root/a/b/',
      'root/a/b/c/',
      'root/d/',
      'root/d/in/',
      'root/f',
      'root/gone',
      'root/out',
      'root/tied',
    ]);
  });

  it('moves files, links and directories', async () => {
    const { move, disk } = open({
      root: {
        f: file('x', { mode: 0o751 }),
        d: { in: 'y' },
        tied: link('d/in'),
        out: link('/etc/passwd'),
        gone: link('no'),
        to: {},
      },
    });
    for (const name of ['f', 'd', 'tied', 'out', 'gone']) {
      expect(await move(name, `to/${name}2`), name).toMatch(
        new RegExp(`^Successfully moved ${name} to to/${name}2`),
      );
      expect(disk.exists(`root/${name}`), name).toBe(false);
    }
    expect(fs.statSync(disk.join('root/to/f2')).mode & 0o777).toBe(0o751);
    expect(disk.read('root/to/d2/in')).toBe('y');
    expect(['tied2', 'out2', 'gone2'].map((name) => fs.readlinkSync(disk.join('root/to', name)))).toEqual([
      'd/in',
      '/etc/passwd',
      'no',
    ]);
    expect(await move('to/f2', 'to/f3')).toBe('Successfully moved to/f2 to to/f3');
    expect(await move('to/d2', 'to/d3')).toBe('Successfully moved to/d2 to to/d3');
    expect(disk.list()).toEqual([
      'root/',
      'root/to/',
      'root/to/d3/',
      'root/to/d3/in',
      'root/to/f3',
      'root/to/gone2',
      'root/to/out2',
      'root/to/tied2',
    ]);
  });

  it('moves nothing onto something, unless told to replace a file', async () => {
    const { move, disk } = open({
      root: { a: 'A', b: 'B', d: { x: 'x' }, e: {}, tied: link('b'), other: { a: 'OA' } },
    });
    for (const to of ['b', 'd', 'e', 'tied', 'a', 'other/a']) {
      expect(await move('a', to), to).toMatch(/^ERROR Destination already exists: .*\n.*overwrite: true/);
    }
    expect(await move('d', 'e')).toMatch(/^ERROR Destination already exists/);
    expect(await move('d', 'e', true)).toMatch(
      /^ERROR Destination already exists: .*\noverwrite replaces a file by a file/,
    );
    expect(await move('a', 'd', true)).toMatch(/^ERROR Destination already exists/);
    expect(await move('a', 'other/a', true)).toMatch(/^Successfully moved/);
    expect(disk.read('root/other/a')).toBe('A');
    expect(await move('other/a', 'tied', true)).toMatch(/^Successfully moved/);
    expect(disk.read('root/b')).toBe('B');
    expect(disk.read('root/tied')).toBe('A');
    expect(disk.list()).toEqual([
      'root/',
      'root/b',
      'root/d/',
      'root/d/x',
      'root/e/',
      'root/other/',
      'root/tied',
    ]);
  });

  it('moves one of two hard links onto the other', async () => {
    const { move, disk } = open({ root: { a: 'A', b: hardlink('a') } });
    expect(await move('a', 'b')).toMatch(/^ERROR Destination already exists/);
    expect(await move('a', 'b', true)).toBe('Successfully moved a to b');
    expect(disk.list()).toEqual(['root/', 'root/b']);
    expect(await move('b', 'b', true)).toBe('Successfully moved b to b');
    expect(disk.read('root/b')).toBe('A');
  });

  it('refuses moves that make no sense or leave the roots', async () => {
    const { move, disk } = open(
      { root: { d: { s: {} }, f: 'x', out: link('../outside') }, ro: { f: 'x' }, outside: { s: 's' } },
      ['root', 'root/d/s', 'ro:ro'],
    );
    expect(await move('d/s', 'x')).toMatch(/is an allowed directory itself/);
    expect(await move('d', 'x')).toMatch(/is an allowed directory itself/);
    expect(await move('.', 'x')).toMatch(/is an allowed directory itself/);
    expect(await move('f', disk.join('ro/g'))).toMatch(/read-only directory/);
    expect(await move(disk.join('ro/f'), 'g')).toMatch(/read-only directory/);
    expect(await move('out/s', 'g')).toMatch(/^ERROR Access denied - symlink/);
    expect(await move('f', 'out/g')).toMatch(/^ERROR Access denied - symlink/);
    expect(await move('f', '../../../g')).toMatch(/^ERROR Access denied - path outside/);
    expect(await move('none', 'g')).toMatch(/^ERROR ENOENT: no such file or directory, rename '/);
    expect(await move('f', 'no/g')).toMatch(/^ERROR Parent directory does not exist: .*\/no\n/);
    const plain = open({ root: { d: { e: {} } } });
    expect(await plain.move('d', 'd/e/x')).toMatch(
      /^ERROR EINVAL: .*\nA directory cannot be moved into itself/,
    );
  });

  it('moves no directory that holds denied names', async () => {
    const policy = await loadPolicy({ deny: ['conf/key'], refuseHardlinks: false });
    const { move, disk } = open({ root: { conf: { key: 's', deep: {} } } }, ['root'], { policy });
    expect(await move('conf', 'open')).toMatch(/^ERROR Access denied - .* contains names excluded by --deny/);
    expect(disk.exists('root/conf/key')).toBe(true);
    expect(await move('conf/deep', 'deep')).toMatch(/^Successfully/);
  });

  it('copies files and links as they are', async () => {
    const { copy, disk } = open({
      root: {
        f: file('x'.repeat(3_000_000), { mode: 0o4750 }),
        e: '',
        tied: link('f'),
        out: link('/etc/passwd'),
        d: {},
        pipe: fifo(),
      },
    });
    expect(await copy('f', 'd/g')).toBe('Successfully copied f to d/g (1 file, 2.9 MiB)');
    expect(fs.statSync(disk.join('root/d/g'))).toMatchObject({ size: 3_000_000, mode: 0o100750 });
    expect(await copy('e', 'e2')).toBe('Successfully copied e to e2 (1 file, 0 B)');
    expect(await copy('tied', 'tied2')).toBe('Successfully copied tied to tied2 (0 files, 1 link, 0 B)');
    expect(await copy('out', 'out2')).toMatch(/^Successfully/);
    expect(fs.readlinkSync(disk.join('root/out2'))).toBe('/etc/passwd');
    expect(await copy('pipe', 'x')).toMatch(/^ERROR Access denied - not a regular file/);
    expect(await copy('d', 'x')).toMatch(/^ERROR EISDIR: .*recursive: true/s);
    expect(await copy('f', 'd')).toMatch(/^ERROR Destination already exists/);
    expect(await copy('f', 'e')).toMatch(/^ERROR Destination already exists/);
    expect(await copy('f', 'f', { overwrite: true })).toMatch(/^ERROR Destination already exists/);
    expect(await copy('e', 'd/g', { overwrite: true })).toMatch(/^Successfully/);
    expect(disk.read('root/d/g')).toBe('');
    expect(await copy('e', 'no/x')).toMatch(/^ERROR Parent directory does not exist/);
    expect(await copy('none', 'x')).toMatch(/^ERROR ENOENT/);
    expect(disk.list().filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  it('copies a tree, never through its links, and leaves out what is no file', async () => {
    const { copy, disk } = open({
      root: {
        d: {
          a: file('A', { mode: 0o600 }),
          s: { b: 'B', out: link('/etc'), self: link('..') },
          empty: {},
          pipe: fifo(),
        },
      },
    });
    expect(await copy('d', 'e', { recursive: true })).toBe(
      'Successfully copied d to e (2 files, 3 directories, 2 links, 2 B, left out: 1 FIFO, socket or device)',
    );
    expect(disk.list().filter((name) => name.startsWith('root/e'))).toEqual([
      'root/e/',
      'root/e/a',
      'root/e/empty/',
      'root/e/s/',
      'root/e/s/b',
      'root/e/s/out',
      'root/e/s/self',
    ]);
    expect(fs.statSync(disk.join('root/e/a')).mode & 0o777).toBe(0o600);
    expect(fs.statSync(disk.join('root/e/s')).mode & 0o777).toBe(
      fs.statSync(disk.join('root/d/s')).mode & 0o777,
    );
    expect(await copy('d', 'e', { recursive: true, overwrite: true })).toMatch(
      /^ERROR Destination already exists/,
    );
    expect(await copy('d', 'd/in', { recursive: true })).toMatch(
      /^ERROR A directory cannot be copied into itself/,
    );
    expect(disk.list().filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  it('copies nothing that is denied', async () => {
    const policy = await loadPolicy({ deny: ['*.pem'], refuseHardlinks: false });
    const { copy, disk } = open({ root: { d: { 'a.pem': 's', b: 'B' } } }, ['root'], { policy });
    expect(await copy('d', 'e', { recursive: true })).toMatch(/^Successfully/);
    expect(disk.list().filter((name) => name.startsWith('root/e'))).toEqual(['root/e/', 'root/e/b']);
    expect(await copy('d/b', 'x.pem')).toMatch(/--deny/);
  });

  it('takes a half-made copy away when it is cancelled', async () => {
    const { files, disk } = openTree({ root: { d: { a: 'x'.repeat(3_000_000), b: 'x'.repeat(3_000_000) } } });
    const tool = copyFile({ files, settings, queue: new FileQueue() });
    const stop = new AbortController();
    setImmediate(() => stop.abort(new Error('stopped')));
    await expect(
      say(tool, { source: 'd', destination: 'e', recursive: true }, { signal: stop.signal }),
    ).rejects.toThrow('stopped');
    expect(disk.list()).toEqual(['root/', 'root/d/', 'root/d/a', 'root/d/b']);
  });
});

it('moves by copying where the system cannot rename, keeping modes and times', async () => {
  const { files, disk } = opener('chdir')({
    root: {
      d: { s: { f: file('x', { mode: 0o640, modified: '2020-01-02T03:04:05Z' }) }, tied: link('s/f') },
      to: {},
    },
  });
  fs.chmodSync(disk.join('root/d/s'), 0o711);
  fs.utimesSync(disk.join('root/d/s'), new Date(0), new Date('2021-01-01T00:00:00Z'));
  const tool = moveFile({ files, settings, queue: new FileQueue() });
  expect(await say(tool, { source: 'd', destination: 'to/d' })).toBe(
    'Successfully moved d to to/d (copied, then deleted)',
  );
  const [folder, inner] = [fs.statSync(disk.join('root/to/d/s')), fs.statSync(disk.join('root/to/d/s/f'))];
  expect([folder.mode & 0o777, folder.mtime.toISOString()]).toEqual([0o711, '2021-01-01T00:00:00.000Z']);
  expect([inner.mode & 0o777, inner.mtime.toISOString()]).toEqual([0o640, '2020-01-02T03:04:05.000Z']);
  expect(disk.list()).toEqual([
    'root/',
    'root/to/',
    'root/to/d/',
    'root/to/d/s/',
    'root/to/d/s/f',
    'root/to/d/tied',
  ]);
});
