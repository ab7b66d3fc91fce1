// Encodings: detection, decoding, and the way back for every one that TextDecoder knows.
import { ToolError } from '@plainmcp/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LfView } from '../src/edit/lf-view.ts';
import { rewrite } from '../src/edit/rewrite.ts';
import { type Charset, charsetOfLabel, detectCharset } from '../src/text/charset.ts';
import { decode, isSingleByte } from '../src/text/decode.ts';
import { encode } from '../src/text/encode.ts';
import { surveyUtf8 } from '../src/text/utf8.ts';
import { type WholeText, wholeText } from '../src/text/whole-text.ts';
import { readTextFile } from '../src/tools/read-text-file.ts';
import { call, place } from './text-fixture.ts';

const named = (name: string): Charset => ({ name, bom: 0, because: 'given' });

const singleByte = [
  ...['ibm866', 'koi8-r', 'koi8-u', 'macintosh', 'x-mac-cyrillic', 'windows-874'],
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => `windows-125${i}`),
  ...[2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16].map((i) => `iso-8859-${i}`),
].filter((label) => {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    // Node without that converter: callers get a clear error.
    return false;
  }
});

const multiByte: readonly [string, string][] = [
  ['gbk', '\u4e2d\u6587 abc \u3002\u20ac'],
  ['gb18030', '\u4e2d\u6587 \u00e9\u20ac\u0e01'],
  ['big5', '\u4e2d\u6587 abc \u3002'],
  ['euc-jp', '\u65e5\u672c\u8a9e \u3042\u30a2'],
  ['shift_jis', '\u65e5\u672c\u8a9e \u3042\u30a2 \uff76'],
  ['euc-kr', '\ud55c\uad6d\uc5b4 abc'],
];

describe('encodings of one byte', () => {
  it.each(singleByte)('%s: each byte is one character and comes back', (label) => {
    const charset = charsetOfLabel(label, Buffer.alloc(0));
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const text = decode(charset, bytes);
    expect(isSingleByte(charset.name)).toBe(true);
    expect(text).toHaveLength(256);
    for (const [i, char] of [...text].entries()) {
      if (char !== '\ufffd') expect(decode(charset, encode(charset, char))).toBe(char);
      if (i < 0x80) expect(encode(charset, char)).toEqual(Buffer.from([i]));
    }
  });

  it('windows-1252 is the one of the standard, whatever Node makes of it', () => {
    expect(decode(named('windows-1252'), Buffer.from([0x80, 0x92, 0x93, 0x9f, 0xe9, 0x81]))).toBe(
      '\u20ac\u2019\u201c\u0178\u00e9\u0081',
    );
    expect(charsetOfLabel('latin1', Buffer.alloc(0)).name).toBe('windows-1252');
  });
});

describe('encodings of several bytes', () => {
  it.each(multiByte)('%s goes back', (name, text) => {
    const bytes = encode(named(name), text);
    expect(decode(named(name), bytes)).toBe(text);
    expect(() => encode(named(name), '\u{10ffff}')).toThrow(/has no character U\+10FFFF/);
  });

  it.each(multiByte)('%s: every character finds its byte', (name, text) => {
    const line = text;
    const bytes = encode(named(name), `${line}\n\n${line}\r\n${line}`);
    const whole = wholeText(bytes, named(name));
    for (let i = 0; i <= whole.text.length; i++) {
      expect(decode(named(name), bytes.subarray(0, whole.byteAt(i)))).toBe(whole.text.slice(0, i));
    }
    expect(whole.byteAt(1)).toBe(encode(named(name), line.slice(0, 1)).length);
  });
});

describe('detection', () => {
  const forms: readonly [string, string, (text: string) => Buffer][] = [
    ['utf-8', 'sound', (text) => Buffer.from(text)],
    ['utf-8', 'bom', (text) => Buffer.from(`\ufeff${text}`)],
    ['utf-16le', 'bom', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16be', 'bom', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['utf-16le', 'pattern', (text) => Buffer.from(text, 'utf16le')],
    ['utf-16be', 'pattern', (text) => Buffer.from(text, 'utf16le').swap16()],
  ];

  it.each(forms)('%s by %s', (name, because, form) => {
    const words = fc.array(fc.constantFrom('hello', 'world', 'caf\u00e9', '{', '}', '\n', '\r\n', '12'), {
      minLength: 3,
    });
    fc.assert(
      fc.property(words, (list) => {
        expect(detectCharset(form(list.join(' ')), true)).toMatchObject({ name, because });
      }),
    );
  });

  it('takes random bytes for binary, and text with a NUL too', () => {
    expect(detectCharset(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 2, 0, 0]), true)).toBeUndefined();
    expect(detectCharset(Buffer.from('some text\0more text'), true)).toBeUndefined();
    expect(detectCharset(Buffer.from([0x81, 0x02, 0x93, 0x05, 0xff, 0x01]), true)).toBeUndefined();
    expect(detectCharset(Buffer.from('\xff\xfe\0\0a\0\0\0', 'latin1'), true)).toBeUndefined();
  });

  it('tells damaged UTF-8 from what never was', () => {
    expect(detectCharset(Buffer.from('\u00e9\u00e8 \u00e0'.concat('x')), true)?.because).toBe('sound');
    expect(
      detectCharset(Buffer.concat([Buffer.from('\u00e9\u00e8\u00e0'), Buffer.from([0xe9])]), true),
    ).toMatchObject({ name: 'utf-8', because: 'damaged' });
    expect(detectCharset(Buffer.from('caf\xe9 d\xe9j\xe0 vu', 'latin1'), true)).toMatchObject({
      name: 'windows-1252',
      because: 'guess',
    });
  });

  it('counts sound characters and stray bytes as the decoder does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const { stray } = surveyUtf8(bytes);
        expect(stray === 0).toBe(Buffer.from(Buffer.from(bytes).toString('utf8')).equals(bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  it('forgives a character cut off at the end of the sample', async () => {
    const text = `${'x'.repeat(65_535)}\u20ac${'y'.repeat(300_000)}\n`;
    const { deps } = place({ a: text, b: Buffer.from(`\ufeff${'z'.repeat(700_000)}\nend\n`, 'utf16le') });
    expect((await call(readTextFile(deps), { path: 'a', column: 65_530, offset: 1 })).text.slice(0, 8)).toBe(
      'xxxxxx\u20acy',
    );
    expect((await call(readTextFile(deps), { path: 'b', offset: 2 })).text).toBe('end\n');
    expect((await call(readTextFile(deps), { path: 'b', tail: 1 })).text).toBe('end\n');
  });
});

describe('any bytes at all', () => {
  it.each(['utf-8', 'utf-16le', 'utf-16be', 'gbk', 'gb18030', 'shift_jis', 'euc-jp', 'big5', 'windows-1251'])(
    '%s: text put in anywhere leaves all other bytes and characters alone, or is refused',
    (name) => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 60 }), (raw) => {
          const bytes = Buffer.from(raw);
          const whole = wholeText(bytes, named(name));
          for (let i = 0; i <= whole.text.length; i++) {
            const put = splitsPair(whole.text, i) ? undefined : insert(bytes, whole, i);
            if (put === undefined) continue;
            expect(wholeText(put, named(name)).text).toBe(`${whole.text.slice(0, i)}!${whole.text.slice(i)}`);
          }
        }),
        { numRuns: 400 },
      );
    },
  );
});

function splitsPair(text: string, index: number): boolean {
  return /[\ud800-\udbff]$/.test(text.slice(0, index)) && /^[\udc00-\udfff]/.test(text.slice(index));
}

/** Undefined where it is refused. */
function insert(bytes: Buffer, whole: WholeText, index: number): Buffer | undefined {
  const asIs: LfView = { text: whole.text, eol: '\n', toSource: (at) => at, eolAt: () => '\n' };
  try {
    return Buffer.concat(rewrite(bytes, whole, asIs, [{ start: index, end: index, text: '!' }], '\n'));
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}
