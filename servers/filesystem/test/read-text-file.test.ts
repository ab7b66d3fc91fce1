// read_text_file: pages, tails, encodings, cuts and refusals.
import { big, fifo, link } from '@plainmcp/harness/tmp';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFile, readTextFile } from '../src/tools/read-text-file.ts';
import { call, place } from './text-fixture.ts';

function lines(count: number, from = 1): string {
  return Array.from({ length: count }, (_, i) => `line ${from + i}\n`).join('');
}

describe('whole files and parts', () => {
  it('gives exact text, line ends and all', async () => {
    const { deps } = place({ 'a.txt': 'one\r\ntwo\n\tthree' });
    const answer = await call(readTextFile(deps), { path: 'a.txt' });
    expect(answer).toMatchObject({ isError: false, text: 'one\r\ntwo\n\tthree', notes: '' });
    expect(answer.result.structuredContent).toBeUndefined();
  });

  it('gives head, ranges and what continues them', async () => {
    const { deps } = place({ 'a.txt': lines(10) });
    const read = readTextFile(deps);
    expect(await call(read, { path: 'a.txt', head: 2 })).toMatchObject({
      text: lines(2),
      notes: '[cut: 2 of 10 lines shown; next: offset=3]',
    });
    expect(await call(read, { path: 'a.txt', offset: 4, limit: 2 })).toMatchObject({
      text: lines(2, 4),
      notes: '[cut: 2 of 10 lines shown; next: offset=6]',
    });
    expect(await call(read, { path: 'a.txt', offset: 9 })).toMatchObject({ text: lines(2, 9), notes: '' });
    expect(await call(read, { path: 'a.txt', head: 10 })).toMatchObject({ text: lines(10), notes: '' });
  });

  it('counts the last lines as tail does', async () => {
    const { deps } = place({ closed: 'a\nb\nc\n', open: 'a\nb\nc', empty: '', feeds: '\n\n\n' });
    const read = readTextFile(deps);
    const tail = async (path: string, count: number) => (await call(read, { path, tail: count })).text;
    expect(await tail('closed', 1)).toBe('c\n');
    expect(await tail('closed', 2)).toBe('b\nc\n');
    expect(await tail('closed', 9)).toBe('a\nb\nc\n');
    expect(await tail('open', 1)).toBe('c');
    expect(await tail('open', 2)).toBe('b\nc');
    expect(await tail('empty', 3)).toBe('');
    expect(await tail('feeds', 2)).toBe('\n\n');
  });

  it('numbers lines from the offset', async () => {
    const { deps } = place({ 'a.txt': 'x\n\ty\nz' });
    const read = readTextFile(deps);
    expect((await call(read, { path: 'a.txt', lineNumbers: true })).text).toBe('1: x\n2: \ty\n3: z');
    expect((await call(read, { path: 'a.txt', lineNumbers: true, offset: 2, limit: 1 })).text).toBe(
      '2: \ty\n',
    );
    expect((await call(read, { path: 'a.txt', lineNumbers: true, tail: 2 })).text).toBe('2: \ty\n3: z');
  });

  it('answers to the old name without being listed', () => {
    const { deps } = place();
    expect(readFile(deps)).toMatchObject({
      name: 'read_file',
      listed: false,
      inputSchema: readTextFile(deps).inputSchema,
    });
  });
});

describe('bad arguments', () => {
  it.each([
    [{ head: 0 }, /head/],
    [{ head: -1 }, /head/],
    [{ tail: 0 }, /tail/],
    [{ tail: -5 }, /tail/],
    [{ offset: 0 }, /offset/],
    [{ limit: 0 }, /limit/],
    [{ head: 1.5 }, /head/],
    [{ head: 1, tail: 1 }, /^Cannot specify both head and tail parameters simultaneously/],
    [{ head: 1, offset: 2 }, /^Cannot specify head with offset/],
    [{ head: 1, limit: 2 }, /^Cannot specify head with/],
    [{ tail: 1, offset: 2 }, /^Cannot specify tail with offset/],
    [{ offset: 4 }, /offset 4 is past the end: there are 3 lines/],
    [{ offset: 1, column: 9 }, /column 9 is past the end: there is 1 character/],
    [{ encoding: 'klingon' }, /Unknown encoding "klingon"/],
    [{ path: 'missing.txt' }, /ENOENT/],
    [{ path: '../outside/secret.txt' }, /^Access denied/],
    [{ path: 'out' }, /^Access denied/],
    [{ path: 'pipe' }, /not a regular file/],
    [{ path: '.' }, /EISDIR/],
  ])('%j', async (args, message) => {
    const { deps } = place({ 'a.txt': 'x\ny\nz\n', pipe: fifo(), out: link('../outside/secret.txt') });
    const answer = await call(readTextFile(deps), { path: 'a.txt', ...args });
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(message);
  });
});

describe('long files', () => {
  it('pages through whole lines and loses nothing', async () => {
    const text = Array.from({ length: 3000 }, (_, i) => `${i} ${'\u00e9\u{1f600}x'.repeat(i % 30)}\n`).join(
      '',
    );
    const { deps } = place({ 'a.txt': text });
    const read = readTextFile(deps);
    let seen = '';
    for (let offset = 1; ; ) {
      const answer = await call(read, { path: 'a.txt', offset });
      expect(answer.text.length + answer.notes.length).toBeLessThanOrEqual(40_000);
      seen += answer.text;
      const next = /next: offset=(\d+)\]/.exec(answer.notes);
      if (next === null) break;
      offset = Number(next[1]);
    }
    expect(seen).toBe(text);
  });

  it('pages through one endless line and splits no character', async () => {
    const text = `[${'"\u{1f600}\u00e9",'.repeat(40_000)}]`;
    const { deps } = place({ 'a.json': text });
    const read = readTextFile(deps);
    let seen = '';
    for (let next: Record<string, number> = { head: 1 }; ; ) {
      const answer = await call(read, { path: 'a.json', ...next });
      seen += answer.text;
      const rest = /next: offset=(\d+), column=(\d+)/.exec(answer.notes);
      if (rest === null) break;
      next = { offset: Number(rest[1]), column: Number(rest[2]) };
    }
    expect(seen).toBe(text);
  });

  it('cuts the tail at its beginning and says how to go on backwards', async () => {
    const text = lines(20_000);
    const { deps } = place({ 'a.txt': text });
    const read = readTextFile(deps);
    let seen = '';
    for (let next: Record<string, number> = { tail: 15_000 }; ; ) {
      const answer = await call(read, { path: 'a.txt', ...next });
      seen = answer.text + seen;
      const rest = /next: tail=(\d+), limit=(\d+)\]/.exec(answer.notes);
      if (rest === null) break;
      next = { tail: Number(rest[1]), limit: Number(rest[2]) };
    }
    expect(seen).toBe(lines(15_000, 5_001));
  });

  it('shows how a last line longer than the budget begins', async () => {
    const { deps } = place({ 'a.txt': `a\nb\n${'x'.repeat(100_000)}\n` });
    const answer = await call(readTextFile(deps), { path: 'a.txt', tail: 2 });
    expect(answer.text).toMatch(/^x{39000}/);
    expect(answer.notes).toMatch(/next: offset=3, column=39601, limit=1; earlier lines: tail=2, limit=1\]$/);
  });

  it('finds any line of a large file and does not count the rest', async () => {
    const { deps } = place({ 'a.log': big(20_000_000, '0123456789012345678\n') });
    const read = readTextFile(deps);
    expect(await call(read, { path: 'a.log', offset: 900_000, limit: 1 })).toMatchObject({
      text: '0123456789012345678\n',
      notes: '[cut: 1 lines shown, more exist; next: offset=900001]',
    });
    expect((await call(read, { path: 'a.log', offset: 1_000_001 })).text).toMatch(
      /offset 1000001 is past the end: there are 1,000,000 lines/,
    );
    expect((await call(read, { path: 'a.log', tail: 2 })).text).toBe('0123456789012345678\n'.repeat(2));
  });

  it('stops when the call is cancelled', async () => {
    const { deps } = place({ 'a.log': big(20_000_000) });
    const stop = new AbortController();
    const reading = call(readTextFile(deps), { path: 'a.log', offset: 400_000 }, stop.signal);
    stop.abort(new Error('cancelled by test'));
    await expect(reading).rejects.toThrow('cancelled by test');
  });
});

describe('any text, any range', () => {
  const unit = fc.constantFrom('a', 'b', '\n', '\r\n', '\u00e9', '\u20ac', '\u{1f600}', ' ');
  const forms: readonly [string, (text: string) => Buffer][] = [
    ['utf-8', (text) => Buffer.from(text)],
    ['utf-16le', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16be', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ];

  it.each(forms)('agrees with splitting the text: %s', async (_, encode) => {
    const { deps, files } = place();
    const read = readTextFile(deps);
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit, maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 6 }),
        async (text, offset, count) => {
          files.write('a.txt', encode(text));
          const all = text.split(/(?<=\n)/).filter((line) => line !== '');
          const range = await call(read, { path: 'a.txt', offset, limit: count });
          if (offset > Math.max(1, all.length)) expect(range.text).toContain('past the end');
          else expect(range.text).toBe(all.slice(offset - 1, offset - 1 + count).join(''));
          expect((await call(read, { path: 'a.txt', tail: count })).text).toBe(all.slice(-count).join(''));
          const part = await call(read, { path: 'a.txt', tail: count, limit: 2 });
          expect(part.text).toBe(all.slice(-count).slice(0, 2).join(''));
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('encodings', () => {
  it('knows UTF-16 without a mark, strips marks, names what it guessed', async () => {
    const { deps } = place({
      bare16: Buffer.from('hello\nworld\n', 'utf16le'),
      bom8: Buffer.from('\ufeffx\n'),
      latin: Buffer.from('caf\xe9 \x80\n', 'latin1'),
      damaged: Buffer.concat([Buffer.from('\u00e9\u00e9 '), Buffer.from([0xff]), Buffer.from('\n')]),
      sjis: Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x0a]),
    });
    const read = readTextFile(deps);
    expect(await call(read, { path: 'bare16' })).toMatchObject({
      text: 'hello\nworld\n',
      notes: '[encoding: utf-16le]',
    });
    expect(await call(read, { path: 'bom8' })).toMatchObject({ text: 'x\n', notes: '' });
    expect(await call(read, { path: 'latin' })).toMatchObject({ text: 'caf\u00e9 \u20ac\n' });
    expect((await call(read, { path: 'latin' })).notes).toMatch(/windows-1252, guessed/);
    expect(await call(read, { path: 'damaged' })).toMatchObject({
      text: '\u00e9\u00e9 \ufffd\n',
      notes: '[encoding: utf-8 with stray bytes, shown as U+FFFD]',
    });
    expect((await call(read, { path: 'sjis', encoding: 'shift_jis' })).text).toBe('\u65e5\u672c\n');
  });

  it('names the type of binary files and reads them only when told how', async () => {
    const { deps } = place({
      'a.png': Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
      'b.bin': Buffer.from([1, 0, 2, 0, 0, 7]),
      nul: 'a\0b\n',
    });
    const read = readTextFile(deps);
    const png = await call(read, { path: 'a.png' });
    expect(png.isError).toBe(true);
    expect(png.text).toMatch(/a\.png is a binary file \(image\/png\).*\n.*read_media_file/s);
    expect((await call(read, { path: 'b.bin' })).text).toMatch(/unknown type/);
    expect((await call(read, { path: 'nul' })).isError).toBe(true);
    expect(await call(read, { path: 'nul', encoding: 'utf-8' })).toMatchObject({
      isError: false,
      text: 'a\0b\n',
    });
  });

  it('counts hidden characters in a block of its own', async () => {
    const { deps } = place({ 'a.txt': 'x\u202ey\u200bz\n' });
    const answer = await call(readTextFile(deps), { path: 'a.txt' });
    expect(answer.text).toBe('x\u202ey\u200bz\n');
    expect(answer.notes).toMatch(/^\[hidden: 2 /);
  });
});

describe('--official-output', () => {
  it('joins head without the last line end, knows only LF in tail, sends the text twice', async () => {
    const { deps } = place(
      { 'a.txt': 'a\r\nb\r\nc\r\n', bom: Buffer.from('\ufeffx'), latin: Buffer.from('\xe9x', 'latin1') },
      { officialOutput: true },
    );
    const read = readTextFile(deps);
    const head = await call(read, { path: 'a.txt', head: 2 });
    expect(head.result).toEqual({
      content: [{ type: 'text', text: 'a\r\nb\r' }],
      structuredContent: { content: 'a\r\nb\r' },
    });
    expect((await call(read, { path: 'a.txt', tail: 2 })).text).toBe('b\nc\n');
    expect((await call(read, { path: 'bom' })).text).toBe('\ufeffx');
    expect((await call(read, { path: 'latin' })).text).toBe('\ufffdx');
  });
});

describe('the budget of --official-output', () => {
  it('is the wire alone, whatever the characters', async () => {
    const plain = 'x'.repeat(1_500_000);
    const wide = '\u4e2d'.repeat(1_500_000);
    const { deps } = place({ plain, wide }, { officialOutput: true });
    expect((await call(readTextFile(deps), { path: 'plain' })).text).toBe(plain);
    const cut = await call(readTextFile(deps), { path: 'wide' });
    expect(JSON.stringify(cut.result).length * 3).toBeLessThan(4 * 1024 * 1024);
    expect(cut.notes).toMatch(/next: offset=1, column=\d+\]$/);
  });
});
