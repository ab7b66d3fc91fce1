// Finds the matching lines of a text that is in memory.
import type { Query } from './query.ts';

/** One match: a line, or for matches over several lines all of them. Offsets are into the scanned text. */
export interface Match {
  /** 1-based number of the first line. */
  readonly line: number;
  /** Where the first line begins. */
  readonly start: number;
  /** Where the last line ends, before its line end. */
  readonly end: number;
  readonly hitStart: number;
  readonly hitEnd: number;
}

export interface Scope {
  /** Matches begin at or after this offset, the begin of a line. */
  readonly from: number;
  /** Matches begin before this offset. */
  readonly to: number;
  /** Number of the line at `from`. */
  readonly firstLine: number;
}

/** Calls `onMatch` once per matching line, in order, until it returns false. */
export function scan(
  text: string,
  ascii: boolean,
  query: Query,
  { from, to, firstLine }: Scope,
  onMatch: (match: Match) => boolean,
): void {
  const regex = ascii ? query.ascii : query.unicode;
  let line = firstLine;
  let counted = from;
  regex.lastIndex = from;
  for (let found = regex.exec(text); found !== null; found = regex.exec(text)) {
    const hitStart = found.index;
    if (hitStart >= to || (hitStart === text.length && isAtLineStart(text))) return;
    const hitEnd = hitStart + found[0].length;
    const start = hitStart === 0 ? 0 : text.lastIndexOf('\n', hitStart - 1) + 1;
    line += lineEnds(text, counted, start);
    counted = start;
    // The last character of the match decides which line is its last, unless that is a line end itself.
    const lineEnd = text.indexOf('\n', Math.max(hitStart, hitEnd - 1));
    const end = lineEnd < 0 ? text.length : lineEnd;
    if (!onMatch({ line, start, end, hitStart, hitEnd }) || lineEnd < 0) return;
    regex.lastIndex = end + 1;
  }
}

/** Behind the last line end there is no line for an empty match. */
function isAtLineStart(text: string): boolean {
  return text === '' || text.endsWith('\n');
}

function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
