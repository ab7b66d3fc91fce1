// Cuts a byte stream into lines and hands them to whoever waits for one.
import { parseJson } from './json.ts';
import { Mailbox } from './mailbox.ts';

export interface Line {
  /** Without the newline. */
  readonly text: string;
  /** Length on the wire without the newline. */
  readonly bytes: number;
  /** The parsed line; undefined where it is not JSON. */
  readonly message: unknown;
}

export class Inbox {
  readonly lines: Line[] = [];
  readonly #mail = new Mailbox<Line>();
  readonly #listeners = new Set<(line: Line) => void>();
  #parts: Buffer[] = [];

  /** What came after the last newline. */
  get rest(): string {
    return Buffer.concat(this.#parts).toString('utf8');
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      this.#parts.push(chunk.subarray(from, end));
      from = end + 1;
      const whole = Buffer.concat(this.#parts);
      this.#parts = [];
      const text = whole.toString('utf8');
      this.#deliver({ text, bytes: whole.length, message: parseJson(text) });
    }
    if (from < chunk.length) this.#parts.push(chunk.subarray(from));
  }

  /** Calls `listener` for every later line; returns how to stop. */
  listen(listener: (line: Line) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** The first line not taken yet that fits, now or later. `cancel` stops waiting. */
  take(wants: (line: Line) => boolean): { readonly item: Promise<Line>; cancel(): void } {
    return this.#mail.take(wants);
  }

  /** Drops the lines nobody has taken; `lines` keeps them. */
  forget(): void {
    this.#mail.clear();
  }

  #deliver(line: Line): void {
    this.lines.push(line);
    for (const listener of this.#listeners) listener(line);
    this.#mail.put(line);
  }
}
