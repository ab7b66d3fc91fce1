// Gives walks and searches to one worker, started on first use, and takes it away from jobs that hang.
import { ToolError } from '@plainmcp/protocol';
import type { Files, RootSpec } from '../fs/types.ts';
import type { PolicyOptions } from '../policy.ts';
import type { Failure, FromWorker, Job, Outcome } from './jobs.ts';
import { type Link, openLink } from './link.ts';

/** Jobs that take turns in the worker; later ones wait for the first of them to end. */
const maxActive = 16;
/** Milliseconds between two looks at the worker. */
const watchTime = 500;
/** Milliseconds one step (one directory, one file) may take while other jobs wait, and while none does. */
const stepTime = { contested: 3000, alone: 10_000 } as const;
/** Milliseconds the worker may take to start. */
const startTime = 20_000;
/** Milliseconds a cancelled job may still hold the worker. */
const cancelTime = 500;
/** Megabytes: enough for a directory of 50,000 entries, and for what is beyond. A small heap is collected earlier. */
const heap = { usual: 24, large: 512 } as const;
/** Milliseconds before the first progress report and between two. */
const progressTime = 1000;

export interface RunOptions {
  /** Ends the job; `run` rejects with its reason. */
  readonly signal: AbortSignal;
  /** Called about once a second with the entries seen so far; the numbers rise. */
  readonly onProgress?: (seen: number) => void;
}

/** Runs jobs off the main thread. Jobs take turns of 10 ms, so a short one is never behind a long one. */
export interface Searcher {
  /** Rejects with ToolError for what the model can mend. */
  run(job: Job, options: RunOptions): Promise<Outcome>;
  /** Ends the worker; jobs under way are rejected. */
  close(): Promise<void>;
}

export interface SearcherOptions {
  /** Its roots and gate are used at the time of each call. */
  readonly files: Pick<Files, 'roots' | 'gate'>;
  readonly linkTargets?: readonly RootSpec[];
  readonly policy: PolicyOptions;
}

export function createSearcher(options: SearcherOptions): Searcher {
  return new WorkerSearcher(options);
}

interface Pending {
  readonly id: number;
  readonly job: Job;
  readonly roots: readonly RootSpec[];
  readonly onProgress: ((seen: number) => void) | undefined;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  progressAt: number;
  seen: number;
}

class WorkerSearcher implements Searcher {
  readonly #options: SearcherOptions;
  readonly #active = new Map<number, Pending>();
  #waiting: Pending[] = [];
  #link: Link | undefined;
  #nextId = 1;
  /** The worker died once: it may have needed more memory. */
  #large = false;
  /** After the worker died with several jobs, one at a time until the culprit is found. */
  #solo = false;
  /** The last sign of life; `id` is the job whose turn it was. */
  #sign: { readonly id: number | undefined; readonly time: number } = { id: undefined, time: 0 };
  #watch: NodeJS.Timeout | undefined;
  /** Cancelled jobs that the worker has not let go yet. */
  readonly #cancelling = new Map<number, NodeJS.Timeout>();

  constructor(options: SearcherOptions) {
    this.#options = options;
  }

  async run(job: Job, { signal, onProgress }: RunOptions): Promise<Outcome> {
    signal.throwIfAborted();
    const id = this.#nextId;
    this.#nextId += 1;
    let abort = () => {};
    try {
      return await new Promise<Outcome>((resolve, reject) => {
        const roots = this.#options.files.roots.map(({ path, real, readOnly }) => ({ path, real, readOnly }));
        const progressAt = performance.now() + progressTime;
        abort = () => {
          this.#cancel(id);
          reject(signal.reason);
        };
        signal.addEventListener('abort', abort, { once: true });
        this.#waiting.push({ id, job, roots, onProgress, resolve, reject, progressAt, seen: 0 });
        this.#dispatch();
      });
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  async close(): Promise<void> {
    for (const pending of this.#takeAll()) pending.reject(new Error('the server is closing'));
    await this.#stop();
  }

  #dispatch(): void {
    while (this.#waiting.length > 0 && this.#active.size < (this.#solo ? 1 : maxActive)) {
      const pending = this.#waiting.shift();
      if (pending === undefined) return;
      this.#link ??= this.#start();
      if (this.#active.size === 0) this.#sign = { ...this.#sign, time: performance.now() };
      this.#active.set(pending.id, pending);
      this.#link.send({ type: 'run', id: pending.id, job: pending.job, roots: pending.roots });
    }
    if (this.#active.size === 0) this.#solo = false;
    this.#link?.hold(this.#active.size > 0);
    this.#keepWatch();
  }

  #start(): Link {
    const { files, linkTargets = [], policy } = this.#options;
    const heapSize = this.#large ? heap.large : heap.usual;
    const link = openLink(heapSize, {
      message: (message) => this.#receive(message),
      gone: (reason) => this.#gone(reason),
    });
    link.send({ type: 'setup', setup: { linkTargets, policy, gate: files.gate } });
    this.#sign = { id: undefined, time: performance.now() };
    return link;
  }

  #receive(message: FromWorker): void {
    const now = performance.now();
    const pending = this.#active.get(message.id);
    switch (message.type) {
      case 'turn':
        this.#sign = { id: message.id, time: now };
        if (pending !== undefined) this.#report(pending, message.seen, now);
        return;
      case 'done':
        pending?.resolve(message.outcome);
        break;
      case 'failed':
        pending?.reject(errorOf(message.failure));
        break;
      case 'cancelled':
        clearTimeout(this.#cancelling.get(message.id));
        this.#cancelling.delete(message.id);
    }
    this.#sign = { id: undefined, time: now };
    this.#active.delete(message.id);
    this.#dispatch();
  }

  #report(pending: Pending, seen: number, now: number): void {
    // A job that was begun again counts from zero; progress must rise.
    if (now < pending.progressAt || seen <= pending.seen) return;
    pending.seen = seen;
    pending.progressAt = now + progressTime;
    pending.onProgress?.(seen);
  }

  /** The job gets no answer; the worker is taken from it when it does not stop by itself. */
  #cancel(id: number): void {
    this.#waiting = this.#waiting.filter((pending) => pending.id !== id);
    if (!this.#active.delete(id)) return;
    this.#link?.send({ type: 'cancel', id });
    const timer = setTimeout(() => {
      this.#cancelling.delete(id);
      void this.#restart();
    }, cancelTime);
    this.#cancelling.set(id, timer.unref());
    this.#dispatch();
  }

  #gone(reason: string): void {
    this.#link = undefined;
    const [only, ...others] = this.#active.values();
    if (this.#large && only !== undefined && others.length === 0) {
      this.#active.delete(only.id);
      only.reject(
        new ToolError(`the search ended early: ${reason}`, {
          code: 'search_failed',
          hint: 'Narrow it: a subdirectory as path, excludePatterns, or a simpler query.',
        }),
      );
    }
    this.#solo ||= others.length > 0;
    this.#large = true;
    void this.#restart();
  }

  /** Ends the worker and begins the jobs it had again: they only read. */
  async #restart(): Promise<void> {
    this.#waiting.unshift(...this.#active.values());
    this.#active.clear();
    const stopped = this.#stop();
    this.#dispatch();
    await stopped;
  }

  async #stop(): Promise<void> {
    const link = this.#link;
    this.#link = undefined;
    clearTimeout(this.#watch);
    this.#watch = undefined;
    for (const timer of this.#cancelling.values()) clearTimeout(timer);
    this.#cancelling.clear();
    await link?.stop();
  }

  #takeAll(): Pending[] {
    const all = [...this.#active.values(), ...this.#waiting];
    this.#active.clear();
    this.#waiting = [];
    return all;
  }

  #keepWatch(): void {
    if (this.#watch !== undefined || this.#active.size === 0) return;
    const due = performance.now() + watchTime;
    this.#watch = setTimeout(() => {
      this.#watch = undefined;
      // When this thread itself was busy, signs of life may still wait to be read.
      if (performance.now() - due < watchTime) this.#check();
      this.#keepWatch();
    }, watchTime).unref();
  }

  /** Stops the job whose step takes too long: a regular expression that backtracks, a disk that does not answer. */
  #check(): void {
    const { id, time } = this.#sign;
    const silent = performance.now() - time;
    const contested = this.#active.size + this.#waiting.length > 1;
    if (id === undefined) {
      if (silent < startTime) return;
      for (const pending of this.#takeAll()) pending.reject(tooLong(pending.job, silent));
    } else {
      if (silent < (contested ? stepTime.contested : stepTime.alone)) return;
      const culprit = this.#active.get(id);
      this.#active.delete(id);
      culprit?.reject(tooLong(culprit.job, silent));
    }
    void this.#restart();
  }
}

function tooLong(job: Job, time: number): ToolError {
  const expression = job.kind === 'content' && job.regex;
  return new ToolError(
    `the search was stopped: a single ${expression ? 'file' : 'directory or file'} took over ${Math.round(time / 1000)} s`,
    {
      code: 'timeout',
      hint: expression
        ? 'Use a simpler regular expression (no nested quantifiers), regex: false, or exclude the file.'
        : 'The disk does not answer; try another directory or leave it out with excludePatterns.',
    },
  );
}

function errorOf({ message, stack, tool, code, hint }: Failure): Error {
  if (!tool) return Object.assign(new Error(message), stack === undefined ? {} : { stack });
  return new ToolError(message, {
    ...(code === undefined ? {} : { code }),
    ...(hint === undefined ? {} : { hint }),
  });
}
