// Finds out in which encoding a file is written, or that it is no text at all.
import { ToolError } from '@plainmcp/protocol';
import { isSoundUtf8, surveyUtf8 } from './utf8.ts';
import { isUtf16 } from './utf16.ts';

/** How the bytes of one file become text. */
export interface Charset {
  /** WHATWG name, for example `utf-8`, `utf-16le`, `windows-1252`. */
  readonly name: string;
  /** Bytes of the byte order mark at the start of the file: 0, 2 or 3. */
  readonly bom: number;
  /** Why this one: the mark, the caller, sound UTF-8, UTF-8 with stray bytes, or a guess. */
  readonly because: 'bom' | 'given' | 'sound' | 'damaged' | 'pattern' | 'guess';
}

/** Bytes looked at when only the beginning of a file is read. */
export const sampleBytes = 64 * 1024;

const marks: readonly (readonly [name: string, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The encoding that a byte order mark names. */
export function charsetOfMark(bytes: Uint8Array): Charset | undefined {
  for (const [name, mark] of marks)
    if (mark.every((byte, i) => bytes[i] === byte)) return { name, bom: mark.length, because: 'bom' };
  return undefined;
}

/**
 * The encoding the caller asked for, by any label TextDecoder knows; a matching byte order mark is left out
 * of the text. Throws a ToolError for unknown labels.
 */
export function charsetOfLabel(label: string, bytes: Uint8Array): Charset {
  const name = nameOfLabel(label);
  const mark = charsetOfMark(bytes);
  return { name, bom: mark?.name === name ? mark.bom : 0, because: 'given' };
}

function nameOfLabel(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new ToolError(`Unknown encoding ${JSON.stringify(label.slice(0, 60))}`, {
      code: 'unknown_encoding',
      hint: 'Use a WHATWG label such as utf-8, utf-16le, windows-1252, shift_jis, gbk, big5, euc-kr or koi8-r, or leave encoding out.',
    });
  }
}

/**
 * The encoding of a file that begins with `bytes`: byte order mark, NUL pattern of UTF-16, sound UTF-8,
 * UTF-8 with stray bytes, else windows-1252. Undefined means binary. `whole` tells that `bytes` is all of it.
 */
export function detectCharset(bytes: Uint8Array, whole: boolean): Charset | undefined {
  if (isUtf32(bytes)) return undefined;
  const marked = charsetOfMark(bytes);
  if (marked !== undefined) return marked;
  if (bytes.includes(0)) {
    if (isUtf16(bytes, 'le')) return { name: 'utf-16le', bom: 0, because: 'pattern' };
    return isUtf16(bytes, 'be') ? { name: 'utf-16be', bom: 0, because: 'pattern' } : undefined;
  }
  if (isSoundUtf8(bytes, !whole)) return { name: 'utf-8', bom: 0, because: 'sound' };
  if (controlShare(bytes) > 0.02) return undefined;
  const { sound, stray } = surveyUtf8(bytes);
  return sound > stray
    ? { name: 'utf-8', bom: 0, because: 'damaged' }
    : { name: 'windows-1252', bom: 0, because: 'guess' };
}

/** UTF-32 is no encoding of the web and would pass for UTF-16 by its mark. */
function isUtf32(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  return (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff);
}

/** Share of control bytes that no text has: all below space but tab, line ends, backspace, form feed, escape. */
function controlShare(bytes: Uint8Array): number {
  const allowed = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d, 0x1b]);
  let found = 0;
  for (const byte of bytes) if (byte < 0x20 && !allowed.has(byte)) found++;
  return bytes.length === 0 ? 0 : found / bytes.length;
}

/** Bytes of one line end: 2 in UTF-16, else 1. */
export function unitOf(charset: Charset): 1 | 2 {
  return charset.name.startsWith('utf-16') ? 2 : 1;
}
