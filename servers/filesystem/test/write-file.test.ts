// write_file: all or nothing, keeping mode, links, marks and other names of the file.
import { chmodSync, linkSync, lstatSync, readlinkSync, statSync } from 'node:fs';
import { fifo, file, folder, link } from '@plainmcp/harness/tmp';
import { describe, expect, it } from 'vitest';
import { hashBytes } from '../src/text/hash.ts';
import { hashKey } from '../src/text/text-result.ts';
import { readTextFile } from '../src/tools/read-text-file.ts';
import { writeFile } from '../src/tools/write-file.ts';
import { call, place } from './text-fixture.ts';

const mode = (path: string) => statSync(path).mode & 0o7777;

describe('modes', () => {
  it('creates and overwrites', async () => {
    const { deps, files } = place({});
    const write = writeFile(deps);
    expect(await call(write, { path: 'a.txt', content: 'h\u00e9\r\n' })).toMatchObject({
      isError: false,
      text: 'Successfully wrote to a.txt (5 bytes)',
    });
    expect(files.read('a.txt')).toBe('h\u00e9\r\n');
    expect((await call(write, { path: 'a.txt', content: 'x' })).text).toBe(
      'Successfully wrote to a.txt (1 byte)',
    );
    expect((await call(write, { path: 'a.txt', content: '' })).text).toBe(
      'Successfully wrote to a.txt (0 bytes)',
    );
    expect(files.list()).toEqual(['a.txt']);
  });

  it('creates only what is not there', async () => {
    const { deps, files } = place({ old: 'keep' });
    const write = writeFile(deps);
    const refused = await call(write, { path: 'old', content: 'x', mode: 'create' });
    expect(refused.isError).toBe(true);
    expect(refused.text).toMatch(/^File already exists: .*old; nothing was written/);
    expect((await call(write, { path: 'new', content: 'x', mode: 'create' })).isError).toBe(false);
    expect(files.read('old')).toBe('keep');
    expect(files.list()).toEqual(['new', 'old']);
    expect(lstatSync(files.join('new')).nlink).toBe(1);
  });

  it('appends, and creates what is not there', async () => {
    const { deps, files } = place({ log: 'a\n' });
    const write = writeFile(deps);
    expect((await call(write, { path: 'log', content: 'b\n', mode: 'append' })).text).toBe(
      'Successfully wrote to log (2 bytes appended)',
    );
    expect((await call(write, { path: 'new', content: 'n', mode: 'append' })).text).toBe(
      'Successfully wrote to new (1 byte)',
    );
    expect([files.read('log'), files.read('new')]).toEqual(['a\nb\n', 'n']);
  });

  it('makes parents only when asked', async () => {
    const { deps, files } = place({});
    const write = writeFile(deps);
    expect((await call(write, { path: 'x/y/z.txt', content: '1' })).text).toMatch(
      /^Parent directory does not exist/,
    );
    expect(files.list()).toEqual([]);
    expect((await call(write, { path: 'x/y/z.txt', content: '1', createParents: true })).isError).toBe(false);
    expect(files.list()).toEqual(['x/', 'x/y/', 'x/y/z.txt']);
  });
});

describe('what is kept', () => {
  it('the mode, from before there is any content', async () => {
    const { deps, files } = place({
      secret: file('old', { mode: 0o600 }),
      run: file('#!', { mode: 0o755 }),
      odd: file('x', { mode: 0o444 }),
    });
    const write = writeFile(deps);
    for (const path of ['secret', 'run', 'odd'])
      expect((await call(write, { path, content: 'new' })).isError).toBe(false);
    expect(['secret', 'run', 'odd'].map((name) => mode(files.join(name)))).toEqual([0o600, 0o755, 0o444]);
  });

  it('other hard links, and says so', async () => {
    const { deps, files } = place({ a: 'long old content' });
    linkSync(files.join('a'), files.join('b'));
    expect((await call(writeFile(deps), { path: 'a', content: 'new' })).text).toBe(
      'Successfully wrote to a (3 bytes; written in place because the file has other hard links)',
    );
    expect(files.read('b')).toBe('new');
    expect((await call(writeFile(deps), { path: 'b', content: 'a longer text than before' })).isError).toBe(
      false,
    );
    expect(files.read('a')).toBe('a longer text than before');
  });

  it('the inode with --in-place', async () => {
    const { deps, files } = place({ a: 'old' }, { inPlace: true });
    const before = statSync(files.join('a')).ino;
    expect((await call(writeFile(deps), { path: 'a', content: 'newer' })).text).toMatch(
      /in place because of --in-place\)$/,
    );
    expect([statSync(files.join('a')).ino, files.read('a')]).toEqual([before, 'newer']);
  });

  it('a link that leads inside; one that leads out or nowhere is refused', async () => {
    const { deps, files } = place({
      real: 'old',
      in: link('real'),
      out: link('../outside/secret.txt'),
      gone: link('nothing'),
      dir: folder({}),
      indir: link('dir'),
    });
    const write = writeFile(deps);
    expect((await call(write, { path: 'in', content: 'new' })).isError).toBe(false);
    expect([files.read('real'), readlinkSync(files.join('in'))]).toEqual(['new', 'real']);
    expect((await call(write, { path: 'out', content: 'x' })).text).toMatch(
      /^Access denied - symlink target outside/,
    );
    expect((await call(write, { path: 'gone', content: 'x' })).text).toMatch(
      /^gone is a symbolic link to something that does not exist/,
    );
    expect((await call(write, { path: 'indir/f', content: 'x' })).isError).toBe(false);
    expect(files.read('dir/f')).toBe('x');
    expect(files.exists('nothing')).toBe(false);
  });

  it('a byte order mark and the form it names', async () => {
    const { deps, files } = place({
      u8: '\ufeffold',
      le: Buffer.from('\ufeffold', 'utf16le'),
      be: Buffer.from('\ufeffold', 'utf16le').swap16(),
    });
    const write = writeFile(deps);
    expect((await call(write, { path: 'u8', content: 'n\u00e9w' })).text).toBe(
      'Successfully wrote to u8 (7 bytes; utf-8 with byte order mark, as before)',
    );
    expect(files.read('u8')).toBe('\ufeffn\u00e9w');
    await call(write, { path: 'le', content: 'n\u00e9w' });
    await call(write, { path: 'be', content: 'n\u00e9w' });
    expect(files.bytes('le')).toEqual(Buffer.from('\ufeffn\u00e9w', 'utf16le'));
    expect(files.bytes('be')).toEqual(Buffer.from('\ufeffn\u00e9w', 'utf16le').swap16());
    await call(write, { path: 'u8', content: '\ufeffown' });
    expect(files.read('u8')).toBe('\ufeffown');
  });

  it('the encoding, when appending', async () => {
    const { deps, files } = place({
      le: Buffer.from('\ufeffa\n', 'utf16le'),
      latin: Buffer.from('caf\xe9\n', 'latin1'),
    });
    const write = writeFile(deps);
    await call(write, { path: 'le', content: '\u00e9\n', mode: 'append' });
    expect(files.bytes('le')).toEqual(Buffer.from('\ufeffa\n\u00e9\n', 'utf16le'));
    expect((await call(write, { path: 'latin', content: '\u20ac', mode: 'append' })).text).toBe(
      'Successfully wrote to latin (1 byte appended; windows-1252, as the file)',
    );
    expect(files.bytes('latin')).toEqual(Buffer.from('caf\xe9\n\x80', 'latin1'));
    expect((await call(write, { path: 'latin', content: '\u4e2d', mode: 'append' })).text).toMatch(
      /no character U\+4E2D/,
    );
  });
});

describe('encoding', () => {
  it('is written as asked, UTF-16 with a mark', async () => {
    const { deps, files } = place({});
    const write = writeFile(deps);
    expect((await call(write, { path: 'g', content: '\u4e2d', encoding: 'gbk' })).text).toBe(
      'Successfully wrote to g (2 bytes; gbk)',
    );
    await call(write, { path: 'g', content: '\u6587', encoding: 'gbk', mode: 'append' });
    await call(write, { path: 'u', content: 'x', encoding: 'utf-16le' });
    expect(files.bytes('g')).toEqual(Buffer.from([0xd6, 0xd0, 0xce, 0xc4]));
    expect(files.bytes('u')).toEqual(Buffer.from([0xff, 0xfe, 0x78, 0]));
    expect((await call(write, { path: 'g', content: '\u{1f600}', encoding: 'gbk' })).text).toMatch(
      /no character U\+1F600/,
    );
  });
});

describe('refusals', () => {
  it.each([
    [{ path: 'dir', content: '' }, /EISDIR/],
    [{ path: 'pipe', content: '' }, /not a regular file/],
    [{ path: '.', content: '' }, /Access denied/],
    [{ path: '../outside/new', content: '' }, /Access denied - path outside/],
    [{ path: 'a/b', content: '' }, /ENOTDIR/],
    [{ path: 'a', content: 'half \ud800 pair' }, /half a surrogate pair \(\\ud800\) at character 6/],
    [{ path: 'a', content: 'x', mode: 'replace' }, /mode/],
    [
      { path: 'a', content: 'x', ifHash: '0123456789abcdef' },
      /not the version that ifHash names: its hash is [0-9a-f]{16}/,
    ],
    [{ path: 'new', content: 'x', ifHash: '0123456789abcdef' }, /it does not exist/],
  ])('%j', async (args, message) => {
    const { deps, files } = place({ a: 'old', dir: {}, pipe: fifo() });
    const answer = await call(writeFile(deps), args);
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(message);
    expect([files.list(), files.read('a')]).toEqual([['a', 'dir/', 'pipe'], 'old']);
  });

  it('of read-only roots', async () => {
    const { deps, files } = place({ a: 'old' }, { readOnly: true });
    expect((await call(writeFile(deps), { path: 'a', content: 'x' })).text).toMatch(/read-only/);
    expect(files.read('a')).toBe('old');
  });
});

describe('ifHash', () => {
  it('takes the hash of reads and writes, short or whole', async () => {
    const { deps } = place({ a: 'old' });
    const read = await call(readTextFile(deps), { path: 'a' });
    const hash = read.result._meta?.[hashKey];
    expect(hash).toBe(hashBytes(Buffer.from('old')));
    const written = await call(writeFile(deps), { path: 'a', content: 'one', ifHash: `${hash}ffff` });
    expect(written.isError).toBe(false);
    expect((await call(writeFile(deps), { path: 'a', content: 'two', ifHash: hash })).isError).toBe(true);
    expect(
      (await call(writeFile(deps), { path: 'a', content: 'two', ifHash: written.result._meta?.[hashKey] }))
        .isError,
    ).toBe(false);
  });
});

describe('under load', () => {
  it('appends from many calls at once, each whole', async () => {
    const { deps, files } = place({});
    const write = writeFile(deps);
    await Promise.all(
      Array.from({ length: 50 }, (_, i) => call(write, { path: 'log', content: `${i}\n`, mode: 'append' })),
    );
    expect(
      files
        .read('log')
        .trim()
        .split('\n')
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('lets exactly one of many creators win', async () => {
    const { deps, files } = place({});
    const write = writeFile(deps);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => call(write, { path: 'one', content: `${i}`, mode: 'create' })),
    );
    expect(answers.filter((answer) => !answer.isError)).toHaveLength(1);
    expect(files.list()).toEqual(['one']);
  });

  it('works through the portable gate too', async () => {
    const { deps, files } = place({ a: 'old', d: {} }, {}, 'chdir');
    chmodSync(files.join('a'), 0o640);
    const write = writeFile(deps);
    expect((await call(write, { path: 'a', content: 'new' })).isError).toBe(false);
    expect(
      (await call(write, { path: 'd/x/y', content: 'new', mode: 'create', createParents: true })).isError,
    ).toBe(false);
    expect([files.read('a'), mode(files.join('a')), files.read('d/x/y')]).toEqual(['new', 0o640, 'new']);
  });

  it('says only the official words with --official-output', async () => {
    const { deps } = place({ bom: '\ufeffx' }, { officialOutput: true });
    const text = 'Successfully wrote to bom';
    expect((await call(writeFile(deps), { path: 'bom', content: 'y' })).result).toEqual({
      content: [{ type: 'text', text }],
      structuredContent: { content: text },
    });
    expect(deps.files.stat(deps.files.locate('bom', 'existing')).size).toBe(1);
  });
});
