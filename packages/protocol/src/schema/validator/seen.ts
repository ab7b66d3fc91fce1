// Which keys and items of one value some schema has already looked at, for `unevaluated*`.

export class Seen {
  readonly keys: Set<string> = new Set();
  readonly items: Set<number> = new Set();
  /** All items before this one. */
  upTo = 0;

  add(other: Seen): void {
    for (const key of other.keys) this.keys.add(key);
    for (const item of other.items) this.items.add(item);
    this.upTo = Math.max(this.upTo, other.upTo);
  }

  hasItem(index: number): boolean {
    return index < this.upTo || this.items.has(index);
  }
}
