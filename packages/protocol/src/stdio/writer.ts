// Messages out: in order, one write a tick, and word of it when the reader does not keep up.
import type { Writable } from 'node:stream';

/** Messages are joined into writes of about this many characters. */
const WRITE_CHARS = 256 * 1024;
/** Writes from this size on are encoded first: as strings they would crowd the young heap while they wait. */
const ENCODE_CHARS = 16 * 1024;

export interface LineWriterOptions {
  /** Unsent characters above which `congested` is true. */
  readonly highWater: number;
  /** Writes to the stream; separate from it because the stdout guard replaces `stream.write`. */
  write(bytes: string | Uint8Array, done: (error?: Error | null) => void): unknown;
  /** The other side is gone or the stream is broken; nothing is written any more. Called once. */
  onBroken(error: Error): void;
}

/** Puts a newline behind each message and writes them to `stream`. */
export class LineWriter {
  readonly #stream: Writable;
  readonly #options: LineWriterOptions;
  #queue: string[] = [];
  #queued = 0;
  #unconfirmed = 0;
  #scheduled = false;
  #held = false;
  #broken = false;
  #ready: Promise<void> | undefined;
  #waiting: { readonly below: number; readonly resume: () => void }[] = [];

  constructor(stream: Writable, options: LineWriterOptions) {
    this.#stream = stream;
    this.#options = options;
    stream.on('error', (error: Error) => this.#fail(error));
    stream.on('close', () => {
      this.#fail(Object.assign(new Error('output closed'), { code: 'ERR_STREAM_PREMATURE_CLOSE' }));
    });
  }

  /** True while more than the high-water mark is unsent. */
  get congested(): boolean {
    return !this.#broken && this.#queued + this.#stream.writableLength > this.#options.highWater;
  }

  send(message: string): void {
    if (this.#broken) return;
    this.#queue.push(message);
    this.#queued += message.length;
    if (this.#queued >= WRITE_CHARS) this.flush();
    else if (!this.#held && !this.#scheduled) {
      this.#scheduled = true;
      setImmediate(this.#onTick);
    }
  }

  /** Until `flush`: do not write each tick, more is coming in this one. */
  hold(): void {
    this.#held = true;
  }

  /** Writes what is queued now, in one write as far as it is small. */
  readonly flush = (): void => {
    this.#held = false;
    if (this.#queue.length === 0) return;
    const queue = this.#queue;
    this.#queue = [];
    this.#queued = 0;
    this.#unconfirmed += 1;
    this.#options.write(encode(queue), this.#onWritten);
  };

  /** Resolves when everything sent so far is in the hands of the system, or the stream is broken. */
  flushed(): Promise<void> {
    this.flush();
    return new Promise((resolve) => {
      if (this.#unconfirmed === 0 || this.#broken) resolve();
      else this.#waiting.push({ below: 0, resume: resolve });
    });
  }

  /** Calls `resume` once the unsent part has fallen to a quarter of the high-water mark. */
  whenDrained(resume: () => void): void {
    this.flush();
    this.#waiting.push({ below: this.#options.highWater / 4, resume });
  }

  /** A promise for when the reader has caught up; undefined while it keeps up. */
  ready(): Promise<void> | undefined {
    if (!this.congested) return undefined;
    this.#ready ??= new Promise((resolve) => {
      this.whenDrained(() => {
        this.#ready = undefined;
        resolve();
      });
    });
    return this.#ready;
  }

  readonly #onTick = (): void => {
    this.#scheduled = false;
    if (!this.#held) this.flush();
  };

  readonly #onWritten = (error?: Error | null): void => {
    this.#unconfirmed -= 1;
    if (error) this.#fail(error);
    else if (this.#waiting.length > 0) this.#wake();
  };

  #wake(): void {
    const unsent = this.#queued + this.#stream.writableLength;
    const idle = this.#unconfirmed === 0 && this.#queue.length === 0;
    const ready = this.#waiting.filter(({ below }) => this.#broken || (below === 0 ? idle : unsent <= below));
    if (ready.length === 0) return;
    this.#waiting = this.#waiting.filter((waiter) => !ready.includes(waiter));
    for (const { resume } of ready) resume();
  }

  #fail(error: Error): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#queue = [];
    this.#queued = 0;
    this.#options.onBroken(error);
    this.#wake();
  }
}

function encode(messages: readonly string[]): string | Uint8Array {
  const text = messages.length === 1 ? (messages[0] ?? '') : messages.join('\n');
  if (text.length < ENCODE_CHARS) return `${text}\n`;
  const size = Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafeSlow(size + 1);
  bytes.write(text);
  bytes[size] = 10;
  return bytes;
}
