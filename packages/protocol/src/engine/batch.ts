// Answers to the parts of a JSON-RPC batch: together in one array (2025-03-26), or each by itself.

/** Characters of answers above which an array is sent before the batch is complete. */
const MAX_CHARS = 1024 * 1024;

export class Batch {
  readonly #together: boolean;
  readonly #send: (message: string) => void;
  #texts: string[] = [];
  #chars = 0;
  /** One for the batch itself, so that it is not sent before all of it was read. */
  #open = 1;

  constructor(together: boolean, send: (message: string) => void) {
    this.#together = together;
    this.#send = send;
  }

  /** A request of the batch will be settled later. */
  expect(): void {
    this.#open += 1;
  }

  /** The end of an expected request; without an answer when it was cancelled. */
  settle(message: string | undefined): void {
    if (message !== undefined) this.add(message);
    this.complete();
  }

  add(message: string): void {
    if (!this.#together) {
      this.#send(message);
      return;
    }
    this.#texts.push(message);
    this.#chars += message.length;
    if (this.#chars > MAX_CHARS) this.#flush();
  }

  /** Called once all parts were read. */
  complete(): void {
    this.#open -= 1;
    if (this.#open === 0 && this.#texts.length > 0) this.#flush();
  }

  #flush(): void {
    const texts = this.#texts;
    this.#texts = [];
    this.#chars = 0;
    this.#send(`[${texts.join(',')}]`);
  }
}
