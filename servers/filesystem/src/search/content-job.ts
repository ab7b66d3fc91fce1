// search_content: text inside files, one page at a time, with a word on what was not searched.
import { basename } from 'node:path';
import { readCursor } from '@plainmcp/kit/cursor';
import type { Files } from '../fs/types.ts';
import { FileReader } from './chunks.ts';
import {
  type ContentFound,
  positionOf,
  renderFound,
  type Skip,
  type SkippedFiles,
  scopeOf,
} from './content-found.ts';
import { ContentPage, type Position } from './content-page.ts';
import { type ContentVisitor, visitFiles } from './content-walk.ts';
import type { ContentJob, Outcome } from './jobs.ts';
import { compilePattern, type NameTest } from './patterns.ts';
import { compileQuery, type Query } from './query.ts';
import type { Seen } from './render.ts';
import { type FileSearch, searchPieces, searchSmall } from './search-file.ts';
import { enters, owns } from './share.ts';
import { placeOf, Walker } from './walker.ts';

/** One reader for all searches of the worker: none keeps bytes in it over a turn. */
const reader = new FileReader();

/** Runs the job; yields the entries seen so far whenever another job may have a turn. */
export function* searchContent(files: Files, job: ContentJob): Generator<number, Outcome> {
  const query = compileQuery(job);
  const after = job.cursor === undefined ? start : readCursor(scopeOf(job), job.cursor, positionOf);
  const search = new ContentSearch(job, query, after);
  const place = placeOf(files, job.where);
  if (files.stat(place).isFile()) {
    // One worker is enough for one file.
    if (job.shard !== undefined && job.shard.index > 0) return { text: '', notes: [] };
    const file = files.openFile(place);
    try {
      for (const _ of search.file(file.fd, basename(job.where.path))) yield 1;
    } finally {
      file.close();
    }
    return renderFound(job, [search.found(nothingSeen)]);
  }
  const walker = new Walker(files, { ...job, counts: (prefix) => owns(job.shard, prefix) });
  for (const _ of visitFiles(walker, search)) yield walker.seen;
  const { ignored, problems } = walker;
  const found = search.found({ ignored, problems });
  return job.shard === undefined ? renderFound(job, [found]) : { text: '', notes: [], found };
}

const nothingSeen: Seen = { ignored: 0, problems: { count: 0, first: '' } };

const start: Position = { path: '', line: 0 };

class ContentSearch implements ContentVisitor {
  readonly glob: NameTest | undefined;
  readonly #job: ContentJob;
  readonly #query: Query;
  readonly #after: Position;
  readonly #page: ContentPage;
  readonly #skipped = new Map<Skip, SkippedFiles>();

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

  owns(prefix: string): boolean {
    return owns(this.#job.shard, prefix);
  }

  enters(prefix: string): boolean {
    return enters(this.#job.shard, prefix);
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

  found(seen: Seen): ContentFound {
    const { items, full, files, matches } = this.#page;
    return { items, full, files, matches, skipped: [...this.#skipped.values()], seen };
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
    this.#skipped.set(skip, { why: skip, count: (known?.count ?? 0) + 1, first: known?.first ?? path });
  }
}
