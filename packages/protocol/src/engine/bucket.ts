// A token bucket: so many at once, then so many a second.

export class Bucket {
  readonly #burst: number;
  readonly #perSecond: number;
  #tokens: number;
  /** Milliseconds, as `performance.now` counts; looked at first when one is taken, since its module takes long to load. */
  #at = 0;

  constructor(burst: number, perSecond: number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#tokens = burst;
  }

  /** Takes one; false when there is none left at this moment. */
  take(): boolean {
    const now = performance.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
