// One edit on a document: find, choose, and replace only the lines that really change.
import { changedLines, splitLines } from './align.ts';
import type { Document, Splice } from './document.ts';
import { indentOf } from './indent.ts';
import { LineIndex } from './line-index.ts';
import { findMatches, type Match, type Step } from './match.ts';

/** One edit, its texts in LF. */
export interface Edit {
  readonly oldText: string;
  readonly newText: string;
  readonly replaceAll?: boolean;
  /** 1-based line of the file on disk on which the match must begin. */
  readonly line?: number;
}

export type Outcome =
  | { readonly kind: 'done'; readonly step: Step; readonly count: number }
  /** Nothing fits. */
  | { readonly kind: 'none' }
  /** More than one place fits, none of them begins at the line asked, or more are to be replaced than can be; `lines` are 1-based. */
  | {
      readonly kind: 'ambiguous' | 'other line' | 'too many';
      readonly step: Step;
      readonly count: number;
      readonly lines: readonly number[];
    };

/** Applies one edit or leaves the document as it is. */
export function applyEdit(document: Document, edit: Edit): Outcome {
  if (edit.oldText === '') return insertIntoEmpty(document, edit);
  const { matches, count } = findMatches(document.text, edit.oldText, edit.newText);
  const [first] = matches;
  if (first === undefined) return { kind: 'none' };
  const placed =
    edit.line === undefined ? matches : matches.filter(({ start }) => lineOf(document, start) === edit.line);
  const fails = failure(placed, matches, count, edit);
  if (fails !== undefined) {
    const shown = (placed.length === 0 ? matches : placed).slice(0, 5);
    const lines = shown.map(({ start }) => lineOf(document, start));
    return { kind: fails, step: first.step, count, lines };
  }
  const chosen = apart(placed);
  document.apply(chosen.flatMap((match) => splicesOf(document.text, match, edit)));
  return { kind: 'done', step: first.step, count: chosen.length };
}

function failure(placed: readonly Match[], matches: readonly Match[], count: number, edit: Edit) {
  if (placed.length === 0) return 'other line';
  if (edit.replaceAll === true) return count > matches.length ? 'too many' : undefined;
  return placed.length > 1 ? 'ambiguous' : undefined;
}

function insertIntoEmpty(document: Document, { newText }: Edit): Outcome {
  if (document.text !== '') return { kind: 'none' };
  document.apply([{ start: 0, end: 0, text: newText }]);
  return { kind: 'done', step: 'exact', count: 1 };
}

const indexes = new WeakMap<Document, LineIndex>();

/** 1-based line of the original in which the character now at `index` stood. */
function lineOf(document: Document, index: number): number {
  let lines = indexes.get(document);
  if (lines === undefined) {
    lines = new LineIndex(document.original);
    indexes.set(document, lines);
  }
  return lines.lineAt(document.originOf(index)) + 1;
}

/** Leaves out matches that begin inside the one before. */
function apart(matches: readonly Match[]): Match[] {
  let end = 0;
  return matches.filter((match) => {
    if (match.start < end) return false;
    end = match.end;
    return true;
  });
}

function splicesOf(text: string, match: Match, edit: Edit): Splice[] {
  const whole = match.step === 'trailing white space' || match.step === 'indentation';
  let { oldText, newText } = edit;
  let { end } = match;
  if (whole && oldText.endsWith('\n') && text[end - 1] !== '\n') {
    // The file ends without a line feed: it stays so.
    oldText = oldText.slice(0, -1);
    newText = newText.replace(/\n$/, '');
  } else if (whole && !oldText.endsWith('\n') && text[end] === '\n') {
    // Taking in the line feed behind makes the last line comparable with the others.
    oldText += '\n';
    newText += '\n';
    end += 1;
  }
  const before = splitLines(oldText);
  const after = splitLines(newText);
  const have = splitLines(text.slice(match.start, end));
  const starts: number[] = [];
  let start = match.start;
  for (const line of have) {
    starts.push(start);
    start += line.length;
  }
  return changedLines(before, after).map(({ oldFrom, oldTo, newFrom, newTo }) => ({
    start: starts[oldFrom] ?? end,
    end: starts[oldTo] ?? end,
    text: adapt(
      match,
      have.slice(oldFrom, oldTo).join(''),
      before.slice(oldFrom, oldTo).join(''),
      after.slice(newFrom, newTo),
    ),
  }));
}

/** What `added` must look like in the file, given how the lines it replaces look there. */
function adapt({ step, shift }: Match, have: string, before: string, added: readonly string[]): string {
  if (shift !== undefined) {
    return added
      .map((line) => (line.trim() === '' ? line : shift(indentOf(line)) + line.slice(indentOf(line).length)))
      .join('');
  }
  const text = added.join('');
  return step === 'typography' && have.length === before.length ? keepTypography(have, before, text) : text;
}

/** Keeps the file's own characters where oldText and newText agree at their beginning and end. */
function keepTypography(have: string, before: string, added: string): string {
  const most = Math.min(before.length, added.length);
  let head = 0;
  while (head < most && before[head] === added[head]) head++;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === added[added.length - 1 - tail]) tail++;
  return have.slice(0, head) + added.slice(head, added.length - tail) + have.slice(have.length - tail);
}
