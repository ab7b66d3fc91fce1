// Progress of one call: rising values only, a bounded rate, the newest value never lost.
import { Bucket } from './bucket.ts';

const BURST = 20;
const PER_SECOND = 20;
const INTERVAL_MS = 1000 / PER_SECOND;

/** MCP progress. `token` is the JSON text of the progress token. */
export class Progress {
  readonly #token: string;
  readonly #send: (params: string) => void;
  readonly #bucket = new Bucket(BURST, PER_SECOND);
  #last = Number.NEGATIVE_INFINITY;
  #held: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(token: string, send: (params: string) => void) {
    this.#token = token;
    this.#send = send;
  }

  report(progress: number, total: number | undefined, message: string | undefined): void {
    if (!Number.isFinite(progress) || progress <= this.#last) return;
    this.#last = progress;
    const rest = JSON.stringify({ progress, total: Number.isFinite(total) ? total : undefined, message });
    const params = `{"progressToken":${this.#token},${rest.slice(1)}`;
    if (this.#timer === undefined && this.#bucket.take()) {
      this.#send(params);
      return;
    }
    this.#held = params;
    this.#timer ??= setTimeout(() => this.flush(), INTERVAL_MS).unref();
  }

  /** Sends what the rate limit still holds back; called before the answer. */
  flush(): void {
    this.drop((held) => this.#send(held));
  }

  /** Forgets what is held back, so that nothing follows the end of the call. */
  drop(otherwise?: (held: string) => void): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) otherwise?.(held);
  }
}
