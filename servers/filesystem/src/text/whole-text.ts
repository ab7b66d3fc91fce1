// A whole file as text, with the way back from each character to its byte.
import { ToolError } from '@plainmcp/protocol';
import type { Charset } from './charset.ts';
import { decode, decodeStart, isSingleByte, isStateless } from './decode.ts';
import { encode } from './encode.ts';
import { soundLength } from './utf8.ts';

/** All of a file decoded so that every byte can be found again. */
export interface WholeText {
  readonly charset: Charset;
  /** Without the byte order mark. Stray bytes of damaged UTF-8 stand as U+DC80 to U+DCFF. */
  readonly text: string;
  /** Byte offset of the character at `index`. Cheapest when asked in rising order. */
  byteAt(index: number): number;
  /** Bytes of new text; throws a ToolError when the encoding cannot hold it. */
  encode(text: string): Buffer;
  /** Where bytes that meet anew may make another character: decodes a changed file to see. */
  readonly reread?: (bytes: Buffer) => string;
}

/** Stands for stray bytes: never part of a pair in text that was decoded from UTF-8. */
const stray = /[\udc80-\udcff]/gu;

/** Stray bytes as readers see them: U+FFFD. */
export function readable(text: string): string {
  return text.replace(stray, '\ufffd');
}

/** Decodes all of `bytes`. Throws a ToolError for encodings whose bytes cannot be found again. */
export function wholeText(bytes: Buffer, charset: Charset): WholeText {
  const body = bytes.subarray(charset.bom);
  const { name, bom } = charset;
  if (name === 'utf-8') return utf8Text(body, charset);
  if (!isStateless(name)) {
    throw new ToolError(`Files in ${name} can be read but not edited`, { code: 'unsupported_encoding' });
  }
  const text = decode(charset, body);
  const reread = (changed: Buffer) => decode(charset, changed.subarray(bom));
  const write = (added: string) => encode(charset, added);
  if (name.startsWith('utf-16')) return { charset, text, byteAt: (index) => bom + 2 * index, encode: write };
  if (isSingleByte(name)) return { charset, text, byteAt: (index) => bom + index, encode: write };
  return { charset, text, byteAt: multiByteMap(body, text, charset), encode: write, reread };
}

function utf8Text(body: Buffer, charset: Charset): WholeText {
  const plain = decode(charset, body);
  const damaged = plain.includes('\ufffd') && !Buffer.from(plain, 'utf8').equals(body);
  if (!damaged) {
    const ascii = plain.length === body.length;
    const byteAt = ascii ? (index: number) => charset.bom + index : risingMap(plain, charset.bom, utf8Length);
    return { charset, text: plain, byteAt, encode: (added) => Buffer.from(added, 'utf8') };
  }
  const text = keepStray(body);
  return {
    charset: { ...charset, because: 'damaged' },
    text,
    byteAt: risingMap(
      text,
      charset.bom,
      (piece) => utf8Length(piece) - 2 * (piece.match(stray)?.length ?? 0),
    ),
    reread: (bytes) => keepStray(bytes.subarray(charset.bom)),
    encode(added) {
      if (!added.includes('\ufffd')) return Buffer.from(added, 'utf8');
      throw new ToolError(
        'newText has U+FFFD, which stands for bytes of this file that are not UTF-8; nothing was written',
        {
          code: 'unencodable',
          hint: 'Choose oldText and newText so that the change leaves those characters out.',
        },
      );
    },
  };
}

function utf8Length(piece: string): number {
  return Buffer.byteLength(piece, 'utf8');
}

/** Decodes UTF-8 and keeps each stray byte as a lone low surrogate. */
function keepStray(body: Buffer): string {
  const pieces: string[] = [];
  let soundFrom = 0;
  for (let at = 0; at < body.length; ) {
    const length = soundLength(body, at);
    if (length === 0) {
      pieces.push(body.toString('utf8', soundFrom, at), String.fromCharCode(0xdc00 + (body[at] ?? 0)));
      soundFrom = at + 1;
    }
    at += length || 1;
  }
  pieces.push(body.toString('utf8', soundFrom));
  return pieces.join('');
}

/** Adds up byte lengths from the last place asked, so that rising questions cost one pass over the text. */
function risingMap(text: string, bom: number, bytesOf: (piece: string) => number): (index: number) => number {
  let index = 0;
  let byte = bom;
  return (wanted) => {
    if (wanted < index) {
      index = 0;
      byte = bom;
    }
    byte += bytesOf(text.slice(index, wanted));
    index = wanted;
    return byte;
  };
}

/** Line ends are the same single byte in all of these; inside a line the decoder is fed byte by byte. */
function multiByteMap(body: Buffer, text: string, charset: Charset): (index: number) => number {
  let lineIndex = 0;
  let lineByte = 0;
  return (wanted) => {
    if (wanted < lineIndex) {
      lineIndex = 0;
      lineByte = 0;
    }
    for (;;) {
      const end = text.indexOf('\n', lineIndex);
      if (end === -1 || end >= wanted) break;
      lineByte = body.indexOf(0x0a, lineByte) + 1;
      lineIndex = end + 1;
    }
    return charset.bom + lineByte + bytesOfChars(lineAt(body, lineByte), wanted - lineIndex, charset);
  };
}

function lineAt(body: Buffer, start: number): Buffer {
  const end = body.indexOf(0x0a, start);
  return body.subarray(start, end === -1 ? body.length : end + 1);
}

/**
 * The byte before which `chars` characters of the line stand: found by decoding ever shorter beginnings,
 * then proven on both sides, because stray bytes may belong to what follows them.
 */
function bytesOfChars(line: Buffer, chars: number, charset: Charset): number {
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (decodeStart(charset, line.subarray(0, middle)).length < chars) low = middle + 1;
    else high = middle;
  }
  const text = decode(charset, line);
  for (const at of [low, low - 1, low - 2, low - 3]) {
    if (at < 0) break;
    const before = decode(charset, line.subarray(0, at));
    if (before.length === chars && before + decode(charset, line.subarray(at)) === text) return at;
  }
  throw new ToolError(`The text to change touches bytes that are not ${charset.name}; nothing was written`, {
    code: 'unsupported_encoding',
  });
}
