import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { big, fifo, file, folder, hardlink, link, tree } from '../src/tmp.ts';

let earlier = '';

describe('tree', () => {
  it('builds what the literal says', () => {
    const made = tree({
      'a.txt': 'alpha',
      'deep/er/b.bin': new Uint8Array([0, 255]),
      empty: {},
      locked: folder({ c: 'gamma' }, { mode: 0o500, modified: '2020-02-02T00:00:00Z' }),
      'old.txt': file('old', { mode: 0o600, modified: '2001-01-01T00:00:00Z' }),
      'to-a': link('a.txt'),
      'second-a': hardlink('a.txt'),
      pipe: fifo(),
      'large.txt': big(3_000_001, 'line\n'),
    });
    earlier = made.path;
    expect(made.list()).toEqual([
      'a.txt',
      'deep/',
      'deep/er/',
      'deep/er/b.bin',
      'empty/',
      'large.txt',
      'locked/',
      'locked/c',
      'old.txt',
      'pipe',
      'second-a',
      'to-a',
    ]);
    expect(made.read('to-a')).toBe('alpha');
    expect([...made.bytes('deep/er/b.bin')]).toEqual([0, 255]);
    expect(fs.statSync(made.join('a.txt')).nlink).toBe(2);
    expect(fs.statSync(made.join('locked')).mode & 0o777).toBe(0o500);
    expect(fs.statSync(made.join('old.txt')).mtime.toISOString()).toBe('2001-01-01T00:00:00.000Z');
    expect(fs.lstatSync(made.join('pipe')).isFIFO()).toBe(true);
    expect(fs.statSync(made.join('large.txt')).size).toBe(3_000_001);
    expect(made.read('large.txt').startsWith('line\nline\n')).toBe(true);
    expect(fs.realpathSync(made.path)).toBe(made.path);
  });

  it('removed the folder of the test before', () => {
    expect(earlier).not.toBe('');
    expect(fs.existsSync(earlier)).toBe(false);
  });

  it('writes, tells what exists and removes by hand', () => {
    const made = tree({ dangling: link('nowhere') });
    made.write('x/y.txt', 'new');
    expect(made.exists('dangling')).toBe(true);
    expect(made.exists('x/z.txt')).toBe(false);
    expect(made.read('x/y.txt')).toBe('new');
    made.remove();
    expect(fs.existsSync(made.path)).toBe(false);
  });
});
