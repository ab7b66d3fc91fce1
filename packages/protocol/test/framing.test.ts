// Bytes into lines: every split of a message, line ends, blanks, limits, bad UTF-8.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BadLine, LineReader } from '../src/framing.ts';

const KIB = 1024;

function readAll(chunks: readonly (Buffer | string)[], maxBytes = 64 * KIB): (string | BadLine)[] {
  const reader = new LineReader(maxBytes);
  const lines: (string | BadLine)[] = [];
  const drain = (): void => {
    for (let line = reader.next(); line !== undefined; line = reader.next()) lines.push(line);
  };
  for (const chunk of chunks) {
    // The owner of a chunk may use it again as soon as next() has returned undefined.
    const bytes = Buffer.from(chunk);
    reader.push(bytes);
    drain();
    bytes.fill('!');
  }
  reader.end();
  drain();
  return lines;
}

describe('LineReader', () => {
  it('puts a message together from any two pieces, also inside a character', () => {
    const message = '{"text":"äß€😀\u2028"}';
    const bytes = Buffer.from(`${message}\n`);
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(readAll([bytes.subarray(0, at), bytes.subarray(at)])).toEqual([message]);
    }
  });

  it('puts messages together from single bytes', () => {
    const bytes = Buffer.from('{"a":"€"}\r\n\n{"b":"😀"}\n');
    const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
    expect(readAll(single)).toEqual(['{"a":"€"}', '{"b":"😀"}']);
  });

  it('gives the same lines however the bytes are cut', () => {
    const line = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 300 })
      .map((text) => `x${text.replace(/[\r\n\ufffd]/g, '')}`);
    const property = fc.property(fc.array(line), fc.array(fc.nat(200)), (lines, cuts) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      const chunks: Buffer[] = [];
      let at = 0;
      for (const cut of cuts) {
        chunks.push(bytes.subarray(at, at + cut));
        at += cut;
      }
      expect(readAll([...chunks, bytes.subarray(at)])).toEqual(lines);
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('drops CR, blank lines, spaces and a byte order mark', () => {
    expect(readAll(['\ufeff{}\r\n', '\r\n', '\n', ' \t\r\n', '[]\n', '\ufeff1\n'])).toEqual([
      '{}',
      '[]',
      '1',
    ]);
  });

  it('takes what is left at the end as a line', () => {
    expect(readAll(['1\n2'])).toEqual(['1', '2']);
    expect(readAll(['1\n', '2', '3\r'])).toEqual(['1', '23']);
    expect(readAll(['1\n  '])).toEqual(['1']);
  });

  it('splits many lines of one chunk', () => {
    const lines = Array.from({ length: 5000 }, (_, at) => `{"id":${at}}`);
    expect(readAll([lines.join('\n')])).toEqual(lines);
  });

  it('takes a line of exactly the limit and refuses one byte more, in one chunk and in many', () => {
    for (const size of [100, 70 * KIB, 300 * KIB]) {
      const fits = 'x'.repeat(size);
      for (const step of [1000, 64 * KIB, size + 10]) {
        const cut = (text: string): string[] => text.match(new RegExp(`[^]{1,${step}}`, 'g')) ?? [];
        expect(readAll(cut(`${fits}\n1\n`), size)).toEqual([fits, '1']);
        expect(readAll(cut(`${fits}x\n1\n`), size)).toEqual([
          expect.objectContaining({ reason: 'oversize', bytes: size + 1 }),
          '1',
        ]);
      }
    }
  });

  it('keeps the first and last 512 bytes of a line that is too long', () => {
    const long = `${'a'.repeat(512)}${'b'.repeat(3000)}${'c'.repeat(512)}`;
    for (const chunks of [
      [`${long}\n`],
      [long.slice(0, 100), long.slice(100, 2000), `${long.slice(2000)}\n`],
      [long],
    ]) {
      const [bad] = readAll(chunks, 1000);
      if (typeof bad !== 'object' || bad.reason !== 'oversize') throw new Error('expected an oversize line');
      expect(bad.bytes).toBe(long.length);
      expect(bad.head.toString()).toBe('a'.repeat(512));
      expect(bad.tail.toString()).toBe('c'.repeat(512));
    }
  });

  it('reads on after lines that were too long', () => {
    const lines = readAll(['x'.repeat(50), 'x\n{}\n', 'y'.repeat(60), '\n[]\n'], 40);
    expect(lines).toEqual([
      expect.objectContaining({ bytes: 51 }),
      '{}',
      expect.objectContaining({ bytes: 60 }),
      '[]',
    ]);
  });

  it('refuses bytes that are not UTF-8, and takes a real replacement character', () => {
    expect(readAll([Buffer.from([0x22, 0xff, 0x22, 10]), '"\ufffd"\n'])).toEqual([
      { reason: 'encoding', bytes: 3 },
      '"\ufffd"',
    ]);
  });

  it('keeps long lines apart when its blocks are used again', () => {
    const line = (letter: string): string => letter.repeat(3 * 64 * KIB + 7);
    const chunks = ['a', 'b', 'c'].flatMap((letter) => [
      line(letter).slice(0, 100_000),
      `${line(letter).slice(100_000)}\n`,
    ]);
    expect(readAll(chunks, 1024 * KIB)).toEqual([line('a'), line('b'), line('c')]);
    const huge = 'h'.repeat(3 * 1024 * KIB);
    expect(readAll([huge, `\n${line('d')}`, '\n'], 4096 * KIB)).toEqual([huge, line('d')]);
  });
});
