// Lines of a file as search_content shows them: numbered, cut around the hit, one visible line each.
import { cutAt, tailFrom } from '@plainmcp/kit/text';
import type { Match } from './scan.ts';

/** Characters shown of one line. */
const maxLineChars = 200;
/** Of those, how many before the hit when the line is cut. */
const leadChars = 60;
/** Lines shown of one match that spans several. */
const maxMatchLines = 20;

const ellipsis = '…';

export interface ExcerptOptions {
  /** Lines before and after each match. */
  readonly context: number;
  /** Context lines up to this number have been shown. */
  readonly shownTo: number;
  /** Number of the line where the next match begins; infinity when there is none. */
  readonly nextLine: number;
}

export interface Excerpt {
  readonly rows: readonly string[];
  /** Number of the last line in `rows`. */
  readonly lastLine: number;
}

/** The rows of one match with its context: `12: text` for matching lines, `11- text` for the others. */
export function excerpt(text: string, match: Match, options: ExcerptOptions): Excerpt {
  const before = linesBefore(text, match.start, Math.min(options.context, match.line - 1 - options.shownTo));
  const rows = before.map((line, index) => row(match.line - before.length + index, '-', line, 0));
  const matched = text.slice(match.start, match.end).split('\n');
  for (const [index, line] of matched.slice(0, maxMatchLines).entries()) {
    rows.push(row(match.line + index, ':', line, index === 0 ? match.hitStart - match.start : 0));
  }
  const lastMatched = match.line + matched.length - 1;
  if (matched.length > maxMatchLines) {
    rows.push(`${match.line + maxMatchLines}-${lastMatched}: ${ellipsis}`);
  }
  const after = linesAfter(text, match.end, Math.min(options.context, options.nextLine - 1 - lastMatched));
  rows.push(...after.map((line, index) => row(lastMatched + 1 + index, '-', line, 0)));
  return { rows, lastLine: lastMatched + after.length };
}

function linesBefore(text: string, start: number, count: number): string[] {
  const lines: string[] = [];
  let end = start - 1;
  while (lines.length < count && end >= 0) {
    const begin = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    lines.unshift(text.slice(begin, end));
    end = begin - 1;
  }
  return lines;
}

function linesAfter(text: string, end: number, count: number): string[] {
  const lines: string[] = [];
  let begin = end + 1;
  while (lines.length < count && begin < text.length) {
    const next = text.indexOf('\n', begin);
    const stop = next < 0 ? text.length : next;
    lines.push(text.slice(begin, stop));
    begin = stop + 1;
  }
  return lines;
}

function row(number: number, mark: ':' | '-', line: string, hit: number): string {
  return `${number}${mark} ${around(line, hit)}`;
}

/** At most 200 characters of the line, among them the one at `hit`. */
function around(line: string, hit: number): string {
  const whole = line.endsWith('\r') ? line.slice(0, -1) : line;
  if (whole.length <= maxLineChars) return whole;
  const wanted = hit < maxLineChars - leadChars ? 0 : hit - leadChars;
  const start = Math.max(0, Math.min(wanted, whole.length - maxLineChars));
  const tail = start === 0 ? whole : tailFrom(whole, start);
  const part = cutAt(tail, maxLineChars);
  return (start > 0 ? ellipsis : '') + part + (part.length < tail.length ? ellipsis : '');
}
