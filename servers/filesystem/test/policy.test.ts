// Globs of --deny and the text rules for paths on Windows.
import { describe, expect, it } from 'vitest';
import { cleanPath, flavourOf, isSingleName, segmentsBelow, split } from '../src/fs/lexical.ts';
import { parseRootSpec } from '../src/fs/roots.ts';
import { maybeShortName, windowsFault } from '../src/fs/windows-names.ts';
import { loadPolicy } from '../src/policy.ts';

describe('--deny', () => {
  const denied = async (glob: string, platform: NodeJS.Platform = 'linux') => {
    const policy = await loadPolicy({ deny: [glob], refuseHardlinks: false }, platform);
    return (path: string) => policy.denied(path) === glob;
  };

  it.each([
    ['.env', ['.env', 'a/.env', '.env/x'], ['.env.local', 'env', 'a.env']],
    ['*.pem', ['k.pem', 'a/b/k.pem', '.pem', 'd.pem/x'], ['k.pem2']],
    ['.ssh/', ['.ssh', '.ssh/id', 'a/.ssh/id'], ['.ssh2']],
    ['.git/config', ['.git/config'], ['a/.git/config', '.git/config2', '.git']],
    ['**/.git/config', ['.git/config', 'a/b/.git/config'], ['.git/x']],
    ['/top', ['top', 'top/x'], ['a/top']],
    ['secret/**', ['secret/x', 'secret/x/y'], ['secret', 'a/secret/x']],
    ['{a,b}.key', ['a.key', 'x/b.key'], ['c.key']],
    ['#x', ['#x'], ['x']],
    ['!x', ['!x'], ['y', 'x']],
  ])('%s', async (glob, yes, no) => {
    const is = await denied(glob);
    expect(yes.filter((path) => !is(path))).toEqual([]);
    expect(no.filter(is)).toEqual([]);
  });

  it('ignores case where the disk does', async () => {
    expect((await denied('.env', 'darwin'))('a/.ENV')).toBe(true);
    expect((await denied('.env', 'linux'))('a/.ENV')).toBe(false);
  });

  it('knows names in any Unicode form', async () => {
    expect((await denied('caf\u00e9'))('cafe\u0301')).toBe(true);
    expect((await denied('cafe\u0301'))('caf\u00e9')).toBe(true);
  });

  it('is quick with hostile globs and refuses useless ones', async () => {
    const is = await denied(`**/${'*a'.repeat(8)}b`);
    expect(is('a'.repeat(200))).toBe(false);
    await expect(denied('')).rejects.toThrow(RangeError);
    await expect(denied('/')).rejects.toThrow(RangeError);
    await expect(denied('x'.repeat(1025))).rejects.toThrow(RangeError);
  });
});

describe('paths on Windows', () => {
  const windows = flavourOf('win32');

  it.each([
    'C:\\a\\b.txt:stream',
    'C:\\a\\b.txt::$DATA',
    'C:\\a.',
    'C:\\a \\b',
    'C:\\a\\CON',
    'C:\\a\\nul.txt',
    'aux',
    'COM1.log',
    'lpt\u00b9',
    'CONIN$',
    '\\\\?\\C:\\a',
    '\\\\.\\PhysicalDrive0',
    '//./pipe/x',
    '\\??\\C:\\a',
    '\\\\server\\share\\a',
    '//server/share',
    'C:a',
    'a<b',
    'a|b',
    'what?',
  ])('refuses %s', (path) => {
    expect(windowsFault(path, false)).toBeTypeOf('string');
    expect(() => cleanPath(path, windows, false)).toThrow(/^Access denied - /);
  });

  it.each([
    'C:\\a\\b.txt',
    'C:/a/b',
    'a\\..\\b',
    '.',
    '.git',
    'console.log',
    'C:\\',
    'c',
    'nullable.ts',
    'com.txt',
  ])('takes %s', (path) => {
    expect(cleanPath(path, windows, false)).toBe(path);
  });

  it('takes network paths only where a root is one', () => {
    expect(cleanPath('\\\\server\\share\\a', windows, true)).toBe('\\\\server\\share\\a');
    expect(() => cleanPath('\\\\?\\UNC\\server\\share', windows, true)).toThrow('device paths');
  });

  it('compares names without case and in any form', () => {
    expect(segmentsBelow('C:\\Users\\Me', 'c:\\users\\ME\\Docs\\x', windows)).toEqual(['Docs', 'x']);
    expect(segmentsBelow('C:\\Users', 'C:\\UsersEvil\\x', windows)).toBeUndefined();
    expect(segmentsBelow('C:\\', 'D:\\x', windows)).toBeUndefined();
    expect(segmentsBelow('\\\\s\\share', '\\\\S\\Share\\d', windows)).toEqual(['d']);
    expect(split('\\\\s\\share\\d', windows)).toEqual(['\\\\s\\share', 'd']);
    const mac = flavourOf('darwin');
    expect(segmentsBelow('/Users/caf\u00e9', '/users/CAFE\u0301/x', mac)).toEqual(['x']);
    expect(segmentsBelow('/a', '/A/x', flavourOf('linux'))).toBeUndefined();
  });

  it('knows single names and short ones', () => {
    expect(['a:b', 'a\\b', 'a/b', '..', ''].filter((name) => isSingleName(name, windows))).toEqual([]);
    expect(isSingleName('a:b', flavourOf('linux'))).toBe(true);
    expect(['PROGRA~1', 'SECRET~12.TXT'].map(maybeShortName)).toEqual([true, true]);
    expect(['a~b', 'longer-name~1', 'x.tar~1'].map(maybeShortName)).toEqual([false, false, false]);
  });
});

it.each([
  ['/a', { path: '/a', readOnly: false }],
  ['/a:ro', { path: '/a', readOnly: true }],
  ['/a:rw', { path: '/a', readOnly: false }],
  ['/a:ro:rw', { path: '/a:ro', readOnly: false }],
  ['C:\\a:ro', { path: 'C:\\a', readOnly: true }],
  [':ro', { path: ':ro', readOnly: false }],
])('reads the directory %s', (text, spec) => {
  expect(parseRootSpec(text)).toEqual(spec);
});
