// Paths that try to leave an allowed folder, block, or mean another file than they seem to.
import { basename, dirname, join } from 'node:path';
import type { HostileCase } from './case.ts';

/**
 * `refuse`: an error, and nothing outside is read, written or revealed to exist.
 * `inside`: may work, but only on the file of exactly that name inside the folder; an error is as good.
 * `refuse-on-windows`: `refuse` there; elsewhere an ordinary if odd name, so `inside`.
 */
export type PathExpectation = 'refuse' | 'inside' | 'refuse-on-windows';
export type HostilePath = HostileCase<PathExpectation>;

/** What lies outside, for tests that check that it was neither read nor changed. */
export interface Surroundings {
  /** The allowed folder, absolute. */
  readonly root: string;
  /** An existing file outside, absolute. */
  readonly outside: string;
}

const traversals = [
  '..',
  '../',
  './..',
  'a/../..',
  'a/../../..',
  '../../../../../../../../etc/passwd',
  '..//..//etc/passwd',
  './/../',
  'a/./../../',
];
const encoded = [
  '%2e%2e/%2e%2e/etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '..%c0%af..%c0%afetc/passwd',
  '%252e%252e%252f',
  '..%00/etc/passwd',
  '．．/．．/etc/passwd',
  '..∕..∕etc∕passwd',
  '‥/etc/passwd',
  '…/etc/passwd',
];
const windowsForms = [
  ['UNC share', '\\\\server\\share\\a.txt'],
  ['long path prefix', '\\\\?\\C:\\Windows\\win.ini'],
  ['device prefix', '\\\\.\\PhysicalDrive0'],
  ['global root', '\\\\?\\GLOBALROOT\\Device\\HarddiskVolume1\\a'],
  ['NT object path', '\\??\\C:\\Windows\\win.ini'],
  ['other drive', 'D:\\secret.txt'],
  ['drive-relative', 'C:secret.txt'],
  ['rooted without drive', '\\Windows\\win.ini'],
  ['backslash traversal', '..\\..\\..\\Windows\\win.ini'],
  ['mixed separators', '..\\../..\\etc/passwd'],
] as const;
const windowsNames = [
  'CON',
  'con.txt',
  'NUL',
  'nul.tar.gz',
  'AUX',
  'aux.c',
  'PRN',
  'COM1',
  'COM9.log',
  'LPT1',
  'COM¹',
  'CONIN$',
  'CONOUT$',
  'a.txt:hidden',
  'a.txt::$DATA',
  '.:stream',
  'a.txt.',
  'a.txt...',
  'a.txt ',
  'a .txt. .',
  'a?b',
  'a*b',
  'a<b',
  'a>b',
  'a|b',
  'a"b',
  'PROGRA~1',
];
const controls = [
  '\u0000',
  'a.txt\u0000',
  '\u0000/etc/passwd',
  'a\u0000.png',
  'a\nb',
  'a\rb',
  'a\tb',
  'a\u001b[31mb',
  'a\u007fb',
  '\u0001',
];
const systemPlaces = [
  '/proc/self/environ',
  '/proc/self/mem',
  '/proc/self/root/etc/passwd',
  '/proc/self/cwd',
  '/proc/self/fd/0',
  '/proc/1/root/etc/passwd',
  '/proc/thread-self/environ',
  '/dev/zero',
  '/dev/random',
  '/dev/tty',
  '/dev/stdin',
  '/dev/fd/0',
  '/sys/kernel/notes',
  '/etc/passwd',
  '/',
];
const lookAlikes = [
  'a\u202etxt.exe',
  'a\u200b.txt',
  'а.txt',
  'a\ufe0f.txt',
  '\ufeffa.txt',
  'a\u00a0.txt',
  'a\u2024txt',
  'ﬁle.txt',
  'CAFE\u0301.txt',
  'caf\u00e9.txt',
  'ı.txt',
  'K.txt',
  'straße.txt',
  'STRASSE.TXT',
  '\ud83d\ude00.txt',
];
const urls = [
  'file:///etc/passwd',
  'file://localhost/etc/passwd',
  'file:/etc/passwd',
  'FILE:///etc/passwd',
  'file:///%2e%2e/etc/passwd',
  'http://127.0.0.1/a.txt',
  'data:text/plain,a',
];

/** The whole pack for one allowed folder. */
export function hostilePaths({ root, outside }: Surroundings): readonly HostilePath[] {
  const refuse = (name: string, value: string): HostilePath => ({ name, value, expect: 'refuse' });
  const inside = (name: string, value: string): HostilePath => ({ name, value, expect: 'inside' });
  const onWindows = (name: string, value: string): HostilePath => ({
    name,
    value,
    expect: 'refuse-on-windows',
  });
  const show = (text: string): string => JSON.stringify(text).slice(1, 41);
  return [
    ...traversals.map((value) =>
      refuse(`absolute traversal ${value}`, `${root}/${value === '..' ? '../' : ''}${value}`),
    ),
    ...traversals
      .filter((value) => value.includes('/'))
      .map((value) => refuse(`relative traversal ${value}`, `../${value}`)),
    refuse('parent of the folder', dirname(root)),
    refuse('sibling with the same beginning', `${root}-evil/secret.txt`),
    refuse('sibling with the same beginning, no file', `${root}-evil`),
    refuse('sibling cut short', join(dirname(root), basename(root).slice(0, -1), 'a.txt')),
    refuse('a file outside', outside),
    refuse(
      'a file outside by way of the folder',
      `${root}/../${basename(dirname(outside))}/${basename(outside)}/../../${basename(dirname(outside))}/${basename(outside)}`,
    ),
    refuse('a file outside that does not exist', join(dirname(root), 'no-such-folder', 'x')),
    ...systemPlaces.map((value) => refuse(`system place ${value}`, value)),
    ...controls.map((value) => refuse(`control character in ${show(value)}`, join(root, 'x') + value)),
    refuse('empty', ''),
    refuse('4,200 characters in short parts', `${root}/${'a/'.repeat(2100)}x`),
    refuse('a name of 300 characters', join(root, 'n'.repeat(300))),
    refuse('100,000 characters', join(root, 'p'.repeat(100_000))),
    refuse('home folder', '~'),
    refuse('file in the home folder', '~/.ssh/id_rsa'),
    refuse('home folder of another user', '~root/.bashrc'),
    refuse('variable', '$HOME/.ssh/id_rsa'),
    refuse('variable in braces', `\${HOME}/.ssh/id_rsa`),
    onWindows('Windows variable', '%USERPROFILE%\\secret.txt'),
    ...urls.map((value) => refuse(`URL ${value}`, value)),
    refuse('UNC share with slashes', '//server/share/a.txt'),
    ...windowsForms.map(([name, value]) => onWindows(name, value)),
    ...encoded.map((value) =>
      inside(`encoded or look-alike dots ${show(value)}`, join(root, value.replace(/^\/+/, ''))),
    ),
    ...lookAlikes.map((value) => inside(`look-alike ${show(value)}`, join(root, value))),
    ...windowsNames.map((value) => onWindows(`Windows name ${show(value)}`, `${root}/${value}`)),
    inside('option-like name', join(root, '-rf')),
    inside('option-like name with value', join(root, '--output=x')),
    inside(
      'case changed',
      root.toUpperCase() === root
        ? root.toLowerCase()
        : join(dirname(root), basename(root).toUpperCase(), 'a.txt'),
    ),
    inside('shell text', join(root, '$(touch x);`touch x`|x&')),
    inside('lone surrogate', `${root}/a\ud800.txt`),
  ];
}
