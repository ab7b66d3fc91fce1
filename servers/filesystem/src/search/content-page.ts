// One page of search_content in each of its modes: what is shown, when it is full, where the next one begins.
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
  #chars = 0;
  #items = 0;
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
    return this.#items;
  }

  get text(): string {
    return this.#rows.join('\n');
  }

  /** Takes one match of `path` with its context, or returns false. The first always fits. */
  addMatch(path: string, line: number, rows: readonly string[]): boolean {
    const heading = path === this.#file ? [] : [headingOf(path)];
    if (!this.#take(path, [...heading, ...rows])) return false;
    this.#file = path;
    this.last = { path, line };
    return true;
  }

  /** Takes a file that has a match, or returns false. */
  addFile(path: string): boolean {
    if (!this.#take(path, [showPath(path)])) return false;
    this.last = { path, line: 0 };
    return true;
  }

  /** Takes a file with its number of matching lines, or returns false; it counts in the totals anyway. */
  addCount(path: string, count: number): boolean {
    this.files += 1;
    this.matches += count;
    if (!this.#take(path, [`${showPath(path)}: ${count}`])) return false;
    this.last = { path, line: 0 };
    return true;
  }

  #take(path: string, rows: readonly string[]): boolean {
    if (this.full) return false;
    const size = rows.reduce((sum, row) => sum + row.length + 1, 0);
    const room = this.#job.maxChars - noteChars - cursorChars(path);
    if (this.#items > 0 && (this.#items >= this.#job.limit || this.#chars + size > room)) {
      this.full = true;
      return false;
    }
    this.#rows.push(...rows);
    this.#chars += size;
    this.#items += 1;
    return true;
  }
}

/** A name that looks like a numbered line stands in quotes. */
function headingOf(path: string): string {
  const shown = showPath(path);
  return /^\d+[:-]|^["\s]|\s$/.test(shown) ? JSON.stringify(shown) : shown;
}
