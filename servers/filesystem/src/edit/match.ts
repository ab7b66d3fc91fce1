// Finds where oldText stands: exactly, else by whole lines that differ in white space, else by typography.
import { fold } from './fold.ts';
import { type Shift, shiftBetween } from './indent.ts';
import { LineIndex } from './line-index.ts';

export type Step = 'exact' | 'trailing white space' | 'indentation' | 'typography';

/** One place that oldText fits. Indexes are into the text searched. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly step: Step;
  /** How the indentation of newText has to change; only for the indentation step. */
  readonly shift?: Shift;
}

/** All matches of one step. */
export interface Found {
  /** Rising, overlapping ones included; the first `maxMatches` of them. */
  readonly matches: readonly Match[];
  readonly count: number;
}

/** Places that are kept and can be replaced in one edit. */
export const maxMatches = 100_000;
/** The same where each costs a walk through its line. */
const maxComposed = 1_000;
/** Lines compared before a search by lines gives up: keeps repetitive files from costing minutes. */
const maxLineChecks = 2_000_000;

/**
 * Matches of the first step that has any. `added` (newText) only helps to tell the width of a tab. All in LF.
 */
export function findMatches(text: string, wanted: string, added: string): Found {
  const exact = occurrences(text, wanted, maxMatches);
  if (exact.count > 0) {
    const matches = exact.starts.map(
      (start): Match => ({ start, end: start + wanted.length, step: 'exact' }),
    );
    return { matches, count: exact.count };
  }
  const byLines = matchLines(text, wanted, added);
  return byLines.length > 0 ? { matches: byLines, count: byLines.length } : matchFolded(text, wanted);
}

/** Where `wanted` begins, the first `most` places, and how many there are. */
function occurrences(text: string, wanted: string, most: number): { starts: number[]; count: number } {
  const starts: number[] = [];
  let count = 0;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    if (count < most) starts.push(at);
    count++;
  }
  return { starts, count };
}

/** Steps two and three: whole lines equal but for white space at their end, then but for one shift of indentation. */
function matchLines(text: string, wanted: string, added: string): Match[] {
  const closed = wanted.endsWith('\n');
  const lines = (closed ? wanted.slice(0, -1) : wanted).split('\n').map((line) => line.trimEnd());
  const anchor = longest(lines);
  const core = (lines[anchor] ?? '').trim();
  if (core === '' || !text.includes(core)) return [];
  const index = new LineIndex(text);
  const bare = lines.map((line) => line.trimStart());
  const addedLines = added.split('\n');
  const trailing: Match[] = [];
  const shifted: Match[] = [];
  let checks = 0;
  for (let at = text.indexOf(core); at !== -1; ) {
    // A part of the matches would pass for all of them.
    if (checks > maxLineChecks) return [];
    const line = index.lineAt(at);
    const first = line - anchor;
    const found = linesLike(index, first, bare);
    checks += found.length + 1;
    if (found.length === lines.length) {
      const last = first + lines.length - 1;
      const place = { start: index.start(first), end: closed ? index.start(last + 1) : index.end(last) };
      if (found.every((have, i) => have === lines[i]))
        trailing.push({ ...place, step: 'trailing white space' });
      else {
        const shift = shiftBetween(lines, found, addedLines);
        if (shift !== undefined) shifted.push({ ...place, step: 'indentation', shift });
      }
    }
    at = text.indexOf(core, index.end(line));
  }
  return trailing.length > 0 ? trailing : shifted;
}

/** Lines from `first` on, ends trimmed, as far as they equal `bare` without indentation. */
function linesLike(index: LineIndex, first: number, bare: readonly string[]): string[] {
  const found: string[] = [];
  if (first < 0 || first + bare.length > index.count) return found;
  for (const [i, want] of bare.entries()) {
    const line = index.line(first + i).trimEnd();
    if (line.trimStart() !== want) break;
    found.push(line);
  }
  return found;
}

function longest(lines: readonly string[]): number {
  let best = 0;
  for (const [i, line] of lines.entries())
    if (line.trim().length > (lines[best] ?? '').trim().length) best = i;
  return best;
}

function matchFolded(text: string, wanted: string): Found {
  const sought = fold(wanted).text;
  if (sought === wanted && !/[^\x00-\x7f]/.test(text)) return { matches: [], count: 0 };
  const folded = fold(text);
  const { starts, count } = occurrences(folded.text, sought, maxComposed);
  const matches = starts.flatMap((at): Match[] => {
    const start = folded.sourceOf(at);
    const end = folded.sourceOf(at + sought.length);
    return start === undefined || end === undefined ? [] : [{ start, end, step: 'typography' }];
  });
  return { matches, count: count > maxComposed ? count : matches.length };
}
