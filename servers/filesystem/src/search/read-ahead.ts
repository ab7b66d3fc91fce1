// Lists subdirectories while their parent is pinned, which saves finding and proving each of them from the root.
import type { Folder, Listing, Walker } from './walker.ts';

/** Entries listed in one go; bounds both memory and the time of a step. */
const maxEntries = 2048;
/** Directories pinned inside one another. */
const maxDepth = 16;

/** For walks that take every directory that `below` names, depth first. */
export class ReadAhead<T> {
  readonly #walker: Walker;
  readonly #use: (listing: Listing) => T;
  readonly #below: (value: T) => readonly string[];
  /** By prefix. */
  readonly #ready = new Map<string, T>();

  /**
   * @param use What to keep of a listing; `dir` is pinned only during the call.
   * @param below The subdirectories that will be taken later.
   */
  constructor(walker: Walker, use: (listing: Listing) => T, below: (value: T) => readonly string[]) {
    this.#walker = walker;
    this.#use = use;
    this.#below = below;
  }

  /** What `use` makes of the folder; undefined when it cannot be read. */
  take(folder: Folder): T | undefined {
    const ready = this.#ready.get(folder.prefix);
    if (ready !== undefined) {
      this.#ready.delete(folder.prefix);
      return ready;
    }
    const end = this.#walker.seen + maxEntries;
    return this.#walker.read(folder, (listing) => this.#descend(listing, end, 1));
  }

  #descend(listing: Listing, end: number, depth: number): T {
    const value = this.#use(listing);
    if (depth >= maxDepth) return value;
    for (const name of this.#below(value)) {
      if (this.#walker.seen >= end) break;
      const below = this.#walker.readBelow(listing, name, (child) => this.#descend(child, end, depth + 1));
      if (below !== undefined) this.#ready.set(`${listing.folder.prefix}${name}/`, below);
    }
    return value;
  }
}
