// What a content search found, as data: one worker's share of the files, or all of them, put on one page.
import { type CursorState, writeCursor } from '@plainmcp/kit/cursor';
import { cutNotice } from '@plainmcp/kit/cut';
import { oneLine } from '@plainmcp/kit/hidden';
import { count } from '@plainmcp/kit/text';
import { ContentPage, type Position } from './content-page.ts';
import type { ContentJob, Outcome } from './jobs.ts';
import { hiddenNote, ignoredNote, problemNote, type Seen } from './render.ts';

/** Why a file was not searched. */
export type Skip = 'binary' | 'large' | 'long';

/** One match with its context, or in the other modes one file. */
export interface Item {
  readonly path: string;
  /** The line the match begins in; 0 for a file. */
  readonly line: number;
  /** Lines as they are shown; empty for a file. */
  readonly rows: readonly string[];
  /** Matching lines, in mode `count`. */
  readonly count: number;
}

export interface SkippedFiles {
  readonly why: Skip;
  readonly count: number;
  readonly first: string;
}

export interface ContentFound {
  /** In the order of the walk. */
  readonly items: readonly Item[];
  /** There was more than fits a page: nothing is known of what comes after the last item. */
  readonly full: boolean;
  /** Totals of mode `count`. */
  readonly files: number;
  readonly matches: number;
  readonly skipped: readonly SkippedFiles[];
  readonly seen: Seen;
}

/** Ties a cursor to the search it belongs to. */
export function scopeOf(job: ContentJob): string {
  return JSON.stringify({
    ...job,
    cursor: undefined,
    limit: undefined,
    maxChars: undefined,
    shard: undefined,
  });
}

export function positionOf([path, line]: CursorState): Position | undefined {
  return typeof path === 'string' && typeof line === 'number' ? { path, line } : undefined;
}

/** The page of all shares together. */
export function renderFound(job: ContentJob, shares: readonly ContentFound[]): Outcome {
  const page = new ContentPage(job);
  const ends = shares.flatMap(({ full, items }) => (full ? (items.at(-1) ?? []) : []));
  // What lies behind the end of a share that was cut may have matches of that share before it.
  const end = ends.sort(byWalk)[0];
  const all = shares.flatMap(({ items }) => items).sort(byWalk);
  let cut = ends.length > 0;
  for (const item of all) {
    if ((end !== undefined && byWalk(item, end) > 0) || !page.add(item)) {
      cut = true;
      break;
    }
  }
  const seen = seenBy(shares);
  const notes = [
    ...hiddenNote(page.text),
    ...skipNotes(shares),
    ...problemNote(seen),
    ...ignoredNote(page.text, seen),
  ];
  const files = sum(shares, (share) => share.files);
  if (job.mode === 'count' && files > 0) {
    const matches = sum(shares, (share) => share.matches);
    notes.push(`[total: ${count(matches, 'matching line')} in ${count(files, 'file')}]`);
  }
  if (cut && page.last !== undefined) {
    const { path, line } = page.last;
    notes.push(
      cutNotice({
        shown: page.shown,
        unit: job.mode === 'matches' ? 'matches' : 'files',
        next: `cursor=${writeCursor(scopeOf(job), [path, line])}`,
        ...(job.mode === 'count' ? { total: files } : {}),
      }),
    );
  }
  return { text: page.text, notes };
}

function seenBy(shares: readonly ContentFound[]): Seen {
  const first = shares.map(({ seen }) => seen.problems.first).filter((path) => path !== '');
  return {
    ignored: sum(shares, ({ seen }) => seen.ignored),
    problems: { count: sum(shares, ({ seen }) => seen.problems.count), first: first.sort()[0] ?? '' },
  };
}

/** The order in which a walk meets files: those of a directory before its subdirectories, by name. */
function byWalk(a: Item, b: Item): number {
  if (a.path === b.path) return a.line - b.line;
  const [left, right] = [a.path.split('/'), b.path.split('/')];
  let at = 0;
  while (left[at] === right[at]) at += 1;
  const aIsFile = at === left.length - 1;
  const bIsFile = at === right.length - 1;
  if (aIsFile !== bIsFile) return aIsFile ? -1 : 1;
  return (left[at] ?? '') < (right[at] ?? '') ? -1 : 1;
}

function skipNotes(shares: readonly ContentFound[]): string[] {
  const reasons = {
    binary: (files: number) => `${count(files, 'binary file')}`,
    large: (files: number) => `${count(files, 'file')} over 16 MiB (searched when named as path)`,
    long: (files: number) => `${count(files, 'file')} over 8 MiB, too large to match over line ends`,
  } as const;
  const all = new Map<Skip, SkippedFiles>();
  for (const skipped of shares.flatMap((share) => share.skipped)) {
    const known = all.get(skipped.why);
    const first = known === undefined || skipped.first < known.first ? skipped.first : known.first;
    all.set(skipped.why, { why: skipped.why, count: skipped.count + (known?.count ?? 0), first });
  }
  return [...all.values()].map(
    ({ why, count: files, first }) => `[skipped: ${reasons[why](files)}, first ${oneLine(first, 120)}]`,
  );
}

function sum(shares: readonly ContentFound[], of: (share: ContentFound) => number): number {
  return shares.reduce((total, share) => total + of(share), 0);
}
