// How many handlers may run at once, learned from how large their answers are and whether they are read.

/** Handlers that start at once on a fresh connection. */
const FIRST = 4;
const LEAST = 2;
/** Characters of answers that may be made at once without knowing whether they are read. */
const BUDGET = 4 * 1024 * 1024;

/**
 * Opens while answers are small or read, closes when large ones are not: 64 handlers started together would put 64
 * large answers into memory before the first is known to wait. It delays, but never for long: see `Slots`.
 */
export class Window {
  readonly #most: number;
  #size: number;

  constructor(most: number) {
    this.#most = most;
    this.#size = Math.min(FIRST, most);
  }

  get size(): number {
    return this.#size;
  }

  widen(): void {
    this.#size = Math.min(this.#most, this.#size * 2);
  }

  /** An answer of `chars` was sent; `unread` says whether the client is behind. */
  answered(chars: number, unread: boolean): void {
    const fits = Math.floor(BUDGET / chars);
    if (unread) this.#size = Math.min(this.#size, this.#most, Math.max(LEAST, fits));
    else if (fits > this.#size) this.widen();
  }
}
