// directory_tree: the three looks, the budget, and counts that add up.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { link } from '@plainmcp/harness/tmp';
import fc from 'fast-check';
import { Minimatch } from 'minimatch';
import { describe, expect, it } from 'vitest';
import { ground } from './search-fixture.ts';

const sample = {
  'README.md': '',
  empty: {},
  src: { 'a.ts': '', 'b.ts': '', lib: { 'c.ts': '' } },
  to: link('src'),
};

interface Node {
  readonly name: string;
  readonly type: string;
  readonly children?: readonly Node[];
  readonly entries?: number;
  readonly more?: number;
}

/** The official server's algorithm, by path and without confinement; links told apart. */
function official(root: string, excludePatterns: readonly string[], relative = ''): Node[] {
  return readdirSync(join(root, relative), { withFileTypes: true }).flatMap((entry): Node[] => {
    const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
    const hits = (pattern: string) => new Minimatch(pattern, { dot: true }).match(path);
    const excluded = excludePatterns.some((given) =>
      given.includes('*') ? hits(given) : hits(given) || hits(`**/${given}`) || hits(`**/${given}/**`),
    );
    if (excluded) return [];
    const type = entry.isDirectory() ? 'directory' : entry.isSymbolicLink() ? 'link' : 'file';
    return [
      {
        name: entry.name,
        type,
        ...(type === 'directory' ? { children: official(root, excludePatterns, path) } : {}),
      },
    ];
  });
}

/** Entries that the lines of a compact tree show and count. */
function tally(lines: readonly string[]): number {
  let total = 0;
  for (const line of lines) {
    const [path = '', names = ''] = line.split(/:(?: |$)/);
    if (path !== '.') total += 1;
    const counted = /\.\.\. ([\d,]+)(?: more)? entries$/.exec(names);
    if (counted) total += Number(counted[1]?.replaceAll(',', ''));
    total += names
      .replace(/\.\.\. .*$/, '')
      .split(' ')
      .filter(Boolean).length;
  }
  return total;
}

function sum(nodes: readonly Node[]): number {
  return nodes.reduce(
    (total, { name, children = [], entries = 0, more = 0 }) =>
      total + (name === undefined ? 0 : 1) + sum(children) + entries + more,
    0,
  );
}

describe.each(['pinned', 'chdir'] as const)('with the %s gate', (gate) => {
  it('is one line a directory', async () => {
    const { tree } = await ground(sample, { gate });
    expect((await tree({})).text).toBe('.: README.md to@\nempty:\nsrc: a.ts b.ts\nsrc/lib: c.ts');
    expect((await tree({ path: 'src' })).text).toBe('.: a.ts b.ts\nlib: c.ts');
    expect((await tree({ path: 'to' })).text).toBe('.: a.ts b.ts\nlib: c.ts');
    expect((await tree({ path: 'empty' })).text).toBe('.:');
    expect((await tree({ maxDepth: 1 })).text).toBe('.: README.md to@\nempty:\nsrc: ... 4 entries');
  });

  it('is JSON without whitespace on request', async () => {
    const { tree } = await ground(sample, { gate });
    const { text } = await tree({ format: 'json', maxDepth: 2 });
    expect(text).not.toMatch(/\s/);
    expect(JSON.parse(text)).toEqual([
      { name: 'README.md', type: 'file' },
      { name: 'empty', type: 'directory', children: [] },
      {
        name: 'src',
        type: 'directory',
        children: [
          { name: 'a.ts', type: 'file' },
          { name: 'b.ts', type: 'file' },
          { name: 'lib', type: 'directory', entries: 1 },
        ],
      },
      { name: 'to', type: 'link' },
    ]);
  });

  it('leaves out what is excluded, ignored or denied', async () => {
    const { tree } = await ground(
      {
        '.git': { HEAD: '' },
        '.gitignore': 'out\n',
        out: { x: '' },
        node_modules: { y: '' },
        '.env': '',
        a: { '.env': '', b: '' },
      },
      { gate, deny: ['.env'] },
    );
    expect((await tree({ excludePatterns: ['node_modules'] })).text).toBe('.: .gitignore\na: b');
    expect((await tree({ respectGitignore: false })).text).toBe(
      '.: .gitignore\n.git: HEAD\na: b\nnode_modules: y\nout: x',
    );
  });
});

describe('the official shape', () => {
  it('is what the official server says, but for links', async () => {
    const name = fc.constantFrom('a', 'b', 'node_modules', '.git', 'x.log', 'y.ts');
    const path = fc.array(name, { minLength: 1, maxLength: 4 });
    const excluded = fc.array(
      fc.constantFrom(
        'node_modules',
        '*.log',
        '**/*.log',
        'a/b',
        'b/*',
        '**/b/**',
        '.git',
        'f?',
        '[ab]',
        '{a,f2}',
        '**/b',
        'a/**/f3',
        '*',
        'x.log/f[23]',
        '{a/b,b}',
        '**/{a,b}/f*',
        'f1*',
      ),
      { maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(path, { maxLength: 12 }), excluded, async (paths, excludePatterns) => {
        const { files, tree } = await ground(
          { '.gitignore': '*', to: link('nowhere') },
          { settings: { officialOutput: true } },
        );
        // File names carry their depth, so that none is a directory as well.
        for (const parts of paths) files.write(`${parts.join('/')}/f${parts.length}`, '');
        const { text, result, notes } = await tree({ excludePatterns });
        expect(text).toBe(JSON.stringify(official(files.path, excludePatterns), undefined, 2));
        expect(result.structuredContent).toEqual({ content: text });
        expect(notes).toBe('');
      }),
      { numRuns: 40 },
    );
  });

  it('stays under 4 MiB on the wire, text twice', async () => {
    const { tree } = await ground(
      Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`d${i % 40}/${'é"'.repeat(60)}${i}`, ''])),
      { settings: { officialOutput: true } },
    );
    const { text, result, notes } = await tree({});
    expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(4 * 1024 * 1024);
    expect(Buffer.byteLength(JSON.stringify(result))).toBeGreaterThan(3 * 1024 * 1024);
    expect(notes).toMatch(/^\[cut: [\d,]+ of 5,040 entries shown; /);
    const nodes: Node[] = JSON.parse(text);
    expect(sum(nodes)).toBe(5040);
  });
});

describe('the budget', () => {
  const wide = Object.fromEntries(
    Array.from({ length: 600 }, (_, i) => [`p${i % 20}/${i % 3 === 0 ? 'deep/er' : 'src'}/f${i}.ts`, '']),
  );
  const total = 600 + 20 + 20 * 3;

  it('shows the top levels and counts the rest', async () => {
    const { tree } = await ground({ ...wide, 'top.md': '' });
    const { lines, notes } = await tree({ maxEntries: 100 });
    expect(tally(lines)).toBe(total + 1);
    expect(lines[0]).toBe('.: top.md');
    for (let i = 0; i < 20; i += 1) expect(lines.some((line) => line.startsWith(`p${i}`))).toBe(true);
    expect(notes).toBe(
      '[cut: 100 of 681 entries shown; narrow: path=a subdirectory, excludePatterns or maxDepth]',
    );
  });

  it('adds up whatever it is', async () => {
    const { tree } = await ground(wide);
    for (const maxEntries of [1, 2, 7, 50, 200, 400, 679, 680, 5000]) {
      const { lines, notes } = await tree({ maxEntries });
      expect(tally(lines)).toBe(total);
      expect(sum(JSON.parse((await tree({ maxEntries, format: 'json' })).text))).toBe(total);
      expect(notes.startsWith('[cut')).toBe(maxEntries < total);
    }
  });

  it('does not let one directory take it all', async () => {
    const { tree } = await ground({
      ...Object.fromEntries(Array.from({ length: 1200 }, (_, i) => [`many/f${i}`, ''])),
      src: { a: { 'x.ts': '' }, b: { 'y.ts': '' } },
    });
    const { lines } = await tree({});
    expect(lines).toContain('src/a: x.ts');
    expect(lines).toContain('src/b: y.ts');
    expect(lines.find((line) => line.startsWith('many: '))).toMatch(/ \.\.\. \d{3} more entries$/);
  });

  it('counts characters too', async () => {
    const { tree } = await ground(
      Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`d${i % 9}/${'n'.repeat(200)}${i}`, ''])),
      { settings: { maxOutputChars: 5000 } },
    );
    for (const format of ['compact', 'json']) {
      const { text, notes } = await tree({ format });
      expect(text.length + notes.length).toBeLessThanOrEqual(5000);
      expect(text.length).toBeGreaterThan(3000);
      expect(notes).toContain('of 509 entries shown');
    }
  });
});

describe('names', () => {
  it('that could be misread are quoted', async () => {
    const { tree } = await ground({
      'a b': { 'c: d': '' },
      'say "hi"': '',
      'at@': '',
      '...': '',
      'line\nend': '',
      é: '',
      'x\u202ey': '',
      'back\\slash': '',
    });
    expect((await tree({})).lines).toEqual([
      '.: "..." "at@" "back\\\\slash" "line\\\\nend" "say \\"hi\\"" "x\\\\u{202e}y" é',
      '"a b": "c: d"',
    ]);
  });
});
