// What walks leave out: excludePatterns and .gitignore rules, compared with git itself.
import { execFileSync } from 'node:child_process';
import type { Tree } from '@plainmcp/harness/tmp';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ground } from './search-fixture.ts';

/** A name that is a file already cannot be a directory as well: the first one wins. */
function writeIfFree(files: Tree, name: string, content: string): void {
  try {
    files.write(name, content);
  } catch (error) {
    if (!(error instanceof Error && /ENOTDIR|EISDIR|EEXIST/.test(error.message))) throw error;
  }
}

describe('exclusion', () => {
  it('reads patterns as the official server does', async () => {
    const { search } = await ground({
      node_modules: { 'a.js': '', sub: { 'b.js': '' } },
      pkg: { node_modules: { 'c.js': '' }, 'd.js': '', 'e.log': '' },
      'f.log': '',
    });
    const found = async (...excludePatterns: string[]) =>
      (await search({ pattern: '*.*', excludePatterns })).lines;
    expect(await found('node_modules')).toEqual(['f.log', 'pkg/d.js', 'pkg/e.log']);
    expect(await found('pkg/node_modules', 'node_modules/sub')).toEqual([
      'f.log',
      'node_modules/a.js',
      'pkg/d.js',
      'pkg/e.log',
    ]);
    // With a star the whole path is matched.
    expect(await found('*.log')).toContain('pkg/e.log');
    expect(await found('*.log')).not.toContain('f.log');
    expect(await found('**/node_modules/**', '**/*.log')).toEqual(['pkg/d.js']);
  });

  it('follows .gitignore with nested files, negation and the exclude file', async () => {
    const { search } = await ground({
      '.git': { config: '', info: { exclude: 'private\n' } },
      '.gitignore': '# build\n*.log\n/dist/\n!keep.log\nsub/only\n',
      'a.log': '',
      'keep.log': '',
      private: '',
      dist: { 'x.ts': '' },
      sub: {
        '.gitignore': '*.ts\n!main.ts\n/dist\n',
        'a.ts': '',
        'main.ts': '',
        dist: '',
        only: '',
        deep: { 'b.ts': '', dist: '' },
      },
    });
    expect((await search({ pattern: '*' })).lines).toEqual([
      '.gitignore',
      'keep.log',
      'sub/',
      'sub/.gitignore',
      'sub/deep/',
      'sub/deep/dist',
      'sub/main.ts',
    ]);
    expect((await search({ path: 'sub', pattern: '*.ts' })).lines).toEqual(['main.ts']);
    expect((await search({ path: 'dist', pattern: '*.ts' })).lines).toEqual(['x.ts']);
    expect((await search({ pattern: '*.log', respectGitignore: false })).lines).toEqual([
      'a.log',
      'keep.log',
    ]);
    expect((await search({ pattern: 'config', respectGitignore: false })).lines).toEqual(['.git/config']);
  });

  it('are named when nothing was found', async () => {
    const { search, grep } = await ground({ '.gitignore': 'out\n', out: { 'a.ts': 'needle' } });
    const remark = '[left out by .gitignore: 1 file or directory; respectGitignore=false searches them]';
    expect(await search({ pattern: 'a.ts' })).toMatchObject({ text: 'No matches found', notes: remark });
    expect(await grep({ query: 'needle' })).toMatchObject({ text: 'No matches found', notes: remark });
    expect((await grep({ query: 'out' })).notes).toBe('');
  });

  it('lets a repository inside another follow its own rules only', async () => {
    const { search } = await ground({
      '.git': { HEAD: '' },
      '.gitignore': '*.tmp\n',
      inner: { '.git': { HEAD: '' }, 'a.tmp': '', '.gitignore': '*.bak\n', 'b.bak': '' },
      'c.tmp': '',
    });
    expect((await search({ pattern: '*.{tmp,bak}' })).lines).toEqual(['inner/a.tmp']);
  });

  it('agrees with git on generated rules', async () => {
    const names = ['a', 'b', 'ab', 'a.log', 'b.ts', 'x y'];
    const rule = fc.constantFrom(
      'a',
      'b/',
      '/a',
      '!a',
      '!b',
      '*.log',
      'a/*',
      '!a/b',
      '**/ab',
      'a/**',
      '/*/a',
      '*',
      '!*/',
      'b/a',
      '?',
      '[ab]',
      'x\\ y',
      '!*.ts',
      'a/**/b',
      '/a/b/',
      'a/?/b',
      '!/b',
      'ab/*.ts',
      '[a]/b',
      '\\!a',
      '!a/',
      'b ',
      '#c',
    );
    const rules = fc.array(rule, { maxLength: 5 }).map((lines) => `${lines.join('\n')}\n`);
    const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        rules,
        rules,
        rules,
        fc.array(path, { minLength: 1, maxLength: 12 }),
        async (top, nested, excluded, paths) => {
          const { files, search } = await ground({});
          for (const parts of paths) {
            writeIfFree(files, parts.join('/'), '');
          }
          files.write('.gitignore', top);
          writeIfFree(files, 'a/.gitignore', nested);
          const git = (...args: string[]) =>
            execFileSync('git', ['-C', files.path, ...args], {
              encoding: 'utf8',
              env: {
                PATH: process.env['PATH'],
                GIT_CONFIG_GLOBAL: '/dev/null',
                GIT_CONFIG_SYSTEM: '/dev/null',
              },
            });
          git('init', '--quiet');
          files.write('.git/info/exclude', excluded);
          const wanted = git('ls-files', '-z', '--others', '--exclude-standard').split('\0').filter(Boolean);
          const found = await search({ pattern: '*', type: 'file', limit: 500 });
          expect([...found.lines].sort()).toEqual(wanted.sort());
        },
      ),
      { numRuns: 60 },
    );
  });
});
