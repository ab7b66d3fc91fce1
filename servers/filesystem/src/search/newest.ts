// Keeps the newest hits of a walk in bounded memory.
import type { Hit } from './path-page.ts';

export class NewestFirst {
  readonly #limit: number;
  readonly #after: Pick<Hit, 'mtime' | 'path'> | undefined;
  #kept: Hit[] = [];
  /** Hits after the start of the page, kept or not. */
  total = 0;

  /** @param after The last hit of the page before. */
  constructor(limit: number, after: Pick<Hit, 'mtime' | 'path'> | undefined) {
    this.#limit = limit;
    this.#after = after;
  }

  add(hit: Hit): void {
    if (this.#after !== undefined && order(hit, this.#after) <= 0) return;
    this.total += 1;
    this.#kept.push(hit);
    if (this.#kept.length >= 4 * this.#limit + 64) this.#kept = this.first();
  }

  /** The first `limit` hits, newest first; those of one time by path. */
  first(): Hit[] {
    return this.#kept.sort(order).slice(0, this.#limit);
  }
}

function order(a: Pick<Hit, 'mtime' | 'path'>, b: Pick<Hit, 'mtime' | 'path'>): number {
  return b.mtime - a.mtime || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
}
