// search_content: what is found in which files, and how it is shown.
import { link } from '@plainmcp/harness/tmp';
import { describe, expect, it } from 'vitest';
import { ground } from './search-fixture.ts';

const utf16 = (text: string, order: 'le' | 'be') => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
};

describe('literal text', () => {
  it('shows the file and numbered lines, files before subdirectories', async () => {
    const { grep } = await ground({
      'z.txt': 'one needle\nnothing\nneedle again needle\n',
      a: { 'b.txt': 'the needle.', 'c.txt': 'other' },
    });
    expect((await grep({ query: 'needle' })).text).toBe(
      'z.txt\n1: one needle\n3: needle again needle\na/b.txt\n1: the needle.',
    );
    expect((await grep({ query: 'absent' })).text).toBe('No matches found');
  });

  it('takes every character as itself', async () => {
    const text = 'a.*b [x] (y) {z} \\w $1 ^ | + ? - / "q"';
    const { grep } = await ground({ f: `${text}\naXXb x y z w\n` });
    for (const query of [text, 'a.*b', '[x]', '\\w', '$1', '^', '|', '?', '-', '{z}']) {
      expect((await grep({ query })).lines).toEqual(['f', `1: ${text}`]);
      expect((await grep({ query, ignoreCase: true, wholeWord: query.startsWith('a') })).lines).toEqual([
        'f',
        `1: ${text}`,
      ]);
    }
  });

  it('respects case unless told, beyond ASCII too', async () => {
    const { grep } = await ground({ f: 'Straße ÄRGER\nstrasse ärger\nÃ¤rger\n' });
    expect((await grep({ query: 'ärger' })).lines).toEqual(['f', '2: strasse ärger']);
    expect((await grep({ query: 'ärger', ignoreCase: true })).lines).toEqual([
      'f',
      '1: Straße ÄRGER',
      '2: strasse ärger',
    ]);
    expect((await grep({ query: 'STRASSE', ignoreCase: true })).lines).toEqual(['f', '2: strasse ärger']);
  });

  it('finds whole words only', async () => {
    const { grep } = await ground({ f: 'cat\ncats\nconcat\n_cat\nthe cat.\nécat\ncaté\n猫cat猫\n' });
    expect((await grep({ query: 'cat', wholeWord: true })).lines).toEqual(['f', '1: cat', '5: the cat.']);
    expect((await grep({ query: 'c.t', regex: true, wholeWord: true })).lines).toEqual([
      'f',
      '1: cat',
      '5: the cat.',
    ]);
  });

  it('finds text over several lines, whatever the line ends', async () => {
    const { grep } = await ground({
      unix: 'a\nfirst\nsecond\nb\n',
      dos: 'first\r\nsecond\r\n',
      no: 'first\n\nsecond\n',
    });
    expect((await grep({ query: 'first\nsecond' })).lines).toEqual([
      'dos',
      '1: first',
      '2: second',
      'unix',
      '2: first',
      '3: second',
    ]);
  });
});

describe('regular expressions', () => {
  it('never match over a line end', async () => {
    const { grep } = await ground({ f: 'static\nint x\nstatic int y\nfoo "open\nclose" bar\nend  \n\nlast' });
    const found = async (query: string) => (await grep({ query, regex: true })).lines.slice(1);
    expect(await found('static\\s+int')).toEqual(['3: static int y']);
    expect(await found('"[^"]*"')).toEqual([]);
    expect(await found('open\\W+close')).toEqual([]);
    expect(await found('open[\\s\\S]*close')).toEqual([]);
    expect(await found('o[^x]+open')).toEqual(['4: foo "open']);
    expect(await found('\\s+$')).toEqual(['6: end  ']);
    expect(await found('^\\s*$')).toEqual(['7: ']);
    expect(await found('static(?!\\s+int)')).toEqual(['1: static']);
    expect(await found('(?s:open.*close)')).toEqual([]);
    expect(await found('open\\P{L}*close')).toEqual([]);
    expect(await found('t$')).toEqual(['8: last']);
  });

  it('match over line ends on request, or when they name one', async () => {
    const { grep } = await ground({ f: 'a {\n  b\n}\nc\n', dos: 'x\r\ny\r\n' });
    expect((await grep({ query: 'a \\{.*?\\}', regex: true, multiline: true })).lines).toEqual([
      'f',
      '1: a {',
      '2:   b',
      '3: }',
    ]);
    expect((await grep({ query: '\\}\\nc', regex: true })).lines).toEqual(['f', '3: }', '4: c']);
    expect((await grep({ query: 'x\\r\\ny', regex: true })).lines).toEqual(['dos', '1: x', '2: y']);
    expect((await grep({ query: 'b.c', regex: true })).lines).toEqual([]);
  });

  it('see characters, not bytes', async () => {
    const { grep } = await ground({ f: 'caf\u00e9s\n\u{1f600}!\n\u00e0\u00a0b\n' });
    const found = async (query: string) => (await grep({ query, regex: true })).lines.slice(1);
    expect(await found('caf.s')).toEqual(['1: cafés']);
    expect(await found('^.!$')).toEqual(['2: \u{1f600}!']);
    expect(await found('\\p{L}\\p{L}s')).toEqual(['1: cafés']);
    expect(await found('^\\p{Lu}')).toEqual([]);
    expect(await found('\u00e0\\sb')).toHaveLength(1);
    expect(await found('\\xa0')).toHaveLength(1);
  });

  it('take flags the way other engines write them', async () => {
    const { grep } = await ground({ f: 'TODO: x\n' });
    expect((await grep({ query: '(?i)todo', regex: true })).lines).toEqual(['f', '1: TODO: x']);
    expect((await grep({ query: 'todo\\:\\ X', regex: true, ignoreCase: true })).lines).toHaveLength(2);
  });

  it('are refused with the reason', async () => {
    const { grep } = await ground({ f: 'x' });
    const unclosed = await grep({ query: 'a(b', regex: true });
    expect(unclosed.isError).toBe(true);
    expect(unclosed.text).toContain('query is not a valid regular expression: Unterminated group');
    expect((await grep({ query: '\\p{Nonsense}', regex: true })).text).toContain('Invalid property name');
    expect((await grep({ query: '' })).text).toContain('query is empty');
    expect((await grep({ query: 'x'.repeat(5000) })).text).toContain('at most 4096');
    expect((await grep({ query: '((a{1,999}){1,999}){1,999}', regex: true })).text).toMatch(
      /not a valid|too complex|No matches/,
    );
  });

  it('find empty matches once a line', async () => {
    const { grep } = await ground({ f: 'a\n\nb\n' });
    expect((await grep({ query: 'x*', regex: true })).lines).toEqual(['f', '1: a', '2: ', '3: b']);
  });
});

describe('files', () => {
  it('are decoded by mark and by guess', async () => {
    const { grep } = await ground({
      bom: Buffer.from('\ufeffnäher\n'),
      le: utf16('eins\nnäher\n', 'le'),
      be: utf16('näher\n', 'be'),
      latin: Buffer.from('so n\xe4her \x80\n', 'latin1'),
      plain: 'näher\n',
    });
    expect((await grep({ query: 'näher' })).lines).toEqual([
      'be',
      '1: näher',
      'bom',
      '1: näher',
      'latin',
      '1: so näher €',
      'le',
      '2: näher',
      'plain',
      '1: näher',
    ]);
    expect((await grep({ query: '^n.her$', regex: true })).lines).toEqual([
      'be',
      '1: näher',
      'bom',
      '1: näher',
      'le',
      '2: näher',
      'plain',
      '1: näher',
    ]);
    expect((await grep({ query: 'EINS', ignoreCase: true })).lines).toEqual(['le', '1: eins']);
  });

  it('that are binary are left out and counted', async () => {
    const { grep } = await ground({
      'a.bin': Buffer.from('needle\0needle'),
      'b.txt': 'needle',
      'late.txt': `${'x\n'.repeat(600)}needle\0`,
    });
    const { lines, notes } = await grep({ query: 'needle' });
    expect(lines.filter((line) => !/^\d/.test(line))).toEqual(['b.txt', 'late.txt']);
    expect(notes).toContain('[skipped: 1 binary file, first a.bin]');
    expect(notes).toContain('[hidden: 1 invisible');
    expect((await grep({ path: 'a.bin', query: 'needle' })).notes).toContain('1 binary file');
  });

  it('are chosen by glob, exclusion and .gitignore', async () => {
    const { grep } = await ground({
      '.gitignore': '*.log\n',
      'a.ts': 'needle',
      'b.log': 'needle',
      src: { 'c.ts': 'needle', 'd.js': 'needle', gen: { 'e.ts': 'needle' } },
    });
    const found = async (args: object) => (await grep({ query: 'needle', mode: 'files', ...args })).lines;
    expect(await found({})).toEqual(['a.ts', 'src/c.ts', 'src/d.js', 'src/gen/e.ts']);
    expect(await found({ glob: '*.ts' })).toEqual(['a.ts', 'src/c.ts', 'src/gen/e.ts']);
    expect(await found({ glob: 'src/*.{ts,js}' })).toEqual(['src/c.ts', 'src/d.js']);
    expect(await found({ excludePatterns: ['gen', '*.ts'] })).toEqual(['src/c.ts', 'src/d.js']);
    expect(await found({ respectGitignore: false })).toContain('b.log');
  });

  it('are never reached through links, unless named', async () => {
    const { grep } = await ground(
      { a: 'needle', to: link('a'), dir: link('.'), out: link('../outside/s') },
      { outside: { s: 'needle' } },
    );
    expect((await grep({ query: 'needle', mode: 'files' })).lines).toEqual(['a']);
    expect((await grep({ path: 'to', query: 'needle' })).lines).toEqual(['to', '1: needle']);
    expect((await grep({ path: 'out', query: 'needle' })).text).toContain('Access denied');
  });

  it('that are denied are not searched', async () => {
    const { grep } = await ground(
      { '.env': 'needle', a: { '.env': 'needle', b: 'needle' } },
      { deny: ['.env'] },
    );
    expect((await grep({ query: 'needle', mode: 'files' })).lines).toEqual(['a/b']);
    expect((await grep({ path: '.env', query: 'needle' })).text).toContain('Access denied');
  });

  it('with odd names stay one line', async () => {
    const { grep } = await ground({ '3: x': 'needle', 'a\nb': 'needle', ' pad': 'needle' });
    expect((await grep({ query: 'needle' })).lines).toEqual([
      '" pad"',
      '1: needle',
      '"3: x"',
      '1: needle',
      'a\\nb',
      '1: needle',
    ]);
  });
});

describe('lines', () => {
  it('are cut around the hit', async () => {
    const { grep } = await ground({ f: `${'a'.repeat(500)}needle${'b'.repeat(500)}\n` });
    const line = (await grep({ query: 'needle' })).lines[1] ?? '';
    expect(line).toBe(`1: …${'a'.repeat(60)}needle${'b'.repeat(134)}…`);
  });

  it('never lose half of a character', async () => {
    const { grep } = await ground({
      f: `${'\u{1f600}'.repeat(300)}needle${'\u{1f600}'.repeat(300)}\nx${'\u{1f600}'.repeat(300)}needle`,
    });
    const found = await grep({ query: 'needle' });
    expect(found.text).not.toMatch(/\p{Surrogate}/u);
    expect(found.lines[1]).toContain('needle');
    expect(found.lines[2]).toContain('needle');
  });

  it('around a match are shown once', async () => {
    const { grep } = await ground({ f: '1\nx\n3\n4\nx\n6\n7\n8\n9\nx' });
    expect((await grep({ query: 'x', context: 1 })).lines).toEqual([
      'f',
      '1- 1',
      '2: x',
      '3- 3',
      '4- 4',
      '5: x',
      '6- 6',
      '9- 9',
      '10: x',
    ]);
    expect((await grep({ query: 'x', context: 2 })).lines).toEqual([
      'f',
      '1- 1',
      '2: x',
      '3- 3',
      '4- 4',
      '5: x',
      '6- 6',
      '7- 7',
      '8- 8',
      '9- 9',
      '10: x',
    ]);
  });

  it('of a long match are limited', async () => {
    const { grep } = await ground({ f: `begin\n${'x\n'.repeat(100)}end\n` });
    const { lines } = await grep({ query: 'begin.*end', regex: true, multiline: true });
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)).toBe('21-102: …');
  });
});
