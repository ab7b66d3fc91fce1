// Finds the byte where a line begins, counted from the start of a file or from its end.
import { countFeeds, type Feed, feedBytes, lastFeed, nextFeed } from './newlines.ts';
import { bytesBetween, eachChunk, type Source } from './read-bytes.ts';

export type LineStart =
  | { readonly found: true; readonly position: number }
  /** The file ended first, having this many lines. */
  | { readonly found: false; readonly lines: number };

/** Where line `line` (1-based) begins. A last line without line feed counts; nothing after the last line feed does. */
export async function findLine(source: Source, start: number, line: number, feed: Feed): Promise<LineStart> {
  let left = line - 1;
  if (left === 0) return { found: true, position: start };
  let position = -1;
  await eachChunk(source, start, source.size, (chunk, at) => {
    const feeds = countFeeds(chunk, feed);
    if (feeds < left) {
      left -= feeds;
      return false;
    }
    let index = -feedBytes(feed);
    for (; left > 0; left--) index = nextFeed(chunk, index + feedBytes(feed), feed);
    position = at + index + feedBytes(feed);
    return true;
  });
  if (position >= 0 && position < source.size) return { found: true, position };
  const whole = line - 1 - left;
  return {
    found: false,
    lines: position >= 0 ? whole : whole + ((await endsOpen(source, start, feed)) ? 1 : 0),
  };
}

/** How many lines are in the bytes from `start`, which begins a line, to the end. */
export async function countLines(source: Source, start: number, feed: Feed): Promise<number> {
  let lines = 0;
  await eachChunk(source, start, source.size, (chunk) => {
    lines += countFeeds(chunk, feed);
    return false;
  });
  return lines + ((await endsOpen(source, start, feed)) ? 1 : 0);
}

async function endsOpen(source: Source, start: number, feed: Feed): Promise<boolean> {
  const width = feedBytes(feed);
  if (source.size - start < width) return source.size > start;
  return lastFeed(await bytesBetween(source, source.size - width, source.size), width, feed) === -1;
}

/** The chunk of a backward search grows from this to a mebibyte. */
const firstChunk = 16 * 1024;
const largestChunk = 1024 * 1024;

/**
 * Where the last `lines` lines before `end` begin, as `tail` counts: a line feed that ends the file ends a
 * line and begins none. `start` when there are fewer.
 */
export async function findLineFromEnd(
  source: Source,
  start: number,
  end: number,
  lines: number,
  feed: Feed,
): Promise<number> {
  const width = feedBytes(feed);
  // The feed that closes the last line counts as one more.
  let left = lines;
  let to = end;
  for (let size = firstChunk; to > start; size = Math.min(size * 4, largestChunk)) {
    const from = Math.max(start, to - size);
    const chunk = await bytesBetween(source, from, to);
    let at =
      to === end && lastFeed(chunk, chunk.length, feed) === chunk.length - width
        ? chunk.length - width
        : chunk.length;
    for (;;) {
      at = lastFeed(chunk, at, feed);
      if (at === -1) break;
      left--;
      if (left === 0) return from + at + width;
    }
    to = from;
  }
  return start;
}
