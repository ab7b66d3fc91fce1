// Runs handlers: their turns, their time limits, their cancellation, and exactly one answer each.
import type { Answer } from '../eras/wire.ts';
import { ProtocolError, ToolError } from '../errors.ts';
import { errorResult, toolErrorResult } from '../features/outcome.ts';
import { ErrorCode } from '../jsonrpc.ts';
import { reportBug } from './bugs.ts';
import type { Call } from './call.ts';
import type { Link } from './link.ts';
import { errorText, resultText } from './messages.ts';
import { Slots } from './slots.ts';

type Work = (call: Call) => Promise<Answer>;

/** How long a handler may take to end after its call was cancelled or timed out, before it is given up. */
const GRACE_MS = 5000;

const SWALLOWED =
  'The handler caught the rejection of its question and went on. The question was sent all the same; let such rejections through.';

/** Characters of requests that may wait for their turn; each counts for its text and what is kept beside it. */
const MAX_WAITING = 32 * 1024 * 1024;
const REQUEST_OVERHEAD = 1024;

interface Job {
  readonly call: Call;
  readonly work: Work;
}

export class Runner {
  /** Handlers running or waiting for their turn. */
  working = 0;
  readonly #link: Link;
  /** Calls that are still to be answered, by the text of their id. */
  readonly #calls = new Map<string, Call>();
  readonly #slots: Slots<Job>;
  #waiting = 0;
  #waiters: (() => void)[] = [];

  constructor(link: Link) {
    this.#link = link;
    const start = ({ call, work }: Job): boolean => {
      this.#waiting -= weight(call);
      if (call.released) return false;
      call.holdsSlot = true;
      void this.#run(call, work);
      return true;
    };
    this.#slots = new Slots(link.core.settings.maxInFlight, start, () => link.peer.ready?.());
  }

  has(id: string): boolean {
    return this.#calls.has(id);
  }

  /** Runs `work` now or in its turn; `slot` says whether it counts against the limit. */
  enter(call: Call, work: Work, slot: boolean): void {
    if (slot && this.#waiting > 0 && this.#waiting + weight(call) > MAX_WAITING) {
      this.#refuse(call);
      return;
    }
    this.#calls.set(call.request.id, call);
    this.working += 1;
    call.request.batch?.expect();
    if (slot) {
      this.#waiting += weight(call);
      this.#slots.enter({ call, work });
    } else void this.#run(call, work);
  }

  idle(): Promise<void> {
    if (this.working === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** The client wants no answer any more (MCP cancellation). Unknown ids are ignored. */
  cancel(id: string): void {
    const call = this.#calls.get(id);
    if (call !== undefined) this.#stop(call, new Error('The client cancelled the request'), undefined);
  }

  stopAll(reason: Error): void {
    for (const call of [...this.#calls.values()]) this.#stop(call, reason, undefined);
  }

  /** The call ran longer than `ms`: it is answered now, whatever its handler does. */
  expire(call: Call, ms: number): void {
    const error = new ToolError(`${call.place} timed out after ${ms / 1000} s`, {
      hint: 'Ask for less at a time, or raise the time limit of this server.',
    });
    this.#stop(call, error, this.failure(call, error));
  }

  /** The client is being asked: no time passes for `call`, and others may use its slot. */
  pause(call: Call): void {
    call.asking += 1;
    if (call.asking > 1 || call.released) return;
    call.clock?.pause();
    if (call.holdsSlot) this.#slots.leave();
  }

  resume(call: Call): void {
    call.asking -= 1;
    if (call.asking > 0 || call.released) return;
    if (!call.over) call.clock?.resume();
    if (call.holdsSlot) this.#slots.reenter();
  }

  /** The message for what `call` threw. Bugs are reported, not shown. */
  failure(call: Call, error: unknown): string {
    const { id, name, wire } = call.request;
    if (error instanceof ProtocolError)
      return this.#error(id, wire.errorCode(error), error.message, error.data);
    if (name === 'tools/call') {
      const shown =
        error instanceof ToolError ? toolErrorResult(error) : errorResult(this.bug(call.place, error));
      return resultText(id, wire.answer(shown));
    }
    if (!(error instanceof ToolError))
      return this.#error(id, ErrorCode.internalError, this.bug(call.place, error));
    const hint = error.hint === undefined ? '' : ` ${error.hint}`;
    return this.#error(id, ErrorCode.internalError, `${error.message}${hint}`);
  }

  /** Reports a bug; the line to show for it. */
  bug(where: string, error: unknown): string {
    return reportBug(this.#link.core.settings.onBug, where, error);
  }

  /** Answers a call whose handler does not end: with its question when that went out, with `error` otherwise. */
  async abandon(call: Call, error: Error): Promise<void> {
    if (call.over) return;
    call.abort(error);
    const message = (await call.replay?.conclude()) ?? this.failure(call, error);
    await this.#finish(call, message);
  }

  #error(id: string, code: number, message: string, data?: unknown): string {
    const { replacer } = this.#link.core;
    return errorText(id, { code, message, data }, replacer);
  }

  async #run(call: Call, work: Work): Promise<void> {
    call.started = true;
    let message: string | undefined;
    try {
      const answer = await work(call);
      call.ended = true;
      if (this.#link.peer.ready?.() !== undefined) await this.#room(call);
      if (call.replay?.suspended === true) this.bug(call.place, new Error(SWALLOWED));
      if (!call.over && call.replay === undefined) message = this.#written(call, answer);
      else if (!call.over) message = (await call.replay?.conclude()) ?? this.#written(call, answer);
    } catch (error) {
      call.ended = true;
      if (!call.over) message = (await call.replay?.conclude()) ?? this.failure(call, error);
    }
    await this.#finish(call, message);
  }

  /** Waits until the client reads: a value takes less memory than the value and its text. */
  async #room(call: Call): Promise<void> {
    const { peer } = this.#link;
    call.clock?.stop();
    for (let ready = peer.ready?.(); ready !== undefined && !call.over; ready = peer.ready?.()) await ready;
  }

  #refuse(call: Call): void {
    const { batch } = call.request;
    const error = new ToolError('Too many requests wait for their turn.', {
      hint: 'Send it again once earlier ones are answered.',
    });
    const message = this.failure(call, error);
    if (batch === undefined) this.#link.send(message);
    else batch.add(message);
  }

  #written(call: Call, answer: Answer): string {
    const { id, wire } = call.request;
    const message = resultText(id, wire.answer(answer));
    const limit = this.#link.core.settings.maxResultBytes;
    if (message.length * 3 <= limit) return message;
    const bytes = Buffer.byteLength(message);
    if (bytes <= limit) return message;
    return this.failure(
      call,
      new ToolError(`The result of ${call.place} has ${bytes} bytes; at most ${limit} are sent.`, {
        hint: 'Ask for a smaller part.',
      }),
    );
  }

  /** Answers `call`, unless it is over already, once its deferred functions have run. */
  async #finish(call: Call, message: string | undefined): Promise<void> {
    if (call.deferred.length > 0) await this.#runDeferred(call);
    if (!call.over) {
      call.progressReport?.flush();
      this.#end(call, message);
    }
    this.#release(call);
  }

  /** Answers `call` now, or with `message` undefined never, and makes its handler stop. */
  #stop(call: Call, reason: Error, message: string | undefined): void {
    call.progressReport?.drop();
    this.#end(call, message);
    call.abort(reason);
    if (!call.started || call.ended) this.#release(call);
    else call.grace = setTimeout(() => void this.#finish(call, undefined), GRACE_MS).unref();
  }

  /** From here on nothing more is sent for `call`, and its id may be used again. */
  #end(call: Call, message: string | undefined): void {
    const { id, batch } = call.request;
    call.over = true;
    call.clock?.stop();
    this.#calls.delete(id);
    if (batch !== undefined) batch.settle(message);
    else if (message !== undefined) this.#link.send(message);
    if (message !== undefined && call.holdsSlot) this.#slots.answered(message.length);
  }

  #release(call: Call): void {
    if (call.released) return;
    call.released = true;
    if (call.grace !== undefined) clearTimeout(call.grace);
    this.working -= 1;
    if (call.holdsSlot && call.asking === 0) this.#slots.leave();
    if (this.working > 0 || this.#waiters.length === 0) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }

  async #runDeferred(call: Call): Promise<void> {
    for (let fn = call.deferred.pop(); fn !== undefined; fn = call.deferred.pop()) {
      try {
        await fn();
      } catch (error) {
        this.bug(call.place, error);
      }
    }
  }
}

function weight({ request }: Call): number {
  return request.text.length + REQUEST_OVERHEAD;
}
