// One change at a time per file: later callers wait for earlier ones.

export class FileQueue {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Runs `change` after every earlier change of the same key; different keys do not wait for each other. */
  async run<T>(key: string, change: () => Promise<T> | T): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const mine = before.then(change, change);
    const tail = mine.catch(() => undefined);
    this.#tails.set(key, tail);
    try {
      return await mine;
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }
}
