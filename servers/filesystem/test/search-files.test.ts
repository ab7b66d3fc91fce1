// search_files: what matches, what is left out, pages and limits.
import { execFileSync } from 'node:child_process';
import { link } from '@plainmcp/harness/tmp';
import fc from 'fast-check';
import { Minimatch } from 'minimatch';
import { describe, expect, it } from 'vitest';
import { ground } from './search-fixture.ts';

const sample = {
  'README.md': '',
  '.hidden': { 'note.md': '' },
  src: { 'main.ts': '', 'main.test.ts': '', lib: { 'deep.ts': '', 'README.md': '' } },
  docs: { 'a.md': '', 'b.txt': '' },
};

describe.each(['pinned', 'chdir'] as const)('with the %s gate', (gate) => {
  it('finds a name at any depth and a path from the start', async () => {
    const { search } = await ground(sample, { gate });
    expect((await search({ pattern: '*.md' })).lines).toEqual([
      '.hidden/note.md',
      'README.md',
      'docs/a.md',
      'src/lib/README.md',
    ]);
    expect((await search({ pattern: 'README.md' })).lines).toEqual(['README.md', 'src/lib/README.md']);
    expect((await search({ pattern: '**/README.md' })).lines).toEqual(['README.md', 'src/lib/README.md']);
    expect((await search({ pattern: 'src/*.ts' })).lines).toEqual(['src/main.test.ts', 'src/main.ts']);
    expect((await search({ pattern: './src/**/*.ts' })).lines).toEqual([
      'src/lib/deep.ts',
      'src/main.test.ts',
      'src/main.ts',
    ]);
    expect((await search({ pattern: '/*.md' })).lines).toEqual(['README.md']);
    expect((await search({ path: 'src', pattern: 'lib/*' })).lines).toEqual(['lib/README.md', 'lib/deep.ts']);
    expect((await search({ pattern: 'nothing*' })).text).toBe('No matches found');
  });

  it('marks directories and keeps to the type asked for', async () => {
    const { search } = await ground({ ...sample, to: link('src') }, { gate });
    expect((await search({ pattern: 'lib' })).lines).toEqual(['src/lib/']);
    expect((await search({ pattern: '*', type: 'directory' })).lines).toEqual([
      '.hidden/',
      'docs/',
      'src/',
      'src/lib/',
    ]);
    expect((await search({ pattern: 's*/', type: 'file' })).lines).toEqual([]);
    expect((await search({ pattern: 'l*/' })).lines).toEqual(['src/lib/']);
    expect((await search({ pattern: '*', type: 'link' })).lines).toEqual(['to']);
  });

  it('never follows links, and hides those that lead out', async () => {
    const { search } = await ground(
      {
        a: { 'x.md': '', loop: link('..'), out: link('../../outside'), 'out.md': link('../../outside/s.md') },
        'dangling.md': link('nowhere.md'),
        'inner.md': link('a/x.md'),
      },
      { gate, outside: { 's.md': 'secret' } },
    );
    expect((await search({ pattern: '*.md' })).lines).toEqual(['a/x.md', 'dangling.md', 'inner.md']);
    expect((await search({ pattern: '*' })).lines).toEqual([
      'a/',
      'a/loop',
      'a/x.md',
      'dangling.md',
      'inner.md',
    ]);
  });

  it('does not show denied names', async () => {
    const { search } = await ground(
      { ...sample, '.env': '', '.ssh': { id: '' } },
      { gate, deny: ['.env', '.ssh/'] },
    );
    expect((await search({ pattern: '{.env,.ssh,id}' })).lines).toEqual([]);
    expect((await search({ pattern: 'src/*.ts' })).lines).toHaveLength(2);
  });
});

describe('patterns', () => {
  it('agrees with minimatch on every path', async () => {
    const pattern = fc.constantFrom(
      '**',
      '**/*',
      'src/**',
      '*/lib/*',
      '**/lib/**',
      '{src,docs}/*.{md,ts}',
      'src/[!m]*',
      '**/*.test.ts',
      'src/**/d?ep.ts',
      's*/**/*.ts',
      '!src/**',
      'src/@(main|x).ts',
      '*/*',
    );
    const { files, search } = await ground(sample);
    const all = files
      .list()
      .filter((name) => name.startsWith('root/'))
      .map((name) => name.slice('root/'.length).replace(/\/$/, ''))
      .filter(Boolean);
    await fc.assert(
      fc.asyncProperty(pattern, async (given) => {
        const glob = new Minimatch(given, { dot: true });
        const found = await search({ pattern: given, limit: 500 });
        expect(found.lines.map((name) => name.replace(/\/$/, '')).sort()).toEqual(
          all.filter((name) => glob.match(name)).sort(),
        );
      }),
    );
  });

  it('takes the absolute directory in the pattern', async () => {
    const { files, search } = await ground(sample);
    expect((await search({ pattern: `${files.path}/src/**/*.ts` })).lines).toHaveLength(3);
    expect((await search({ pattern: `${files.path}/*.md` })).lines).toEqual(['README.md']);
  });

  it('refuses patterns over the limits', async () => {
    const { search } = await ground(sample);
    const refused = async (pattern: string) => {
      const { isError, text } = await search({ pattern });
      expect(isError).toBe(true);
      return text;
    };
    expect(await refused('a'.repeat(1025))).toContain('at most 1024');
    expect(await refused('{1..257}')).toContain('more than 256');
    expect(await refused('{a,b}'.repeat(9))).toContain('more than 256');
    expect(await refused(`${'{'.repeat(40)}a,b${'}'.repeat(40)}`)).toContain('more than 256');
    expect(await refused('')).toContain('pattern is empty');
    expect(await refused('a\0b')).toContain('NUL');
    expect((await search({ pattern: `{${'a,'.repeat(254)}*.md}` })).isError).toBe(false);
    expect((await search({ pattern: '*', excludePatterns: Array(101).fill('x') })).text).toContain(
      'at most 100',
    );
    expect((await search({ pattern: '*', excludePatterns: ['{1..999}'] })).isError).toBe(true);
  });

  it('is not held up by patterns made to backtrack', async () => {
    const { search } = await ground({ ['a'.repeat(60)]: '', ['ac'.repeat(100)]: '' });
    for (const pattern of [
      `**/${'*a'.repeat(8)}b`,
      `${'*a'.repeat(40)}d`,
      `${'+(a|c)'.repeat(12)}d`,
      '+(+(+(a)))d',
      `${'**/'.repeat(300)}x`,
    ]) {
      expect((await search({ pattern })).lines).toEqual([]);
    }
    const { search: ignoring } = await ground({
      '.gitignore': `${'*a'.repeat(40)}c\n`,
      ['a'.repeat(200)]: '',
    });
    expect((await ignoring({ pattern: 'a*' })).lines).toHaveLength(1);
  });
});

describe('names and places', () => {
  it('shows odd names as one visible line each', async () => {
    const { search } = await ground({
      'a\nb': '',
      'c\u202ed': '',
      __proto__x: '',
      constructor: '',
      'é ü': '',
    });
    expect((await search({ pattern: '*' })).lines).toEqual([
      '__proto__x',
      'a\\nb',
      'constructor',
      'c\\u{202e}d',
      'é ü',
    ]);
  });

  it('says what it could not read', async () => {
    const { files, search } = await ground({ 'top.txt': '' });
    // Deeper than a path can be long.
    const script = `const { mkdirSync, writeFileSync } = require('node:fs');
      for (let i = 0; i < 45; i += 1) { mkdirSync('${'0'.repeat(200)}'); process.chdir('${'0'.repeat(200)}'); }
      writeFileSync('deep.txt', '');`;
    try {
      execFileSync(process.execPath, ['-e', script], { cwd: files.path, stdio: 'pipe' });
      const { lines, notes } = await search({ pattern: '*.txt' });
      expect(lines).toEqual(['top.txt']);
      expect(notes).toMatch(/^\[not read: 1 file or directory, first 0+/);
    } finally {
      execFileSync('rm', ['-rf', '0'.repeat(200)], { cwd: files.path });
    }
  });

  it('explains a path that is no directory', async () => {
    const { search } = await ground({ 'a.txt': '' });
    expect((await search({ path: 'a.txt', pattern: '*' })).text).toContain('ENOTDIR');
    expect((await search({ path: 'missing', pattern: '*' })).text).toContain('ENOENT');
    expect((await search({ path: '/etc', pattern: '*' })).text).toContain('Access denied');
  });

  it('answers in the official shape', async () => {
    const { files, search } = await ground(
      { ...sample, '.gitignore': '*.md', to: link('docs'), dangling: link('nowhere') },
      { settings: { officialOutput: true } },
    );
    const found = await search({ pattern: 'a.md' });
    expect(found.text).toBe(files.join('docs/a.md'));
    expect(found.result.structuredContent).toEqual({ content: found.text });
    expect((await search({ pattern: 'lib' })).text).toBe(files.join('src/lib'));
    // Real paths, and no links that lead nowhere.
    expect((await search({ path: 'to', pattern: 'a.md' })).text).toBe(files.join('docs/a.md'));
    expect((await search({ pattern: '{to,dangling}' })).text).toBe(files.join('to'));
    expect((await search({ pattern: 'none' })).result.structuredContent).toEqual({
      content: 'No matches found',
    });
  });
});
