// One page of search_content in each of its modes: what is shown, when it is full, where the next one begins.
import type { Item } from './content-found.ts';
import type { ContentJob } from './jobs.ts';
import { cursorChars, noteChars, showPath } from './render.ts';

/** The last thing shown: a file and, in mode `matches`, the line its match begins in. */
export interface Position {
  readonly path: string;
  readonly line: number;
}

export class ContentPage {
  readonly #job: ContentJob;
  readonly #rows: string[] = [];
  readonly #items: Item[] = [];
  #chars = 0;
  #file: string | undefined;
  /** Totals of mode `count`. */
  files = 0;
  matches = 0;
  last: Position | undefined;
  /** Whether something was refused: there is a next page. */
  full = false;

  constructor(job: ContentJob) {
    this.#job = job;
  }

  /** Matches, or in the other modes files, on this page. */
  get shown(): number {
    return this.#items.length;
  }

  get text(): string {
    return this.#rows.join('\n');
  }

  /** What was taken, in order. */
  get items(): readonly Item[] {
    return this.#items;
  }

  /** Takes one match of `path` with its context, or returns false. The first always fits. */
  addMatch(path: string, line: number, rows: readonly string[]): boolean {
    return this.add({ path, line, rows, count: 0 });
  }

  /** Takes a file that has a match, or returns false. */
  addFile(path: string): boolean {
    return this.add({ path, line: 0, rows: [], count: 0 });
  }

  /** Takes a file with its number of matching lines, or returns false; it counts in the totals anyway. */
  addCount(path: string, count: number): boolean {
    this.files += 1;
    this.matches += count;
    return this.add({ path, line: 0, rows: [], count });
  }

  /** Takes a match or file of any mode, or returns false. */
  add(item: Item): boolean {
    const { path, line } = item;
    if (!this.#take(item, this.#rowsOf(item))) return false;
    this.#file = path;
    this.last = { path, line };
    return true;
  }

  #rowsOf({ path, rows, count }: Item): readonly string[] {
    const { mode } = this.#job;
    if (mode === 'count') return [`${showPath(path)}: ${count}`];
    if (mode === 'files') return [showPath(path)];
    return path === this.#file ? rows : [headingOf(path), ...rows];
  }

  #take(item: Item, rows: readonly string[]): boolean {
    if (this.full) return false;
    const size = rows.reduce((sum, row) => sum + row.length + 1, 0);
    const room = this.#job.maxChars - noteChars - cursorChars(item.path);
    if (this.shown > 0 && (this.shown >= this.#job.limit || this.#chars + size > room)) {
      this.full = true;
      return false;
    }
    this.#rows.push(...rows);
    this.#chars += size;
    this.#items.push(item);
    return true;
  }
}

/** A name that looks like a numbered line stands in quotes. */
function headingOf(path: string): string {
  const shown = showPath(path);
  return /^\d+[:-]|^["\s]|\s$/.test(shown) ? JSON.stringify(shown) : shown;
}
