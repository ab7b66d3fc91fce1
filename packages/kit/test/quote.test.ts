// Quoting is right when the shell, or the parser, gives back the word.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { quotePosix, quotePowerShell, quoteToml } from '../src/quote.ts';
import { variable } from './variable.ts';

const words = [
  'plain',
  '/usr/bin/node',
  'C:\\Program Files\\nodejs\\node.exe',
  'two words',
  "it's",
  '"quoted"',
  '$HOME `id` $(id)',
  variable('TOKEN'),
  '--',
  '-e',
  '*.{a,b}',
  'a;b|c&d>e',
  '!history',
  'line\nend',
  'ümläut 😀',
  '%PATH%',
  '',
  '~',
  '#no',
];

describe('quotePosix', () => {
  it('gives every word back through a real shell', () => {
    const out = execFileSync('sh', ['-c', `printf '%s\\0' ${words.map(quotePosix).join(' ')}`], {
      encoding: 'utf8',
    });
    expect(out.split('\0').slice(0, -1)).toEqual(words);
  });
});

describe('quotePowerShell', () => {
  it.each([
    ['C:\\node.exe', 'C:\\node.exe'],
    ['C:\\Program Files\\node.exe', "'C:\\Program Files\\node.exe'"],
    ["it's", "'it''s'"],
    ['$env:X', "'$env:X'"],
    ['--', "'--'"],
    ['a,b', "'a,b'"],
    ['@x', "'@x'"],
    ['', "''"],
  ])('%j', (word, expected) => {
    expect(quotePowerShell(word)).toBe(expected);
  });
});

describe('quoteToml', () => {
  it('uses only escapes TOML and JSON share', () => {
    for (const word of words) expect(JSON.parse(quoteToml(word))).toBe(word);
    expect(quoteToml('a\u0000\u001b\u007f')).toBe('"a\\u0000\\u001b\\u007f"');
  });
});
