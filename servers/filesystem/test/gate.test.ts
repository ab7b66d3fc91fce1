// What both gates let through and what they refuse, and in which words.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { atEnd } from '@plainmcp/harness/cleanup';
import { fifo, hardlink, type Literal, link, tree } from '@plainmcp/harness/tmp';
import { ToolError } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { type FilesOptions, openFiles } from '../src/fs/files.ts';
import type { Files, GateKind } from '../src/fs/types.ts';
import { loadPolicy } from '../src/policy.ts';

const gates: readonly GateKind[] = ['pinned', 'chdir'];

function read(files: Files, path: string): string {
  const file = files.openFile(files.locate(path, 'existing'));
  try {
    return fs.readFileSync(file.fd, 'utf8');
  } finally {
    file.close();
  }
}

function names(files: Files, path: string): string[] {
  return files.withDirectory(files.locate(path, 'existing'), (dir) =>
    dir.entries().map((entry) => entry.name),
  );
}

/** The text and hint of a ToolError. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ToolError) return `${error.message} | ${error.hint ?? ''}`;
    throw error;
  }
  throw new Error('was not refused');
}

describe.each(gates)('the %s gate', (gate) => {
  function open(entries: Literal, roots: readonly string[] = ['root'], more: Partial<FilesOptions> = {}) {
    const disk = tree(entries);
    const files = openFiles({
      roots: roots.map((name) => ({
        path: disk.join(name.replace(/:ro$/, '')),
        readOnly: name.endsWith(':ro'),
      })),
      gate,
      ...more,
    });
    atEnd(() => files.close());
    return { disk, files };
  }

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
    fs.symlinkSync(`../../${disk.path.split('/').at(-1)}/root/a.txt`, disk.join('root/sub/out-and-in'));
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
      (path) => refusal(() => read(files, path)).replaceAll(path, 'P'),
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

  it('words errors as the official server begins them, with the next step', () => {
    const { files } = open({ root: { 'a.txt': 'A', d: {}, gone: link('nothing'), loop: link('loop') } });
    const place = (path: string) => files.locate(path, 'existing');
    expect(refusal(() => read(files, 'b.txt'))).toMatch(
      /^ENOENT: no such file or directory, open '.*b\.txt' \| Did you mean "a.txt"/,
    );
    expect(refusal(() => read(files, 'A.TXT'))).toMatch(/Did you mean "a.txt"/);
    expect(refusal(() => read(files, 'x/y/z'))).toMatch(/^ENOENT: .* \| .*\/root has no "x"/);
    expect(refusal(() => read(files, 'd'))).toMatch(/^EISDIR: illegal operation on a directory, read/);
    expect(refusal(() => read(files, 'a.txt/b'))).toMatch(/^ENOTDIR: not a directory, open/);
    expect(refusal(() => names(files, 'a.txt'))).toMatch(/^ENOTDIR: not a directory, scandir/);
    expect(refusal(() => names(files, 'nope'))).toMatch(/^ENOENT: no such file or directory, scandir/);
    expect(refusal(() => files.stat(place('nope')))).toMatch(/^ENOENT: no such file or directory, stat/);
    expect(refusal(() => read(files, 'gone'))).toMatch(
      /^ENOENT: .*symbolic link to something that does not exist/,
    );
    expect(refusal(() => read(files, 'loop'))).toMatch(/^ELOOP: /);
    expect(refusal(() => files.withParent(files.locate('x/y', 'new'), () => 0))).toMatch(
      /^Parent directory does not exist: .*\/root\/x \| Create it with create_directory/,
    );
    expect(refusal(() => files.withParent(place('d'), (dir, leaf) => dir.unlink(leaf)))).not.toContain(
      '/proc/',
    );
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

  it('looks for a relative path under every root', () => {
    const { files, disk } = open(
      { one: { 'a.txt': '1', d: {} }, two: { 'b.txt': '2', 'a.txt': '22', deep: { down: {} } }, three: {} },
      ['one', 'two', 'three:ro'],
    );
    expect(read(files, 'a.txt')).toBe('1');
    expect(read(files, 'b.txt')).toBe('2');
    expect(files.locate('deep/down/new', 'new').path).toBe(disk.join('two/deep/down/new'));
    expect(files.locate('deep/other/new', 'new').path).toBe(disk.join('two/deep/other/new'));
    expect(files.locate('b.txt', 'new').path).toBe(disk.join('two/b.txt'));
    expect(files.locate('fresh', 'new').path).toBe(disk.join('one/fresh'));
    expect(files.locate('', 'existing').path).toBe(disk.join('one'));
    expect(refusal(() => read(files, 'none'))).toMatch(/^ENOENT/);
  });

  it('takes a root that is a link in its given and its real form', () => {
    const { disk } = open({ real: { 'a.txt': 'A' }, tied: link('real') });
    const files = openFiles({ roots: [{ path: disk.join('tied'), readOnly: false }], gate });
    atEnd(() => files.close());
    expect(files.roots[0]?.path).toBe(disk.join('tied'));
    expect(read(files, disk.join('tied/a.txt'))).toBe('A');
    expect(read(files, disk.join('real/a.txt'))).toBe('A');
    fs.symlinkSync(disk.join('tied/a.txt'), disk.join('real/through'));
    expect(read(files, 'through')).toBe('A');
  });

  it('expands ~ to the home directory', () => {
    const files = openFiles({ roots: [{ path: '~', readOnly: true }], gate });
    atEnd(() => files.close());
    expect(files.roots.map((root) => root.path)).toEqual([homedir()]);
    expect(files.locate('~/x', 'existing').path).toBe(join(homedir(), 'x'));
    expect(files.locate('~', 'existing').segments).toEqual([]);
  });

  it('matches names that differ in their Unicode form only, exact ones first', () => {
    const composed = 'caf\u00e9';
    const decomposed = 'cafe\u0301';
    const { files } = open({ root: { [decomposed]: { 'a.txt': 'nfd' } } });
    expect(read(files, `${composed}/a.txt`)).toBe('nfd');
    expect(files.locate(`${composed}/new`, 'new').segments).toEqual([decomposed, 'new']);
    expect(files.locate(`${composed}2/new`, 'new').segments).toEqual([`${composed}2`, 'new']);
    const both = open({ root: { [composed]: 'nfc', [decomposed]: 'nfd' } }).files;
    expect(read(both, composed)).toBe('nfc');
    expect(read(both, decomposed)).toBe('nfd');
    const three = open({ root: { '\u01d7': 'a', 'U\u0308\u0301': 'b' } }).files;
    expect(refusal(() => read(three, '\u00dc\u0301'))).toMatch(/^Ambiguous Unicode path component/);
  });

  it('keeps read-only roots unchanged, also below and through links from others', () => {
    const { files, disk } = open({ rw: { inner: { f: 'x' }, tied: link('../ro') }, ro: { f: 'x' } }, [
      'rw',
      'rw/inner:ro',
      'ro:ro',
    ]);
    for (const path of ['rw/inner/new', 'ro/new', 'rw/tied/new']) {
      const place = files.locate(disk.join(path), 'new');
      const write = () => files.withParent(place, (dir, leaf) => dir.mkdir(leaf));
      expect(refusal(write), path).toMatch(/^Access denied - .* read-only directory/);
    }
    expect(refusal(() => files.assertWritable(files.locate(disk.join('ro/f'), 'new')))).toContain(
      'read-only',
    );
    expect(refusal(() => files.assertWritable(files.locate(disk.join('rw'), 'new')))).toContain(
      'is an allowed directory itself',
    );
    expect(refusal(() => files.withParent(files.locate(disk.join('rw'), 'new'), () => 0))).toContain(
      'is an allowed directory itself',
    );
    expect(() => files.assertWritable(files.locate(disk.join('rw/new'), 'new'))).not.toThrow();
  });

  it('makes the whole server read-only', () => {
    const { files } = open({ root: { f: 'x' } }, ['root'], { readOnly: true });
    expect(
      refusal(() => files.withParent(files.locate('f', 'new'), (dir, leaf) => dir.unlink(leaf))),
    ).toContain('read-only');
    expect(files.roots[0]?.readOnly).toBe(true);
  });

  it('lets links lead into the directories of --allow-link-target, and only links', () => {
    const { disk } = open({
      root: { tied: link('../shared'), file: link('../shared/f') },
      shared: { f: 'S', back: link('../secret') },
      secret: { f: 'no' },
    });
    const files = openFiles({
      roots: [{ path: disk.join('root'), readOnly: false }],
      linkTargets: [{ path: disk.join('shared'), readOnly: true }],
      gate,
    });
    atEnd(() => files.close());
    expect(read(files, 'tied/f')).toBe('S');
    expect(read(files, 'file')).toBe('S');
    expect(refusal(() => read(files, disk.join('shared/f')))).toContain('path outside');
    expect(refusal(() => read(files, 'tied/back/f'))).toContain('symlink target outside');
    expect(files.roots.map((root) => root.path)).toEqual([disk.join('root')]);
    expect(
      refusal(() => files.withParent(files.locate('tied/new', 'new'), (dir, leaf) => dir.mkdir(leaf))),
    ).toContain('read-only');
  });

  it('denies names by glob, also through links, below denied directories and in lists', async () => {
    const policy = await loadPolicy({
      deny: ['.env', '*.pem', '.ssh/', 'conf/keys.*'],
      refuseHardlinks: false,
    });
    const { files } = open(
      {
        root: {
          '.env': 's',
          plain: link('.env'),
          sub: { '.env': 's', 'k.pem': 's', ok: 'ok' },
          '.ssh': { id: 's', deep: { x: 's' } },
          conf: { 'keys.json': 's', ok: 'ok' },
          tied: link('.ssh'),
        },
      },
      ['root'],
      { policy },
    );
    for (const path of [
      '.env',
      'sub/.env',
      'sub/k.pem',
      '.ssh/id',
      '.ssh/deep/x',
      'conf/keys.json',
      'plain',
      'tied/id',
      'tied',
    ]) {
      expect(
        refusal(() => read(files, path)),
        path,
      ).toMatch(/^Access denied - .* excluded by --deny/);
    }
    expect(names(files, 'sub')).toEqual(['ok']);
    expect(names(files, '.').sort()).toEqual(['conf', 'plain', 'sub', 'tied']);
    expect(read(files, 'conf/ok')).toBe('ok');
    expect(
      refusal(() => files.withParent(files.locate('conf/ok', 'new'), (dir) => dir.rename('ok', 'keys.x'))),
    ).toContain('--deny');
    expect(files.withDirectory(files.locate('conf', 'existing'), (dir) => dir.hidesNames())).toBe(true);
  });

  it('refuses files with other hard links when told to, and does not empty them', async () => {
    const policy = await loadPolicy({ deny: [], refuseHardlinks: true });
    const { files, disk } = open(
      { root: { a: hardlink('../outside'), b: 'B' }, outside: 'secret' },
      ['root'],
      { policy },
    );
    expect(refusal(() => read(files, 'a'))).toContain('has other hard links');
    const truncate = () =>
      files.withParent(files.locate('a', 'new'), (dir, leaf) =>
        dir.open(leaf, fs.constants.O_WRONLY | fs.constants.O_TRUNC),
      );
    expect(refusal(truncate)).toContain('has other hard links');
    expect(disk.read('outside')).toBe('secret');
    expect(read(files, 'b')).toBe('B');
    expect(read(open({ root: { a: hardlink('b'), b: 'B' } }).files, 'a')).toBe('B');
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

  it('follows a root that is deleted and made again, but not one that became a link', () => {
    const { files, disk } = open({ root: { f: '1' }, other: { f: 'secret' } });
    expect(read(files, 'f')).toBe('1');
    fs.rmSync(disk.join('root'), { recursive: true });
    expect(refusal(() => read(files, 'f'))).not.toBe('');
    disk.write('root/f', '2');
    expect(read(files, 'f')).toBe('2');
    fs.renameSync(disk.join('root'), disk.join('root.old'));
    fs.symlinkSync(disk.join('other'), disk.join('root'));
    expect(refusal(() => read(files, 'f'))).not.toContain('secret');
  });

  it('starts without a usable directory, says why, and takes it when it appears', () => {
    const disk = tree({ file: 'x' });
    const files = openFiles({
      roots: [
        { path: disk.join('later'), readOnly: false },
        { path: disk.join('file'), readOnly: false },
      ],
      gate,
    });
    atEnd(() => files.close());
    expect(files.problems).toEqual([
      expect.stringMatching(/later does not exist$/),
      expect.stringMatching(/file is not a directory$/),
    ]);
    expect(refusal(() => files.locate('x', 'existing'))).toMatch(
      /^No allowed directory: .*later does not exist.*\| The user must start/,
    );
    disk.write('later/x', 'here');
    expect(read(files, 'x')).toBe('here');
  });

  it('replaces the roots when told to', () => {
    const { files, disk } = open({ one: { f: '1' }, two: { f: '2' } }, ['one']);
    files.replaceRoots([{ path: disk.join('two'), readOnly: true }]);
    expect(read(files, 'f')).toBe('2');
    expect(refusal(() => read(files, disk.join('one/f')))).toContain('path outside');
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

  it('refuses the trees of the kernel under the root of the disk, unless they are given', () => {
    const { files } = open({}, [], { roots: [{ path: '/', readOnly: true }] });
    for (const path of ['/proc/self/status', '/sys/kernel', '/dev/null', '/proc']) {
      expect(
        refusal(() => files.stat(files.locate(path, 'existing'))),
        path,
      ).toMatch(/^Access denied - .* belongs to the system/);
    }
    expect(read(files, '/etc/hostname')).toBe(fs.readFileSync('/etc/hostname', 'utf8'));
    const given = open({}, [], { roots: [{ path: '/proc/sys/kernel', readOnly: true }] }).files;
    expect(read(given, 'ostype')).toBe('Linux\n');
  });
});

it('works without permission to read a directory, as far as the disk allows', () => {
  const disk = tree({ root: { closed: { f: 'x' } } });
  fs.chmodSync(disk.join('root/closed'), 0);
  const script = `
    const { openFiles } = await import(${JSON.stringify(join(import.meta.dirname, '../src/fs/files.ts'))});
    process.setgid?.(65534); process.setuid?.(65534);
    const files = openFiles({ roots: [{ path: ${JSON.stringify(disk.join('root'))}, readOnly: false }] });
    try { files.openFile(files.locate('closed/f', 'existing')); } catch (error) { console.log(error.name, error.message); }
  `;
  fs.chmodSync(disk.path, 0o755);
  const said = execFileSync(
    process.execPath,
    ['--conditions=@plainmcp/source', '--input-type=module', '-e', script],
    { encoding: 'utf8' },
  );
  expect(said).toMatch(/^ToolError EACCES: permission denied, open '.*closed\/f'/);
});
