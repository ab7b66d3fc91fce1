// The time limit of one call, which stands still while a person is being asked.

const LONGEST = 2 ** 31 - 1;

export class Clock {
  readonly #expire: () => void;
  #left: number;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `ms` in milliseconds. Runs from the start. */
  constructor(ms: number, expire: () => void) {
    this.#left = Math.min(ms, LONGEST);
    this.#expire = expire;
    this.resume();
  }

  pause(): void {
    if (this.#timer === undefined) return;
    this.stop();
    this.#left = Math.max(0, this.#left - (performance.now() - this.#since));
  }

  resume(): void {
    this.#since = performance.now();
    this.#timer ??= setTimeout(this.#expire, this.#left);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
