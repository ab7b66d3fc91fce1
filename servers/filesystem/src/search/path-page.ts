// One page of paths: takes them until the limit or the character budget is reached.
import { join } from 'node:path';
import { cursorChars, noteChars, showPath } from './render.ts';

export interface Hit {
  /** Relative to the start of the walk, `/` between names. */
  readonly path: string;
  readonly directory: boolean;
  /** milliseconds since 1970; 0 when the job does not need it */
  readonly mtime: number;
}

export interface PathPageOptions {
  readonly limit: number;
  /** Characters; for absolute paths, the official shape, bytes on the wire. */
  readonly maxChars: number;
  /** The directory to put before each path; relative paths when undefined. */
  readonly absoluteBase: string | undefined;
}

export class PathPage {
  readonly #rows: string[] = [];
  readonly #options: PathPageOptions;
  #chars = 0;
  /** The last hit that was taken. */
  last: Hit | undefined;
  /** Whether a hit was refused. */
  full = false;

  constructor(options: PathPageOptions) {
    this.#options = options;
  }

  get shown(): number {
    return this.#rows.length;
  }

  get text(): string {
    return this.#rows.join('\n');
  }

  /** Takes a hit, or returns false for this and every later one. The first always fits. */
  add(hit: Hit): boolean {
    if (this.full) return false;
    const { limit, maxChars, absoluteBase } = this.#options;
    const row =
      absoluteBase === undefined
        ? showPath(hit.directory ? `${hit.path}/` : hit.path)
        : showPath(join(absoluteBase, hit.path));
    const room = maxChars - noteChars - cursorChars(hit.path);
    const size = absoluteBase === undefined ? row.length + 1 : wireBytes(row);
    if (this.shown > 0 && (this.shown >= limit || this.#chars + size > room)) {
      this.full = true;
      return false;
    }
    this.#rows.push(row);
    this.#chars += size;
    this.last = hit;
    return true;
  }
}

/** A row as JSON, once in the text and once in the structured content, with its line feed. */
function wireBytes(row: string): number {
  return 2 * Buffer.byteLength(JSON.stringify(row));
}
