// Lines in: hands them to the dispatcher at the speed at which its answers are read.
import { type BadLine, LineReader } from '../framing.ts';
import type { Source } from './source.ts';
import type { LineWriter } from './writer.ts';

/** Lines handed over before timers and other input get their turn. */
const LINES_A_TURN = 1024;

export interface PumpTarget {
  line(text: string): void;
  bad(line: BadLine): void;
  /** How many requests are being worked on; a rise means that an answer is on its way. */
  inFlight(): number;
  /** The input is over and every line of it was handed on. Called once. */
  ended(reason: string): void;
}

/** Reads `source` line by line; stops reading while `writer` is congested. */
export class InputPump {
  readonly #source: Source;
  readonly #writer: LineWriter;
  readonly #target: PumpTarget;
  readonly #reader: LineReader;
  #busy = false;
  #paused = false;
  #stopped = false;
  #ended: string | undefined;
  #turn = LINES_A_TURN;

  constructor(source: Source, writer: LineWriter, maxLineBytes: number, target: PumpTarget) {
    this.#source = source;
    this.#writer = writer;
    this.#target = target;
    this.#reader = new LineReader(maxLineBytes);
  }

  start(): void {
    this.#source.start(this.#take, (reason) => this.#end(reason));
  }

  /** Reads and hands on nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#source.pause();
  }

  readonly #take = (chunk: Buffer): void => {
    if (this.#stopped) return;
    this.#reader.push(chunk);
    if (!this.#busy) this.#run();
  };

  #end(reason: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#reader.end();
    if (!this.#busy) this.#run();
  }

  readonly #run = (): void => {
    this.#busy = true;
    this.#writer.hold();
    while (!this.#stopped) {
      if (this.#writer.congested) {
        this.#pause();
        this.#writer.whenDrained(this.#run);
        return;
      }
      if (this.#turn === 0) {
        this.#turn = LINES_A_TURN;
        this.#pause();
        this.#writer.flush();
        setImmediate(this.#run);
        return;
      }
      const line = this.#reader.next();
      if (line === undefined) break;
      this.#turn -= 1;
      const before = this.#target.inFlight();
      if (typeof line === 'string') this.#target.line(line);
      else this.#target.bad(line);
      if (this.#target.inFlight() > before) {
        // A handler that needs no input or output answers before the next line, so that `congested` counts it.
        queueMicrotask(this.#afterMicrotasks);
        return;
      }
    }
    this.#busy = false;
    this.#writer.flush();
    this.#resume();
    if (this.#ended !== undefined && !this.#stopped) {
      this.#stopped = true;
      this.#target.ended(this.#ended);
    }
  };

  readonly #afterMicrotasks = (): void => process.nextTick(this.#run);

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#source.pause();
  }

  #resume(): void {
    if (!this.#paused || this.#stopped) return;
    this.#paused = false;
    this.#source.resume();
  }
}
