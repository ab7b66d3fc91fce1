// Bytes to text in every encoding that TextDecoder knows.
import { isAscii } from 'node:buffer';
import type { Charset } from './charset.ts';
import { decodeUtf16 } from './utf16.ts';

/** windows-1252 at 0x80-0x9F: some Node releases decode these as Latin-1 (nodejs/node#56542). */
const high1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

const multiByte = new Set(['gbk', 'gb18030', 'big5', 'euc-jp', 'iso-2022-jp', 'shift_jis', 'euc-kr']);

/** Whether each byte is one character. */
export function isSingleByte(name: string): boolean {
  return !name.startsWith('utf-') && !multiByte.has(name);
}

/** Whether a line can be decoded without the lines before it. */
export function isStateless(name: string): boolean {
  return name !== 'iso-2022-jp';
}

/** Text of `bytes`, which carry no byte order mark and begin at a character. Bytes of no character become U+FFFD. */
export function decode(charset: Charset, bytes: Buffer): string {
  switch (charset.name) {
    case 'utf-8':
      // Several times faster, and most text is ASCII.
      return isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
    case 'utf-16le':
      return decodeUtf16(bytes, 'le');
    case 'utf-16be':
      return decodeUtf16(bytes, 'be');
    case 'windows-1252':
      return decode1252(bytes);
    default:
      return new TextDecoder(charset.name, { ignoreBOM: true }).decode(bytes);
  }
}

function decode1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (char) => high1252.charAt(char.charCodeAt(0) - 0x80));
}

/**
 * Text of bytes that may end inside a character: that one is left out. One decoder for one piece, because
 * ICU decoders of Node lose or refuse stray bytes that a former piece ended with.
 */
export function decodeStart(charset: Charset, bytes: Buffer): string {
  if (isSingleByte(charset.name)) return decode(charset, bytes);
  return new TextDecoder(charset.name, { ignoreBOM: true }).decode(bytes, { stream: true });
}
