// Read-only roots, link targets, denied names and hard links, the same through both gates.
import * as fs from 'node:fs';
import { atEnd } from '@plainmcp/harness/cleanup';
import { hardlink, link } from '@plainmcp/harness/tmp';
import { describe, expect, it } from 'vitest';
import { openFiles } from '../src/fs/files.ts';
import { loadPolicy } from '../src/policy.ts';
import { gates, names, opener, read, refusal } from './support/gate-kit.ts';

describe.each(gates)('the %s gate', (gate) => {
  const open = opener(gate);

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
});
