// Which root a path belongs to, and roots that come, go and change; the words of errors.
import * as fs from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { atEnd } from '@plainmcp/harness/cleanup';
import { link, tree } from '@plainmcp/harness/tmp';
import { describe, expect, it } from 'vitest';
import { openFiles } from '../src/fs/files.ts';
import { gates, names, opener, read, refusal } from './support/gate-kit.ts';

describe.each(gates)('the %s gate', (gate) => {
  const open = opener(gate);

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

  it('does not take a link that was put where a missing root should be', () => {
    const disk = tree({ proj: {}, secret: { f: 's' }, real: {}, tied: link('real') });
    const files = openFiles({
      roots: ['proj', 'proj/later', 'tied/later'].map((name) => ({ path: disk.join(name), readOnly: false })),
      gate,
    });
    atEnd(() => files.close());
    fs.symlinkSync(disk.join('secret'), disk.join('proj/later'));
    expect(refusal(() => read(files, disk.join('proj/later/f')))).toMatch(/^Access denied - symlink/);
    expect(refusal(() => read(files, disk.join('secret/f')))).toMatch(/^Access denied - path outside/);
    disk.write('real/later/f', 'mine');
    expect(read(files, disk.join('tied/later/f'))).toBe('mine');
  });

  it('opens a directory only where it led before, when that is given', () => {
    const { disk } = open({ root: { in: {} }, secret: { f: 's' } });
    const spec = { path: disk.join('root/in'), real: disk.join('root/in'), readOnly: false };
    fs.rmdirSync(disk.join('root/in'));
    fs.symlinkSync(disk.join('secret'), disk.join('root/in'));
    const later = openFiles({ roots: [spec], linkTargets: [spec], gate });
    atEnd(() => later.close());
    expect([later.roots, later.linkTargets]).toEqual([[], []]);
    expect(refusal(() => later.locate('f', 'existing'))).toMatch(/^No allowed directory/);
  });

  it('replaces the roots when told to', () => {
    const { files, disk } = open({ one: { f: '1' }, two: { f: '2' } }, ['one']);
    files.replaceRoots([{ path: disk.join('two'), readOnly: true }]);
    expect(read(files, 'f')).toBe('2');
    expect(refusal(() => read(files, disk.join('one/f')))).toContain('path outside');
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
