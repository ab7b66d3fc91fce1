// search_content: text inside files, one page at a time, with a word on what was not searched.
import { basename } from 'node:path';
import { type CursorState, readCursor, writeCursor } from '@plainmcp/kit/cursor';
import { cutNotice } from '@plainmcp/kit/cut';
import { oneLine } from '@plainmcp/kit/hidden';
import { count } from '@plainmcp/kit/text';
import type { Files } from '../fs/types.ts';
import { FileReader } from './chunks.ts';
import { ContentPage, type Position } from './content-page.ts';
import { type ContentVisitor, visitFiles } from './content-walk.ts';
import type { ContentJob, Outcome } from './jobs.ts';
import { compilePattern, type NameTest } from './patterns.ts';
import { compileQuery, type Query } from './query.ts';
import { hiddenNote, ignoredNote, problemNote } from './render.ts';
import { type FileSearch, type Skip, searchPieces, searchSmall } from './search-file.ts';
import { placeOf, Walker } from './walker.ts';

/** One reader for all searches of the worker: none keeps bytes in it over a turn. */
const reader = new FileReader();

/** Runs the job; yields the entries seen so far whenever another job may have a turn. */
export function* searchContent(files: Files, job: ContentJob): Generator<number, Outcome> {
  const query = compileQuery(job);
  const scope = JSON.stringify({ ...job, cursor: undefined, limit: undefined, maxChars: undefined });
  const after = job.cursor === undefined ? start : readCursor(scope, job.cursor, positionOf);
  const search = new ContentSearch(job, query, after);
  const place = placeOf(files, job.where);
  if (files.stat(place).isFile()) {
    const file = files.openFile(place);
    try {
      for (const _ of search.file(file.fd, basename(job.where.path))) yield 1;
    } finally {
      file.close();
    }
    return search.outcome(scope, () => []);
  }
  const walker = new Walker(files, job);
  for (const _ of visitFiles(walker, search)) yield walker.seen;
  return search.outcome(scope, (text) => [...problemNote(walker), ...ignoredNote(text, walker)]);
}

const start: Position = { path: '', line: 0 };

function positionOf([path, line]: CursorState): Position | undefined {
  return typeof path === 'string' && typeof line === 'number' ? { path, line } : undefined;
}

class ContentSearch implements ContentVisitor {
  readonly glob: NameTest | undefined;
  readonly #job: ContentJob;
  readonly #query: Query;
  readonly #after: Position;
  readonly #page: ContentPage;
  readonly #skipped = new Map<Skip, { readonly count: number; readonly first: string }>();

  constructor(job: ContentJob, query: Query, after: Position) {
    this.#job = job;
    this.#query = query;
    this.#after = after;
    this.#page = new ContentPage(job);
    this.glob = job.glob === undefined ? undefined : compilePattern(job.glob, job.where.path);
  }

  get after(): string {
    return this.#after.path;
  }

  get done(): boolean {
    return this.#page.full && this.#job.mode !== 'count';
  }

  small(fd: number, path: string): boolean {
    if (this.#wasShown(path)) return true;
    const end = searchSmall(this.#search(path, false), fd, path);
    if (end === 'more') return false;
    this.#end(end, path);
    return true;
  }

  *large(fd: number, path: string): Generator<void> {
    this.#end(yield* searchPieces(this.#search(path, false), fd, path), path);
  }

  /** Searches the one file that the caller named. */
  *file(fd: number, path: string): Generator<void> {
    if (!this.#wasShown(path)) this.#end(yield* searchPieces(this.#search(path, true), fd, path), path);
  }

  outcome(scope: string, more: (text: string) => readonly string[]): Outcome {
    const page = this.#page;
    const { mode } = this.#job;
    const notes = [...hiddenNote(page.text), ...this.#skipNotes(), ...more(page.text)];
    if (mode === 'count' && page.files > 0) {
      notes.push(`[total: ${count(page.matches, 'matching line')} in ${count(page.files, 'file')}]`);
    }
    if (page.full && page.last !== undefined) {
      const { path, line } = page.last;
      notes.push(
        cutNotice({
          shown: page.shown,
          unit: mode === 'matches' ? 'matches' : 'files',
          next: `cursor=${writeCursor(scope, [path, line])}`,
          ...(mode === 'count' ? { total: page.files } : {}),
        }),
      );
    }
    return { text: page.text, notes };
  }

  /** The last file of the page before; in mode `matches` it may have more. */
  #wasShown(path: string): boolean {
    return path === this.#after.path && this.#job.mode !== 'matches';
  }

  #search(path: string, named: boolean): FileSearch {
    const afterLine = path === this.#after.path ? this.#after.line : 0;
    return { job: this.#job, query: this.#query, page: this.#page, reader, afterLine, named };
  }

  #end(skip: Skip | undefined, path: string): void {
    if (skip === undefined) return;
    const known = this.#skipped.get(skip);
    this.#skipped.set(skip, { count: (known?.count ?? 0) + 1, first: known?.first ?? path });
  }

  #skipNotes(): string[] {
    const reasons = {
      binary: (files: number) => `${count(files, 'binary file')}`,
      large: (files: number) => `${count(files, 'file')} over 16 MiB (searched when named as path)`,
      long: (files: number) => `${count(files, 'file')} over 8 MiB, too large to match over line ends`,
    } as const;
    return [...this.#skipped].map(
      ([skip, { count: files, first }]) => `[skipped: ${reasons[skip](files)}, first ${oneLine(first, 120)}]`,
    );
  }
}
