// The last lines of a text file, as `tail` counts them, as many as the budget allows from the end backwards.

import type { Charset } from './charset.ts';
import { decode } from './decode.ts';
import { countLines, findLine, findLineFromEnd } from './find-line.ts';
import { type Feed, feedBytes, feedOf, nextFeed } from './newlines.ts';
import { bytesFor, readPage } from './page.ts';
import { bytesBetween, type Source, shortened } from './read-bytes.ts';

export interface TailRequest {
  /** Lines from the end of the file at which to begin. */
  readonly tail: number;
  /** Lines at most, from there on; Infinity for all. */
  readonly limit: number;
  readonly maxChars: number;
  readonly lineNumbers: boolean;
}

export interface TailPage {
  readonly text: string;
  /** Lines shown. */
  readonly lines: number;
  /** Lines asked for that the file has. */
  readonly asked: number;
  /** Arguments that give what was left out; undefined when nothing was. */
  readonly next: string | undefined;
}

/** Reads backwards, so the last lines of a file of any size cost the same. */
export async function readTail(source: Source, charset: Charset, request: TailRequest): Promise<TailPage> {
  const feed = feedOf(charset.name);
  const start = await findLineFromEnd(source, charset.bom, source.size, request.tail, feed);
  const end = await endOfLimit(source, start, request.limit, feed);
  const region = shortened(source, end);
  const bytes = await lastBytes(region, charset, start, request.maxChars, feed);
  const lines = bytes === undefined || bytes.length === 0 ? [] : decode(charset, bytes).split(/(?<=\n)/);
  const first = request.lineNumbers ? await firstNumber(region, charset, end, lines.length, feed) : undefined;
  const shown = fitFromEnd(lines, request.maxChars, first);
  const text = render(shown, first, lines.length);
  if (bytes?.length === end - start && shown.length === lines.length) {
    return { text, lines: shown.length, asked: shown.length, next: undefined };
  }
  // A start within the file means that it has all the lines asked for.
  const fromEnd = start > charset.bom ? request.tail : await countLines(source, start, feed);
  const asked = Math.min(fromEnd, request.limit);
  if (shown.length === 0)
    return beginningOfLast(source, charset, request, { start, end, asked, fromEnd, feed });
  return {
    text,
    lines: shown.length,
    asked,
    next: `tail=${fromEnd}, limit=${asked - shown.length}`,
  };
}

async function endOfLimit(source: Source, start: number, limit: number, feed: Feed): Promise<number> {
  if (limit === Number.POSITIVE_INFINITY) return source.size;
  const after = await findLine(source, start, limit + 1, feed);
  return after.found ? after.position : source.size;
}

/** The last whole lines that may fit; undefined when the last line alone is longer. */
async function lastBytes(
  source: Source,
  charset: Charset,
  start: number,
  chars: number,
  feed: Feed,
): Promise<Buffer | undefined> {
  const width = feedBytes(feed);
  let from = Math.max(start, source.size - bytesFor(charset, chars));
  // UTF-16 must be entered at a whole unit.
  from += (from - start) % width;
  const bytes = await bytesBetween(source, from, source.size);
  if (from === start) return bytes;
  const at = nextFeed(bytes, 0, feed);
  return at === -1 || at + width >= bytes.length ? undefined : bytes.subarray(at + width);
}

/** The last lines that fit into `room` with their numbers. */
function fitFromEnd(lines: readonly string[], room: number, first: number | undefined): readonly string[] {
  let left = room;
  let from = lines.length;
  while (from > 0) {
    const mark = first === undefined ? 0 : `${first + from - 1}: `.length;
    const size = (lines[from - 1] ?? '').length + mark;
    if (size > left) break;
    left -= size;
    from--;
  }
  return lines.slice(from);
}

async function firstNumber(
  source: Source,
  charset: Charset,
  end: number,
  lines: number,
  feed: Feed,
): Promise<number> {
  return (await countLines(shortened(source, end), charset.bom, feed)) - lines + 1;
}

function render(shown: readonly string[], first: number | undefined, lines: number): string {
  if (first === undefined) return shown.join('');
  const from = first + lines - shown.length;
  return shown.map((line, i) => `${from + i}: ${line}`).join('');
}

interface Region {
  readonly start: number;
  readonly end: number;
  readonly asked: number;
  readonly fromEnd: number;
  readonly feed: Feed;
}

/** The last line is longer than the budget: show how it begins and where it stands. */
async function beginningOfLast(
  source: Source,
  charset: Charset,
  request: TailRequest,
  region: Region,
): Promise<TailPage> {
  const { start, end, asked, fromEnd, feed } = region;
  const at = await findLineFromEnd(shortened(source, end), start, end, 1, feed);
  const offset = at === charset.bom ? 1 : (await countLines(shortened(source, at), charset.bom, feed)) + 1;
  const page = await readPage(source, charset, {
    offset,
    column: 1,
    limit: 1,
    maxChars: request.maxChars,
    lineNumbers: request.lineNumbers,
  });
  const rest =
    page.next === undefined ? '' : `offset=${page.next.offset}, column=${page.next.column}, limit=1`;
  const earlier = asked > 1 ? `tail=${fromEnd}, limit=${asked - 1}` : '';
  return {
    text: page.text,
    lines: 1,
    asked,
    next: [rest, earlier].filter((part) => part !== '').join('; earlier lines: '),
  };
}
