// One request being worked on: what its handler sees as its context, and what the engine keeps of it.
import type { Meta } from '../content.ts';
import type {
  ClientRoot,
  ClientView,
  Context,
  Elicit,
  LogLevel,
  SampleAnswer,
  SampleRequest,
} from '../context.ts';
import { modernView } from '../eras/claims.ts';
import type { Wire } from '../eras/wire.ts';
import { Asker } from '../features/elicitation.ts';
import { logParams, reaches } from '../features/logging.ts';
import { shown } from '../features/names.ts';
import type { Replay } from '../features/replay.ts';
import { MetaKey } from '../versions.ts';
import type { Batch } from './batch.ts';
import { Clock } from './clock.ts';
import { idText } from './ids.ts';
import type { Link } from './link.ts';
import { notificationText } from './messages.ts';
import type { Method } from './methods.ts';
import { Progress } from './progress.ts';

/** What a request consists of, once it is known to be one. */
export interface Incoming {
  /** JSON text of the id. */
  readonly id: string;
  readonly name: string;
  readonly method: Method;
  readonly params: Meta;
  readonly meta: Meta;
  readonly wire: Wire;
  /** The whole message, for numbers that JSON.parse cannot hold. */
  readonly text: string;
  readonly batch: Batch | undefined;
}

const nothing = (): void => undefined;

export class Call implements Context {
  readonly request: Incoming;
  readonly link: Link;
  /** Answered, cancelled, timed out or cut off: nothing more may be sent for it. */
  over = false;
  /** Its turn has come. */
  started = false;
  /** Its handler has returned or thrown. */
  ended = false;
  /** Its handler and deferred functions have ended, or are no longer waited for. */
  released = false;
  holdsSlot = false;
  /** Questions to the client that are waited for. */
  asking = 0;
  clock: Clock | undefined;
  grace: NodeJS.Timeout | undefined;
  replay: Replay | undefined;
  progressReport: Progress | undefined;
  readonly deferred: (() => void | Promise<void>)[] = [];
  #controller: AbortController | undefined;
  #aborted: Error | undefined;
  #asker: Asker | undefined;
  #view: ClientView | undefined;

  constructor(request: Incoming, link: Link) {
    this.request = request;
    this.link = link;
  }

  /** For people: `tools/call read_file`. */
  get place(): string {
    const { name, params } = this.request;
    const target = params['name'] ?? params['uri'];
    return typeof target === 'string' ? `${name} ${shown(target)}` : name;
  }

  /** Starts the time limit: `ms`, or the server's. */
  limit(ms: number | undefined): void {
    const limit = ms ?? this.link.core.settings.timeoutMs;
    if (limit > 0 && Number.isFinite(limit))
      this.clock = new Clock(limit, () => this.link.runner.expire(this, limit));
  }

  get meta(): Meta {
    return this.request.meta;
  }

  get client(): ClientView {
    this.#view ??= this.request.wire.era === 'modern' ? modernView(this.request.meta) : this.link.view;
    return this.#view;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#aborted !== undefined) this.#controller.abort(this.#aborted);
    }
    return this.#controller.signal;
  }

  abort(reason: Error): void {
    this.#aborted ??= reason;
    this.#controller?.abort(this.#aborted);
  }

  get #asks(): Asker {
    this.#asker ??= new Asker(this);
    return this.#asker;
  }

  // The functions below are getters so that handlers may take the context apart, at no cost to those that do not.

  get elicit(): Elicit {
    return this.#asks.elicit;
  }

  get sample(): (key: string, request: SampleRequest) => Promise<SampleAnswer> {
    return (key, request) => this.#asks.sample(key, request);
  }

  get listRoots(): () => Promise<readonly ClientRoot[]> {
    return () => this.#asks.listRoots();
  }

  get defer(): (fn: () => void | Promise<void>) => void {
    return (fn) => {
      this.deferred.push(fn);
    };
  }

  get progress(): (progress: number, total?: number, message?: string) => void {
    const token = idText(this.meta['progressToken'], this.request.text, ['params', '_meta', 'progressToken']);
    if (token === undefined) return nothing;
    this.progressReport ??= new Progress(token, (params) => {
      this.link.send(notificationText('notifications/progress', params));
    });
    const report = this.progressReport;
    return (progress, total, message) => {
      if (!this.over) report.report(progress, total, message && this.link.core.redact(message));
    };
  }

  get log(): (level: LogLevel, data: unknown, logger?: string) => void {
    const least = this.request.wire.era === 'modern' ? this.meta[MetaKey.logLevel] : this.link.logLevel;
    return (level, data, logger) => {
      // To a client that does not read, messages would pile up: a log may have gaps.
      if (this.over || !reaches(level, least) || this.link.peer.ready?.() !== undefined) return;
      const params = logParams({ level, logger, data }, this.link.core.replacer);
      this.link.send(notificationText('notifications/message', params));
    };
  }
}
