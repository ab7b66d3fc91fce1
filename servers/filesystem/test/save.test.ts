// Saving when the disk or the directory refuses: the old file stays, no temporary file is left.
import { constants, linkSync, statSync } from 'node:fs';
import { file } from '@plainmcp/harness/tmp';
import { describe, expect, it, vi } from 'vitest';
import type { Files, PinnedDirectory, Place } from '../src/fs/types.ts';
import { append, save } from '../src/text/save.ts';
import { place } from './text-fixture.ts';

/** Bytes after which every write fails; undefined for never. */
let room: number | undefined;
/** Modes that files had when something was written to them. */
const modes: number[] = [];

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    writeSync(fd: number, bytes: Uint8Array, offset: number, length: number, position: number | null) {
      modes.push(fs.fstatSync(fd).mode & 0o7777);
      if (room === undefined) return fs.writeSync(fd, bytes, offset, length, position);
      if (room === 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
      const written = fs.writeSync(fd, bytes, offset, Math.min(length, room), position);
      room -= written;
      return written;
    },
    fchownSync() {
      throw Object.assign(new Error('EPERM'), { code: 'EPERM', syscall: 'fchown' });
    },
  };
});

function full<T>(bytes: number, work: () => T): T {
  room = bytes;
  try {
    return work();
  } finally {
    room = undefined;
  }
}

/** The same files, but new names in a directory are refused with `code`. */
function refusing(files: Files, code: string): Files {
  const closed = (dir: PinnedDirectory): PinnedDirectory =>
    instead(dir, 'open', (name: string, flags: number, mode?: number) => {
      if ((flags & constants.O_CREAT) !== 0) throw Object.assign(new Error(code), { code, syscall: 'open' });
      return dir.open(name, flags, mode);
    });
  return instead(files, 'withParent', (target: Place, use: (dir: PinnedDirectory, leaf: string) => unknown) =>
    files.withParent(target, (dir, leaf) => use(closed(dir), leaf)),
  );
}

/** `object` with one method replaced. */
function instead<T extends object>(object: T, name: keyof T, method: unknown): T {
  return new Proxy(object, {
    get(target, key) {
      const own: unknown = key === name ? method : Reflect.get(target, key);
      return typeof own === 'function' && key !== name ? own.bind(target) : own;
    },
  });
}

describe('a full disk', () => {
  it('leaves the old file and no temporary file', () => {
    const { deps, files } = place({ a: 'old content' });
    const target = deps.files.locate('a', 'new');
    expect(() =>
      full(3, () => save(deps.files, target, [Buffer.from('new content')], { inPlace: false })),
    ).toThrow(/ENOSPC/);
    expect(() =>
      full(0, () => save(deps.files, deps.files.locate('b', 'new'), [Buffer.from('x')], { inPlace: false })),
    ).toThrow(/ENOSPC/);
    expect([files.list(), files.read('a')]).toEqual([['a'], 'old content']);
  });

  it('takes back what was added in place or appended', () => {
    const { deps, files } = place({ a: 'old' });
    linkSync(files.join('a'), files.join('b'));
    const target = deps.files.locate('a', 'new');
    expect(() =>
      full(2, () => save(deps.files, target, [Buffer.from('longer than old')], { inPlace: false })),
    ).toThrow(/ENOSPC/);
    expect(() => full(2, () => append(deps.files, target, Buffer.from('more'), undefined))).toThrow(/ENOSPC/);
    expect(files.read('a')).toBe('old');
  });
});

describe('a directory that takes no new names', () => {
  it('is answered by writing through the file that is there', () => {
    const { deps, files } = place({ a: 'old' });
    const before = statSync(files.join('a')).ino;
    const saved = save(
      refusing(deps.files, 'EACCES'),
      deps.files.locate('a', 'new'),
      [Buffer.from('newer')],
      {
        inPlace: false,
      },
    );
    expect(saved.inPlace).toBe('its directory cannot be written to');
    expect([statSync(files.join('a')).ino, files.read('a')]).toEqual([before, 'newer']);
  });

  it('is an error for a new file', () => {
    const { deps, files } = place({});
    expect(() =>
      save(refusing(deps.files, 'EACCES'), deps.files.locate('a', 'new'), [Buffer.from('x')], {
        inPlace: false,
      }),
    ).toThrow(/EACCES/);
    expect(files.list()).toEqual([]);
  });
});

describe('mode and owner', () => {
  it('are those of the old file before there is any content', () => {
    const { deps, files } = place({ a: file('secret', { mode: 0o600 }), b: file('run', { mode: 0o777 }) });
    for (const name of ['a', 'b']) {
      modes.length = 0;
      save(deps.files, deps.files.locate(name, 'new'), [Buffer.from('new')], { inPlace: false });
      expect(modes).toEqual([statSync(files.join(name)).mode & 0o7777]);
    }
    expect(modes).toEqual([0o777]);
  });

  it('of somebody else are kept by writing through', () => {
    const { deps, files } = place({ a: 'theirs' });
    const foreign = instead(
      deps.files,
      'withParent',
      (target: Place, use: (dir: PinnedDirectory, leaf: string) => unknown) =>
        deps.files.withParent(target, (dir, leaf) => {
          const lstat = (name: string) => {
            const stats = dir.lstat(name);
            return Object.assign(stats, { uid: stats.uid + 1 });
          };
          return use(instead(dir, 'lstat', lstat), leaf);
        }),
    );
    const before = statSync(files.join('a')).ino;
    const saved = save(foreign, deps.files.locate('a', 'new'), [Buffer.from('ours')], { inPlace: false });
    expect(saved.inPlace).toBe('its owner could not be kept otherwise');
    expect([statSync(files.join('a')).ino, files.read('a'), files.list()]).toEqual([before, 'ours', ['a']]);
  });
});

describe('a file changed by someone else', () => {
  it('is not written over', () => {
    const { deps, files } = place({ a: 'old' });
    const expected = statSync(files.join('a'));
    files.write('a', 'theirs');
    expect(() =>
      save(deps.files, deps.files.locate('a', 'new'), [Buffer.from('ours')], { inPlace: false, expected }),
    ).toThrow(/changed by someone else/);
    expect(files.read('a')).toBe('theirs');
  });
});
