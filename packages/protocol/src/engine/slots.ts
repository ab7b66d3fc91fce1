// At most so many handlers at once; the rest wait in the order they came.
import { Window } from './window.ts';

/** Milliseconds after which handlers that do not answer stop nobody who waits only for the window. */
const WIDEN_MS = 10;

export class Slots<T> {
  readonly #limit: number;
  readonly #start: (job: T) => boolean;
  readonly #hold: () => Promise<void> | undefined;
  readonly #window: Window;
  #widening: NodeJS.Timeout | undefined;
  #held = false;
  #running = 0;
  #waiting: T[] = [];
  #head = 0;

  /**
   * `start` returns false when the job needs no slot any more (it was cancelled while it waited). `hold` may give
   * a promise: nothing is started until it settles.
   */
  constructor(limit: number, start: (job: T) => boolean, hold: () => Promise<void> | undefined) {
    this.#limit = limit;
    this.#start = start;
    this.#hold = hold;
    this.#window = new Window(limit);
  }

  /** Starts `job` now or, when all slots are taken, when its turn comes. */
  enter(job: T): void {
    this.#waiting.push(job);
    this.#next();
  }

  /** Gives a slot back. */
  leave(): void {
    this.#running -= 1;
    this.#next();
  }

  /** Takes a slot without waiting: a job that let others in while a person was asked goes on at once. */
  reenter(): void {
    this.#running += 1;
  }

  /** A handler answered with so many characters. */
  answered(chars: number): void {
    this.#window.answered(chars, this.#hold() !== undefined);
  }

  #next(): void {
    while (this.#running < this.#limit && !this.#held) {
      const job = this.#waiting[this.#head];
      if (job === undefined || this.#holds() || this.#full()) return;
      this.#head += 1;
      if (this.#head === this.#waiting.length) {
        this.#waiting.length = 0;
        this.#head = 0;
      } else if (this.#head > 1024 && this.#head * 2 > this.#waiting.length) {
        this.#waiting = this.#waiting.slice(this.#head);
        this.#head = 0;
      }
      this.#running += 1;
      if (!this.#start(job)) this.#running -= 1;
    }
  }

  #full(): boolean {
    if (this.#running < this.#window.size) return false;
    this.#widening ??= setTimeout(() => {
      this.#widening = undefined;
      this.#window.widen();
      this.#next();
    }, WIDEN_MS);
    return true;
  }

  #holds(): boolean {
    const ready = this.#hold();
    if (ready === undefined) return false;
    this.#held = true;
    const go = (): void => {
      this.#held = false;
      this.#next();
    };
    ready.then(go, go);
    return true;
  }
}
