// One client over a pair of streams: lines in, lines out, and an orderly end.
import type { Writable } from 'node:stream';
import type { BadLine } from '../framing.ts';
import { ErrorCode } from '../jsonrpc.ts';
import type { Connection, Dispatcher } from '../peer.ts';
import { recoverId } from './oversize.ts';
import { InputPump } from './pump.ts';
import type { Source } from './source.ts';
import type { WireLog } from './wire-log.ts';
import { LineWriter } from './writer.ts';

export interface SessionOptions {
  readonly input: Source;
  readonly output: Writable;
  /** How to write to `output`; its own `write` when absent. */
  readonly write?: (bytes: string | Uint8Array, done: (error?: Error | null) => void) => unknown;
  /** bytes */
  readonly maxLineBytes: number;
  /** Characters of unread answers above which nothing more is read. */
  readonly highWater: number;
  /** Milliseconds calls in flight get to finish, and answers to be read, once the input is over. */
  readonly drainMs: number;
  /** Milliseconds `onClose` gets. */
  readonly closeMs: number;
  readonly wireLog: WireLog | undefined;
  verbose(text: string): void;
  /** Told of a broken output that is not just a client that left. */
  log(text: string): void;
  onClose(reason: string): void | Promise<void>;
  /** The session is over; `code` is 0 for every ordinary end. */
  onOver(code: number): void;
}

/** What the system says when the reader of a pipe is gone. */
const GONE = new Set(['EPIPE', 'ECONNRESET', 'EOF', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_PREMATURE_CLOSE']);

/** Serves one client until its input ends, its output breaks, or `shutDown` is called. */
export class Session {
  readonly #options: SessionOptions;
  readonly #writer: LineWriter;
  readonly #pump: InputPump;
  readonly #connection: Connection;
  #closing = false;
  #code = 0;
  #hasten: () => void = () => {};
  readonly #hastened = new Promise<void>((resolve) => {
    this.#hasten = resolve;
  });

  constructor(app: Dispatcher, options: SessionOptions) {
    this.#options = options;
    const { input, output, wireLog } = options;
    const write = options.write ?? ((bytes, done) => output.write(bytes, done));
    this.#writer = new LineWriter(output, {
      highWater: options.highWater,
      write,
      onBroken: (error) => this.#broken(error),
    });
    this.#connection = app.connect({
      transport: 'stdio',
      send:
        wireLog === undefined ? (message) => this.#writer.send(message) : (message) => this.#logged(message),
      ready: () => this.#writer.ready(),
      fail: (reason) => this.shutDown(reason, { drain: false, code: 1 }),
    });
    const connection = this.#connection;
    this.#pump = new InputPump(input, this.#writer, options.maxLineBytes, {
      line: (text) => {
        wireLog?.('<', text);
        connection.receive(text);
      },
      bad: (line) => this.#refuse(line),
      inFlight: () => connection.inFlight,
      ended: (reason) => this.shutDown(reason, { drain: true, code: 0 }),
    });
  }

  start(): void {
    this.#pump.start();
  }

  /**
   * Stops reading; with `drain`, lets calls in flight finish; then closes, flushes and calls `onOver`. A second
   * call only ends the waiting early, and a `code` other than 0 wins.
   */
  shutDown(reason: string, { drain, code }: { readonly drain: boolean; readonly code: number }): void {
    if (code !== 0) this.#code = code;
    if (this.#closing) {
      this.#hasten();
      return;
    }
    this.#closing = true;
    this.#options.verbose(`closing: ${reason}`);
    void this.#end(reason, drain);
  }

  async #end(reason: string, drain: boolean): Promise<void> {
    const { drainMs, closeMs, onClose, onOver, verbose, log } = this.#options;
    this.#pump.stop();
    this.#connection.inputEnded?.();
    if (drain) {
      const finished = await this.#within(drainMs, this.#connection.idle());
      if (!finished) verbose(`${this.#connection.inFlight} calls were still running`);
    }
    await this.#within(closeMs, this.#connection.close(reason));
    const flushed = await this.#within(drain ? drainMs : closeMs, this.#writer.flushed());
    if (!flushed) verbose('the client did not read its last answers');
    await within(closeMs, (async () => onClose(reason))(), log);
    onOver(this.#code);
  }

  /** False when the time was up, or the wait was cut short, before `work` was done. */
  #within(ms: number, work: Promise<void>): Promise<boolean> {
    return within(ms, Promise.race([work, this.#hastened.then(() => false)]), this.#options.log);
  }

  #logged(message: string): void {
    this.#options.wireLog?.('>', message);
    this.#writer.send(message);
  }

  #refuse(line: BadLine): void {
    const { maxLineBytes, verbose, wireLog } = this.#options;
    const message =
      line.reason === 'oversize'
        ? `Message of ${line.bytes} bytes is over the limit of ${maxLineBytes} bytes; send less in one message.`
        : 'Message is not valid UTF-8; MCP messages are UTF-8.';
    const code = line.reason === 'oversize' ? ErrorCode.invalidRequest : ErrorCode.parseError;
    const id = line.reason === 'oversize' ? recoverId(line.head, line.tail) : undefined;
    verbose(message);
    wireLog?.('!', message);
    const error = JSON.stringify({ code, message });
    this.#writer.send(`{"jsonrpc":"2.0"${id === undefined ? '' : `,"id":${id}`},"error":${error}}`);
  }

  #broken(error: Error & { readonly code?: unknown }): void {
    const gone = typeof error.code === 'string' && GONE.has(error.code);
    if (!gone && !this.#closing) this.#options.log(`output failed: ${error.message}`);
    this.shutDown(`output: ${error.message}`, { drain: false, code: gone || this.#closing ? 0 : 1 });
  }
}

/** Waits for `work`, at most `ms` milliseconds; false when it was not done. The timer keeps the process alive. */
function within(ms: number, work: Promise<unknown>, log: (text: string) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    const settle = (done: boolean): void => {
      clearTimeout(timer);
      resolve(done);
    };
    work.then(
      (value) => settle(value !== false),
      (error: unknown) => {
        log(`closing failed: ${error instanceof Error ? error.message : String(error)}`);
        settle(false);
      },
    );
  });
}
