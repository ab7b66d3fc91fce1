// Requests and their answers over a transport: ids, timeouts, progress, cancellation.
import { ProtocolError } from '../errors.ts';
import { isObject, type RequestId } from '../jsonrpc.ts';
import { ClientError } from './errors.ts';
import { isProgress } from './guards.ts';
import type { ClientTransport } from './transport.ts';
import type { Members, ProgressUpdate } from './types.ts';

export interface WireOptions {
  readonly timeoutMs: number;
  readonly maxTimeoutMs: number;
  /** Answers a request of the server; what it throws becomes the error. */
  onRequest(method: string, params: Members, signal: AbortSignal): Promise<object>;
  onNotification(method: string, params: Members): void;
  onGarbage(text: string): void;
}

export interface StartOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((update: ProgressUpdate) => void) | undefined;
  /** `Infinity` for a request that stays open. */
  readonly timeoutMs?: number | undefined;
  /** False: nothing is sent to the server when this ends early (`initialize`, the probe). */
  readonly cancellable?: boolean;
}

/** A request under way. */
export interface Started {
  readonly id: number;
  readonly result: Promise<Members>;
  /** Gives up: tells the server, rejects `result`. Without effect once there is an answer. */
  cancel(error: ClientError): void;
}

interface Pending {
  resolve(result: Members): void;
  cancel(error: ClientError): void;
  reject(error: Error): void;
  progress(update: ProgressUpdate): void;
}

export class Wire {
  readonly #transport: ClientTransport;
  readonly #options: WireOptions;
  readonly #pending = new Map<RequestId, Pending>();
  /** The server's requests that are being answered. */
  readonly #answering = new Map<RequestId, AbortController>();
  #lastId = 0;
  #closed: string | undefined = 'not connected';

  constructor(transport: ClientTransport, options: WireOptions) {
    this.#transport = transport;
    this.#options = options;
  }

  /** Connects, or connects anew to a server that is gone. */
  async open(): Promise<void> {
    await this.#transport.open({
      message: (text) => this.#receive(text),
      closed: (reason) => this.#end(reason),
    });
    this.#closed = undefined;
  }

  async close(): Promise<number | undefined> {
    this.#end('the client was closed');
    return this.#transport.close();
  }

  request(method: string, params: Members, options: StartOptions = {}): Promise<Members> {
    return this.start(method, params, options).result;
  }

  notify(method: string, params?: Members): void {
    if (this.#closed === undefined) this.#send({ method, ...(params && { params }) });
  }

  start(method: string, params: Members, options: StartOptions = {}): Started {
    this.#lastId += 1;
    const id = this.#lastId;
    let cancel: Started['cancel'] = () => {};
    const result = new Promise<Members>((resolve, reject) => {
      const { signal } = options;
      if (this.#closed !== undefined) throw new ClientError('closed', `${method}: ${this.#closed}`);
      if (signal?.aborted) throw new ClientError('cancelled', `${method} was cancelled`, signal.reason);
      cancel = (error) => {
        if (this.#pending.get(id) !== pending) return;
        if (options.cancellable !== false) {
          this.notify('notifications/cancelled', { requestId: id, reason: error.message });
        }
        pending.reject(error);
      };
      const late = (): void => cancel(new ClientError('timeout', `${method}: no answer in time`));
      const clock = startClock(
        options.timeoutMs ?? this.#options.timeoutMs,
        this.#options.maxTimeoutMs,
        late,
      );
      const aborted = (): void =>
        cancel(new ClientError('cancelled', `${method} was cancelled`, signal?.reason));
      const done = (): void => {
        this.#pending.delete(id);
        clock.stop();
        signal?.removeEventListener('abort', aborted);
      };
      const pending: Pending = {
        resolve: (value) => {
          done();
          resolve(value);
        },
        reject: (error) => {
          done();
          reject(error);
        },
        cancel,
        progress: (update) => {
          clock.restart();
          options.onProgress?.(update);
        },
      };
      signal?.addEventListener('abort', aborted);
      this.#pending.set(id, pending);
      this.#send({ id, method, params: options.onProgress ? withToken(params, id) : params });
    });
    return { id, result, cancel: (error) => cancel(error) };
  }

  #send(message: object): void {
    this.#transport.send(JSON.stringify({ jsonrpc: '2.0', ...message }));
  }

  #end(reason: string): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    for (const abort of this.#answering.values()) abort.abort();
    this.#answering.clear();
    for (const pending of [...this.#pending.values()]) pending.reject(new ClientError('closed', reason));
  }

  #receive(text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.#options.onGarbage(text);
      return;
    }
    for (const message of Array.isArray(value) ? value : [value]) {
      if (isObject(message) && message.jsonrpc === '2.0') this.#take(message, text);
      else this.#options.onGarbage(text);
    }
  }

  #take(message: Members, text: string): void {
    const { id, method } = message;
    const params = isObject(message.params) ? message.params : {};
    const known = typeof id === 'number' || typeof id === 'string' ? id : undefined;
    if (typeof method === 'string') {
      if (known !== undefined) void this.#answer(known, method, params);
      else this.#notified(method, params);
      return;
    }
    const pending = known === undefined ? undefined : this.#pending.get(known);
    if (isObject(message.error)) {
      const { code, message: words, data } = message.error;
      const error = new ProtocolError(Number(code), String(words), data);
      if (pending) pending.reject(error);
      // An error that names no request belongs to something unreadable that was sent.
      else if (known === undefined) this.#options.onGarbage(text);
    } else if (isObject(message.result)) pending?.resolve(message.result);
    else this.#options.onGarbage(text);
  }

  #notified(method: string, params: Members): void {
    if (method === 'notifications/progress') {
      const token = params.progressToken;
      if (typeof token === 'number' && isProgress(params)) this.#pending.get(token)?.progress(params);
    }
    if (method === 'notifications/cancelled') {
      const { requestId } = params;
      if (typeof requestId === 'number' || typeof requestId === 'string') {
        this.#answering.get(requestId)?.abort();
        this.#answering.delete(requestId);
      }
    }
    this.#options.onNotification(method, params);
  }

  async #answer(id: RequestId, method: string, params: Members): Promise<void> {
    const abort = new AbortController();
    this.#answering.set(id, abort);
    let body: object;
    try {
      body = { result: await this.#options.onRequest(method, params, abort.signal) };
    } catch (error) {
      const code = error instanceof ProtocolError ? error.code : -32603;
      body = { error: { code, message: error instanceof Error ? error.message : String(error) } };
    }
    // Cancelled by the server: it wants no answer any more.
    if (!this.#answering.delete(id)) return;
    if (this.#closed === undefined) this.#send({ id, ...body });
  }
}

function withToken(params: Members, id: number): Members {
  return { ...params, _meta: { ...(isObject(params._meta) && params._meta), progressToken: id } };
}

/** Calls `late` after `ms` without a restart, and after `maxMs` in any case; never where `ms` is Infinity. */
function startClock(ms: number, maxMs: number, late: () => void): { restart(): void; stop(): void } {
  if (ms === Number.POSITIVE_INFINITY) return { restart: () => {}, stop: () => {} };
  const timer = setTimeout(late, ms);
  const limit = setTimeout(late, Math.max(ms, maxMs));
  return {
    restart: () => void timer.refresh(),
    stop: () => {
      clearTimeout(timer);
      clearTimeout(limit);
    },
  };
}
