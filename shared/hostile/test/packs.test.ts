// The packs are data: what can be wrong with data is that it is empty, doubled, or not what it says.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { gitCanary, hostileGitArguments } from '../src/gitargs.ts';
import { hostileGlobs } from '../src/globs.ts';
import { hostilePaths } from '../src/paths.ts';
import { catastrophic, hostileRegexes } from '../src/regexes.ts';
import { hostileSql } from '../src/sql.ts';
import { brokenUtf8, hostileTexts, injections, invisibles, loneSurrogates } from '../src/text.ts';
import { hostileUrls } from '../src/urls.ts';

const surroundings = { root: '/tmp/allowed', outside: '/tmp/other/secret.txt' };
const packs = {
  paths: hostilePaths(surroundings),
  texts: hostileTexts,
  urls: hostileUrls,
  sql: hostileSql,
  gitargs: hostileGitArguments,
  globs: hostileGlobs,
  regexes: hostileRegexes,
};

describe.each(Object.entries(packs))('%s', (_, pack) => {
  it('has names of its own for at least ten cases', () => {
    expect(pack.length).toBeGreaterThanOrEqual(10);
    const names = pack.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('knows more than one outcome', () => {
    expect(new Set(pack.map((item) => item.expect)).size).toBeGreaterThan(1);
  });
});

describe('paths', () => {
  const find = (name: string) => packs.paths.find((item) => item.name === name)?.value;

  it('build on the folder they are given', () => {
    expect(find('sibling with the same beginning')).toBe('/tmp/allowed-evil/secret.txt');
    expect(find('a file outside')).toBe(surroundings.outside);
    expect(find('parent of the folder')).toBe('/tmp');
  });

  it('that must be refused are never a plain name inside the folder', () => {
    const plain = packs.paths.filter(
      ({ value, expect: outcome }) =>
        outcome === 'refuse' && /^\/tmp\/allowed(\/[\w.-]{1,255})+$/.test(value) && !value.includes('..'),
    );
    expect(plain.map(({ name }) => name)).toEqual(['4,200 characters in short parts']);
  });
});

describe('texts', () => {
  it('of the invisible kind hold something that cannot be seen', () => {
    const unseen = /\p{Cf}|\p{Cc}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}/u;
    expect(invisibles.filter(({ value }) => !unseen.test(value))).toEqual([]);
    expect(injections.filter(({ value }) => unseen.test(value.replaceAll('\n', '')))).toEqual([]);
  });

  it('of the broken kind are broken', () => {
    expect(loneSurrogates.filter((value) => !/\p{Surrogate}/u.test(value))).toEqual([]);
    for (const bytes of brokenUtf8)
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
  });
});

describe('urls', () => {
  it('that name loopback or metadata in disguise mean it', () => {
    const hostOf = (name: string) =>
      new URL(hostileUrls.find((item) => item.name === name)?.value ?? '').hostname;
    for (const name of [
      'loopback in decimal',
      'loopback in hex',
      'loopback in octal',
      'loopback, short',
      'full-width digits',
      'full-width dots',
      'backslash for a slash',
    ]) {
      expect([name, hostOf(name)]).toEqual([
        name,
        name === 'backslash for a slash' ? 'example.com' : '127.0.0.1',
      ]);
    }
    expect(hostOf('metadata address in decimal')).toBe('169.254.169.254');
    expect(hostOf('metadata address in octal')).toBe('169.254.169.254');
    expect(hostOf('enclosed letters')).toBe('localhost');
    expect(hostOf('user info that looks like a host')).toBe('127.0.0.1');
  });
});

describe('regexes', () => {
  it('that must be refused do not compile, or are too long', () => {
    for (const { value } of hostileRegexes.filter(
      (item) => item.expect === 'refuse' && item.value.length < 1000,
    )) {
      expect(() => new RegExp(value, 'u')).toThrow(SyntaxError);
    }
    for (const { value } of hostileRegexes.filter((item) => item.expect === 'bounded'))
      expect(() => new RegExp(value)).not.toThrow();
  });

  it.each(catastrophic)('$name really hangs a backtracking engine', ({ value, subject }) => {
    const script = `process.stdout.write('begun'); new RegExp(${JSON.stringify(value)}).test(${JSON.stringify(subject)}); process.stdout.write('over');`;
    const { stdout, signal } = spawnSync(process.execPath, ['-e', script], {
      timeout: 1500,
      killSignal: 'SIGKILL',
      encoding: 'utf8',
    });
    expect({ stdout, signal }).toEqual({ stdout: 'begun', signal: 'SIGKILL' });
  });
});

describe('gitargs', () => {
  it('would touch only the canary', () => {
    const touching = hostileGitArguments.filter(({ value }) => value.includes('touch'));
    expect(touching.length).toBeGreaterThan(3);
    expect(touching.every(({ value }) => value.includes(gitCanary))).toBe(true);
  });
});
