// Answers to the parts of a JSON-RPC batch: together in one array (2025-03-26), or each by itself.

export class Batch {
  readonly #together: boolean;
  readonly #send: (message: string) => void;
  readonly #texts: string[] = [];
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
    if (this.#together) this.#texts.push(message);
    else this.#send(message);
  }

  /** Called once all parts were read. */
  complete(): void {
    this.#open -= 1;
    if (this.#open === 0 && this.#texts.length > 0) this.#send(`[${this.#texts.join(',')}]`);
  }
}
