// One page of a text file: whole lines from a line on, as many as the budget allows.

import { cutAt, digits } from '@plainmcp/kit/text';
import { ToolError } from '@plainmcp/protocol';
import type { Charset } from './charset.ts';
import { decode, decodeStart, isSingleByte } from './decode.ts';
import { countLines, findLine } from './find-line.ts';
import { feedOf } from './newlines.ts';
import { bytesBetween, type Source } from './read-bytes.ts';

export interface PageRequest {
  /** 1-based line to begin with. */
  readonly offset: number;
  /** 1-based character (UTF-16 unit) of that line to begin with. */
  readonly column: number;
  /** Lines at most; Infinity for no bound but the budget. */
  readonly limit: number;
  readonly maxChars: number;
  /** Puts `N: ` before each line. */
  readonly lineNumbers: boolean;
}

export interface TextPage {
  /** Exactly what the file holds from the beginning of the page to its end, numbers apart. */
  readonly text: string;
  /** Lines shown, a partly shown one included. */
  readonly lines: number;
  /** Lines of the file, where they could be counted cheaply. */
  readonly total: number | undefined;
  /** Where the rest begins; undefined at the end of the file. */
  readonly next: { readonly offset: number; readonly column: number } | undefined;
}

/** Lines of a file up to this size are counted for the notice. */
const countedBytes = 2 * 1024 * 1024;

/** Reads one page. Throws a ToolError when the file has no such line or column. */
export async function readPage(source: Source, charset: Charset, request: PageRequest): Promise<TextPage> {
  const feed = feedOf(charset.name);
  const line = await findLine(source, charset.bom, request.offset, feed);
  if (!line.found) throw pastEnd(`offset ${request.offset}`, line.lines, 'line');
  const start =
    request.column === 1 ? line.position : await findColumn(source, charset, line.position, request.column);
  const { text, end } = await decodeFrom(source, charset, start, request.maxChars);
  const taken = takeLines(text, end === source.size, request);
  const finished = end === source.size && taken.used === text.length;
  const lines = taken.texts.length;
  const broken = !finished && !taken.closed;
  const next = broken
    ? { offset: request.offset + lines - 1, column: (lines === 1 ? request.column : 1) + taken.used }
    : { offset: request.offset + lines, column: 1 };
  return {
    text: request.lineNumbers ? numbered(taken.texts, request.offset) : taken.texts.join(''),
    lines,
    total: finished ? request.offset + lines - 1 : await cheapCount(source, charset),
    next: finished ? undefined : next,
  };
}

function cheapCount(source: Source, charset: Charset): Promise<number> | undefined {
  return source.size > countedBytes ? undefined : countLines(source, charset.bom, feedOf(charset.name));
}

function pastEnd(what: string, has: number, unit: string): ToolError {
  return new ToolError(
    `${what} is past the end: there ${has === 1 ? 'is' : 'are'} ${digits(has)} ${unit}${has === 1 ? '' : 's'}`,
    {
      code: 'past_end',
    },
  );
}

/** Bytes that hold at least `chars` UTF-16 units. */
export function bytesFor(charset: Charset, chars: number): number {
  if (charset.name.startsWith('utf-16')) return chars * 2;
  return chars * (isSingleByte(charset.name) ? 1 : 4) + 16;
}

/** Text from a byte that begins a character, at least `chars` long if the file is; `end` is the byte after what was read. */
async function decodeFrom(
  source: Source,
  charset: Charset,
  start: number,
  chars: number,
): Promise<{ text: string; end: number }> {
  const bytes = await bytesBetween(source, start, start + bytesFor(charset, chars + 2));
  const end = start + bytes.length;
  return { text: end >= source.size ? decode(charset, bytes) : decodeStart(charset, bytes), end };
}

interface Taken {
  readonly texts: readonly string[];
  /** Characters taken, numbers apart. */
  readonly used: number;
  /** The last line was taken to its end. */
  readonly closed: boolean;
}

function takeLines(text: string, atEnd: boolean, request: PageRequest): Taken {
  const texts: string[] = [];
  let used = 0;
  let room = request.maxChars;
  while (texts.length < request.limit && used < text.length) {
    const feed = text.indexOf('\n', used);
    const end = feed === -1 ? text.length : feed + 1;
    const mark = request.lineNumbers ? prefix(request.offset + texts.length).length : 0;
    if (end - used + mark > room || (feed === -1 && !atEnd)) {
      if (texts.length > 0) break;
      const part = cutAt(text, Math.max(1, room - mark)).replace(/\r$/, '');
      const kept = part === '' ? text.slice(0, 2) : part;
      return { texts: [kept], used: kept.length, closed: false };
    }
    room -= end - used + mark;
    texts.push(text.slice(used, end));
    used = end;
  }
  return { texts, used, closed: true };
}

function prefix(line: number): string {
  return `${line}: `;
}

function numbered(texts: readonly string[], first: number): string {
  return texts.map((text, i) => prefix(first + i) + text).join('');
}

/** Bytes decoded at a time on the way to a column. */
const skipBytes = 1024 * 1024;

/** The byte where character `column` of the line that begins at `start` begins. */
async function findColumn(source: Source, charset: Charset, start: number, column: number): Promise<number> {
  let left = column - 1;
  for (let position = start; ; ) {
    const bytes = await bytesBetween(source, position, position + skipBytes);
    const last = position + bytes.length >= source.size;
    const text = last ? decode(charset, bytes) : decodeStart(charset, bytes);
    const feed = text.indexOf('\n');
    const lineEnd = feed === -1 ? text.length : feed;
    if (left < lineEnd || (left === lineEnd && feed !== -1))
      return position + byteLength(charset, bytes, cutAt(text, left));
    if (feed !== -1 || last) throw pastEnd(`column ${column}`, column - 1 - left + lineEnd, 'character');
    left -= text.length;
    position += byteLength(charset, bytes, text);
  }
}

/** Bytes at the beginning of `bytes` that decode to `text`, a beginning of what all of them decode to. */
function byteLength(charset: Charset, bytes: Buffer, text: string): number {
  if (charset.name.startsWith('utf-16')) return text.length * 2;
  if (isSingleByte(charset.name)) return text.length;
  if (charset.name === 'utf-8' && !text.includes('\ufffd')) return Buffer.byteLength(text);
  // Decoding ever shorter beginnings finds the byte in few steps, whatever the encoding and its stray bytes.
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (decodeStart(charset, bytes.subarray(0, middle)).length < text.length) low = middle + 1;
    else high = middle;
  }
  return low;
}
