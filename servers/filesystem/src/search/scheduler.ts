// Lets several jobs share one thread: each in turn for a few milliseconds, so that a short one never waits for a long one.
import { ToolError } from '@plainmcp/protocol';
import type { Failure, FromWorker } from './jobs.ts';
import type { Task } from './start-job.ts';

/** Milliseconds of one turn; a single step (one directory, one file) may take longer. */
const turnTime = 10;
/** Milliseconds after which a job that has the thread for itself says that it is alive. */
const reportTime = 250;

interface Active {
  readonly id: number;
  readonly task: Task;
  seen: number;
}

export class Scheduler {
  readonly #send: (message: FromWorker) => void;
  /** In the order of their turns. */
  readonly #active: Active[] = [];
  #scheduled = false;
  #reported = { id: -1, time: 0 };

  constructor(send: (message: FromWorker) => void) {
    this.#send = send;
  }

  add(id: number, start: () => Task): void {
    try {
      this.#active.push({ id, task: start(), seen: 0 });
    } catch (error) {
      this.#send({ type: 'failed', id, failure: failureOf(error) });
    }
    this.#schedule();
  }

  get idle(): boolean {
    return this.#active.length === 0;
  }

  /** Ends a job; its files are closed. */
  cancel(id: number): void {
    const index = this.#active.findIndex((active) => active.id === id);
    const [active] = index < 0 ? [] : this.#active.splice(index, 1);
    active?.task.return({ text: '', notes: [] });
    this.#send({ type: 'cancelled', id });
  }

  /** setImmediate lets messages in between two turns. */
  #schedule(): void {
    if (this.#scheduled || this.#active.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#turn();
      this.#schedule();
    });
  }

  #turn(): void {
    const active = this.#active.shift();
    if (active === undefined) return;
    const begin = performance.now();
    this.#report(active, begin);
    try {
      do {
        const step = active.task.next();
        if (step.done) {
          this.#send({ type: 'done', id: active.id, outcome: step.value });
          return;
        }
        active.seen = step.value;
      } while (performance.now() - begin < turnTime);
      this.#active.push(active);
    } catch (error) {
      this.#send({ type: 'failed', id: active.id, failure: failureOf(error) });
    }
  }

  #report({ id, seen }: Active, now: number): void {
    if (this.#reported.id === id && now - this.#reported.time < reportTime) return;
    this.#reported = { id, time: now };
    this.#send({ type: 'turn', id, seen });
  }
}

function failureOf(error: unknown): Failure {
  const tool = error instanceof ToolError ? error : undefined;
  return {
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? error.stack : undefined,
    tool: tool !== undefined,
    code: tool?.code,
    hint: tool?.hint,
  };
}
