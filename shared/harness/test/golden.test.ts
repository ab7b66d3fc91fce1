import { afterEach, describe, expect, it, vi } from 'vitest';
import { expectGolden } from '../src/golden.ts';
import { tree } from '../src/tmp.ts';

afterEach(() => vi.unstubAllEnvs());

function environment(update: string, ci: string): void {
  vi.stubEnv('UPDATE_GOLDEN', update);
  vi.stubEnv('CI', ci);
}

describe('expectGolden', () => {
  it('fails where the file is missing', () => {
    environment('', '');
    expect(() => expectGolden(tree().join('missing.json'), {})).toThrow('is missing');
  });

  it('writes when asked, masks, and sorts keys', () => {
    const folder = tree();
    environment('1', '');
    expectGolden(folder.join('new/list.json'), { b: 'at 12:30', a: [1] }, { mask: [[/\d\d:\d\d/, 'TIME']] });
    expect(folder.read('new/list.json')).toBe('{\n  "a": [\n    1\n  ],\n  "b": "at TIME"\n}\n');
    environment('', '');
    expectGolden(folder.join('new/list.json'), { a: [1], b: 'at 23:59' }, { mask: [[/\d\d:\d\d/, 'TIME']] });
    expect(() => expectGolden(folder.join('new/list.json'), { a: [2] })).toThrow('differs from');
  });

  it('never writes when CI is set', () => {
    const folder = tree({ 'x.txt': 'old\n' });
    environment('1', 'true');
    expect(() => expectGolden(folder.join('x.txt'), 'new')).toThrow('never written');
    expect(folder.read('x.txt')).toBe('old\n');
  });

  it('reads a file with CRLF as if it had LF', () => {
    environment('', '');
    expectGolden(tree({ 'x.txt': 'a\r\nb\r\n' }).join('x.txt'), 'a\nb');
    expect(() => expectGolden(tree({ 'x.txt': 'a\n' }).join('x.txt'), 'b')).toThrow();
  });
});
