// What both gates let through and what they refuse.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fifo, link, tree } from '@plainmcp/harness/tmp';
import { ToolError } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { gates, names, opener, read, refusal } from './support/gate-kit.ts';

describe.each(gates)('the %s gate', (gate) => {
  const open = opener(gate);

  it('reads through links that stay inside, in any form', () => {
    const { files, disk } = open({
      root: {
        'a.txt': 'A',
        sub: { 'b.txt': 'B' },
        rel: link('sub/b.txt'),
        up: link('sub/../a.txt'),
        dir: link('sub'),
        chain: link('rel'),
      },
    });
    fs.symlinkSync(disk.join('root/a.txt'), disk.join('root/abs'));
    fs.symlinkSync(`../../../${disk.path.split('/').at(-1)}/root/a.txt`, disk.join('root/sub/out-and-in'));
    for (const [path, content] of [
      ['a.txt', 'A'],
      ['rel', 'B'],
      ['up', 'A'],
      ['dir/b.txt', 'B'],
      ['chain', 'B'],
      ['abs', 'A'],
      ['sub/out-and-in', 'A'],
      ['sub/../a.txt', 'A'],
      [disk.join('root/a.txt'), 'A'],
    ] as const) {
      expect(read(files, path), path).toBe(content);
    }
  });

  it('refuses links that lead outside, without telling what is there', () => {
    const { files } = open({
      root: {
        out: link('../outside/s'),
        dir: link('../outside'),
        gone: link('../outside/nothing'),
        abs: link('/etc/passwd'),
        top: link('/'),
      },
      outside: { s: 'secret', d: {} },
      'root-evil': { s: 'secret' },
    });
    const told = ['out', 'dir/s', 'dir/nothing', 'gone', 'abs', 'top/etc/passwd', 'top/etc/none'].map(
      (path) => refusal(() => read(files, path)).replace(`/root/${path} `, '/root/P '),
    );
    expect(new Set(told).size).toBe(1);
    expect(told[0]).toMatch(
      /^Access denied - symlink target outside allowed directories: .*\/root\/P not in .*\/root \|/,
    );
    expect(refusal(() => names(files, 'dir'))).toMatch(/^Access denied - symlink/);
    expect(refusal(() => files.stat(files.locate('dir/s', 'existing')))).toMatch(/^Access denied - symlink/);
    expect(refusal(() => files.withParent(files.locate('dir/new', 'new'), () => 0))).toMatch(
      /^Access denied - symlink/,
    );
    expect(refusal(() => files.resolveLeaf(files.locate('gone', 'new')))).toMatch(/^Access denied - symlink/);
    expect(files.lstat(files.locate('out', 'existing')).isSymbolicLink()).toBe(true);
  });

  it('refuses what is not under a root by its text', () => {
    const { files, disk } = open({ root: { a: 'A' }, 'root-evil': { s: 'secret' } });
    for (const path of [
      '/etc/passwd',
      '../root-evil/s',
      disk.join('root-evil/s'),
      disk.join('root/../root-evil'),
      '/',
      '..',
      '~',
    ]) {
      expect(
        refusal(() => files.locate(path, 'existing')),
        path,
      ).toMatch(/^Access denied - path outside allowed directories: \S+ not in \S+\/root \| /);
    }
  });

  it('refuses what no file is called', () => {
    const { files } = open({ root: {} });
    for (const [path, words] of [
      ['a\0b', 'control character'],
      ['a\nb', 'control character'],
      ['a\u009bb', 'control character'],
      ['a\ud800b', 'not valid Unicode'],
      ['x/'.repeat(2100), 'longer than 4096 bytes'],
      ['C:\\Users\\x', 'Windows-style path received on a POSIX host'],
    ] as const) {
      expect(refusal(() => files.locate(path, 'new'))).toContain(`Access denied - `);
      expect(refusal(() => files.locate(path, 'new'))).toContain(words);
    }
    expect(refusal(() => read(files, 'y'.repeat(256)))).toMatch(/^ENAMETOOLONG: /);
  });

  it('refuses FIFOs, sockets and devices at once, whether read, written or named by a link', async () => {
    const { files, disk } = open({ root: { pipe: fifo(), tied: link('pipe') } }, ['root'], {
      linkTargets: [{ path: '/dev', readOnly: false }],
    });
    fs.symlinkSync('/dev/zero', disk.join('root/zero'));
    const server = createServer().listen(disk.join('root/sock'));
    await new Promise((resolve) => server.once('listening', resolve));
    for (const path of ['pipe', 'tied', 'sock', 'zero']) {
      expect(
        refusal(() => read(files, path)),
        path,
      ).toMatch(/^Access denied - not a regular file: /);
    }
    for (const path of ['pipe', 'sock']) {
      const place = files.locate(path, 'new');
      const write = () => files.withParent(place, (dir, leaf) => dir.open(leaf, fs.constants.O_WRONLY));
      expect(refusal(write), path).toMatch(/not a regular file|^ENXIO/);
    }
    await new Promise((resolve) => server.close(resolve));
  });

  it('does not wake the writer of a FIFO it refuses', () => {
    const { files, disk } = open({ root: { pipe: fifo() } });
    if (gate === 'chdir') {
      // lstat tells before anything is opened.
      expect(refusal(() => read(files, 'pipe'))).toContain('not a regular file');
      return;
    }
    const fd = fs.openSync(disk.join('root/pipe'), fs.constants.O_RDWR | fs.constants.O_NONBLOCK);
    fs.writeSync(fd, 'kept');
    expect(refusal(() => read(files, 'pipe'))).toContain('not a regular file');
    const buffer = Buffer.alloc(10);
    expect(fs.readSync(fd, buffer, 0, 10, null)).toBe(4);
    fs.closeSync(fd);
  });

  it('writes only into the pinned directory, whatever its name becomes meanwhile', () => {
    const { files, disk } = open({
      root: { d: { sub: { f: 'inside' }, f: 'inside' } },
      outside: { f: 'secret', sub: { f: 'secret' } },
    });
    const place = files.locate('d/new', 'new');
    const swap = () => {
      fs.renameSync(disk.join('root/d'), disk.join('root/moved'));
      fs.symlinkSync(disk.join('outside'), disk.join('root/d'));
    };
    const work = () =>
      files.withParent(place, (dir, leaf) => {
        swap();
        fs.closeSync(dir.open(leaf, fs.constants.O_WRONLY | fs.constants.O_CREAT));
        dir.mkdir('made');
        dir.rename('f', 'f2');
        dir.symlink('x', 'tied');
        return [
          dir
            .entries()
            .map((entry) => entry.name)
            .sort(),
          dir.enter('sub', (sub) => sub.lstat('f').size),
        ];
      });
    // The portable gate may notice and refuse when it has to come back; it must not follow.
    try {
      expect(work()).toEqual([['f2', 'made', 'new', 'sub', 'tied'], 6]);
    } catch (error) {
      if (gate === 'pinned' || !(error instanceof ToolError)) throw error;
    }
    expect(fs.readdirSync(disk.join('outside')).sort()).toEqual(['f', 'sub']);
    expect(disk.read('outside/f')).toBe('secret');
  });

  it('never follows a link at the leaf it opens for writing', () => {
    const { files, disk } = open({
      root: { out: link('../outside/f'), inside: link('a'), a: 'A' },
      outside: { f: 'secret' },
    });
    for (const path of ['out', 'inside']) {
      const place = files.locate(path, 'new');
      expect(
        refusal(() =>
          files.withParent(place, (dir, leaf) =>
            dir.open(leaf, fs.constants.O_WRONLY | fs.constants.O_TRUNC),
          ),
        ),
      ).toMatch(/^ELOOP/);
    }
    expect(disk.read('outside/f')).toBe('secret');
    expect(files.resolveLeaf(files.locate('inside', 'new')).path).toBe(disk.join('root/a'));
  });

  it('takes no path, dot or dots for a single name', () => {
    const { files } = open({ root: { d: {} } });
    files.withDirectory(files.locate('.', 'existing'), (dir) => {
      for (const name of ['', '.', '..', 'd/x', '/etc', '../x']) {
        expect(() => dir.lstat(name)).toThrow(ToolError);
        expect(() => dir.mkdir(name)).toThrow(ToolError);
        expect(() => dir.enter(name, () => 0)).toThrow(ToolError);
      }
    });
  });

  it('works when the working directory is deleted under the process', () => {
    const { files, disk } = open({ root: { a: 'A' }, home: {} });
    const home = process.cwd();
    process.chdir(disk.join('home'));
    fs.rmdirSync(disk.join('home'));
    try {
      expect(read(files, 'a')).toBe('A');
      expect(read(files, 'a')).toBe('A');
    } finally {
      process.chdir(home);
    }
  });

  it('keeps no descriptor open and no other working directory', () => {
    const { files } = open({ root: { a: 'A', d: {}, out: link('/etc/passwd'), pipe: fifo() } });
    const before = fs.readdirSync('/proc/self/fd').length;
    const home = process.cwd();
    for (const path of ['a', 'd', 'out', 'pipe', 'none', 'd/none/x']) {
      try {
        read(files, path);
      } catch (error) {
        expect(error).toBeInstanceOf(ToolError);
      }
      expect(process.cwd()).toBe(home);
    }
    names(files, 'd');
    files.withParent(files.locate('d/x', 'new'), (dir, leaf) => dir.mkdir(leaf));
    expect(fs.readdirSync('/proc/self/fd').length).toBe(before);
  });

  it('keeps files called "(deleted)" and refuses the deleted', () => {
    const { files } = open({ root: { 'a (deleted)': 'here' } });
    expect(read(files, 'a (deleted)')).toBe('here');
  });
});

it('works without permission to read a directory, as far as the disk allows', () => {
  const disk = tree({ root: { closed: { f: 'x' } } });
  fs.chmodSync(disk.join('root/closed'), 0);
  const script = `
    const { openFiles } = await import(${JSON.stringify(join(import.meta.dirname, '../src/fs/files.ts'))});
    const files = openFiles({ roots: [{ path: ${JSON.stringify(disk.join('root'))}, readOnly: false }] });
    const place = files.locate(${JSON.stringify(disk.join('root/closed/f'))}, 'existing');
    // The folder for temporary files may itself be closed to others: the root is held before rights are dropped.
    if (process.getuid?.() === 0) { process.setgid(65534); process.setuid(65534); }
    try { files.openFile(place); } catch (error) { console.log(error.name, error.message); }
  `;
  fs.chmodSync(disk.path, 0o755);
  const said = execFileSync(
    process.execPath,
    ['--conditions=@plainmcp/source', '--input-type=module', '-e', script],
    { encoding: 'utf8' },
  );
  expect(said).toMatch(/^ToolError EACCES: permission denied, open '.*closed\/f'/);
});
