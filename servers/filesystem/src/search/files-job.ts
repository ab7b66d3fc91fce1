// search_files: names that match, in the order of the walk or newest first, one page at a time.
import { type CursorState, readCursor, writeCursor } from '@plainmcp/kit/cursor';
import { cutNotice } from '@plainmcp/kit/cut';
import type { Files } from '../fs/types.ts';
import { findHits } from './hits.ts';
import type { FilesJob, Outcome } from './jobs.ts';
import { NewestFirst } from './newest.ts';
import { PathPage } from './path-page.ts';
import { compilePattern } from './patterns.ts';
import { ignoredNote, walkNotes } from './render.ts';
import { Walker } from './walker.ts';

/** Entries looked at after the page is full, only to say how many matches are left. */
const countAhead = 200_000;

/** Runs the job; yields the entries seen so far whenever another job may have a turn. */
export function* searchFiles(files: Files, job: FilesJob): Generator<number, Outcome> {
  const pattern = compilePattern(job.pattern, job.where.path);
  const walker = new Walker(files, job);
  const scope = JSON.stringify({ ...job, cursor: undefined, limit: undefined, maxChars: undefined });
  const after = job.cursor === undefined ? undefined : readCursor(scope, job.cursor, positionOf);
  const page = new PathPage({
    limit: job.limit,
    maxChars: job.maxChars,
    absoluteBase: job.absolute ? files.withDirectory(walker.start.place, ({ real }) => real) : undefined,
  });
  const newest = job.sort === 'mtime' ? new NewestFirst(job.limit, after) : undefined;

  let found = 0;
  let complete = true;
  let seenWhenFull = 0;
  for (const hit of findHits(files, job, pattern, walker, newest ? '' : (after?.path ?? ''))) {
    if (hit === undefined) {
      yield walker.seen;
      complete = newest !== undefined || !page.full || walker.seen - seenWhenFull < countAhead;
      if (!complete) break;
    } else if (newest !== undefined) {
      newest.add(hit);
    } else {
      found += 1;
      if (page.add(hit)) seenWhenFull = walker.seen;
    }
  }
  if (newest !== undefined) {
    found = newest.total;
    for (const hit of newest.first()) page.add(hit);
  }

  const notes = [...walkNotes(page.text, walker), ...ignoredNote(page.text, walker)];
  if (page.last !== undefined && found > page.shown) {
    const shown = (after?.shown ?? 0) + page.shown;
    notes.push(
      cutNotice({
        shown: page.shown,
        unit: 'paths',
        next: `cursor=${writeCursor(scope, [shown, page.last.path, page.last.mtime])}`,
        ...(complete ? { total: (after?.shown ?? 0) + found } : {}),
      }),
    );
  }
  return { text: page.text, notes };
}

interface Position {
  /** On all pages before. */
  readonly shown: number;
  readonly path: string;
  readonly mtime: number;
}

function positionOf([shown, path, mtime]: CursorState): Position | undefined {
  if (typeof shown !== 'number' || typeof path !== 'string' || typeof mtime !== 'number') return undefined;
  return { shown, path, mtime };
}
