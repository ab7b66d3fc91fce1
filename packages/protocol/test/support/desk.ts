// A client in memory that speaks one revision and keeps every line, for tests of the dispatcher.
import { type App, type Connection, isObject, MetaKey, type Peer } from '@plainmcp/protocol';

export const REVISIONS = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'] as const;
export const LEGACY = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'] as const;
export const MODERN = '2026-07-28';

export type Message = { readonly [key: string]: unknown };

/** The value at `path` in foreign JSON; undefined where there is none. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const key of path) {
    if (Array.isArray(found)) found = found[Number(key)];
    else found = isObject(found) ? found[key] : undefined;
  }
  return found;
}

/** Lets handlers and timers of zero length run. */
export function turns(count = 3): Promise<void> {
  return new Promise((resolve) => {
    const next = (left: number): unknown => (left === 0 ? resolve() : setImmediate(() => next(left - 1)));
    next(count);
  });
}

export class Desk {
  readonly version: string;
  readonly texts: string[] = [];
  readonly connection: Connection;
  readonly capabilities: object;
  /** Added to the `_meta` of each request. */
  meta: Message = {};
  #last = 0;
  #waiting: {
    readonly wants: (message: Message) => boolean;
    readonly resolve: (message: Message) => void;
  }[] = [];

  constructor(app: App, version: string, capabilities: object = {}, peer: Partial<Peer> = {}) {
    this.version = version;
    this.capabilities = capabilities;
    this.connection = app.connect({ transport: 'memory', send: (text) => this.#took(text), ...peer });
    if (this.modern) return;
    const clientInfo = { name: 'desk', version: '1.0' };
    this.send({
      id: 'hello',
      method: 'initialize',
      params: { protocolVersion: version, capabilities, clientInfo },
    });
    this.send({ method: 'notifications/initialized' });
    this.texts.length = 0;
  }

  get modern(): boolean {
    return this.version === MODERN;
  }

  get messages(): Message[] {
    return this.texts.map(parse);
  }

  /** The `_meta` this client puts on its requests. */
  get claim(): Message {
    if (!this.modern) return this.meta;
    return { [MetaKey.version]: this.version, [MetaKey.capabilities]: this.capabilities, ...this.meta };
  }

  /** Sends text as it is, or a message completed to JSON-RPC 2.0. */
  send(message: string | object): void {
    this.connection.receive(
      typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', ...message }),
    );
  }

  /** Sends a request without waiting; gives its id. */
  begin(method: string, params: object = {}): number {
    this.#last += 1;
    this.send({ id: this.#last, method, params: { ...params, _meta: this.claim } });
    return this.#last;
  }

  /** The response to a request. */
  request(method: string, params: object = {}): Promise<Message> {
    const id = this.begin(method, params);
    return this.next((message) => message['id'] === id && !('method' in message));
  }

  /** The result of a request that must succeed. */
  async result(method: string, params: object = {}): Promise<unknown> {
    const response = await this.request(method, params);
    if (response['error'] !== undefined) throw new Error(`${method}: ${JSON.stringify(response['error'])}`);
    return response['result'];
  }

  /** The error of a request that must fail. */
  async error(method: string, params: object = {}): Promise<unknown> {
    const response = await this.request(method, params);
    if (response['error'] === undefined) throw new Error(`${method} succeeded: ${JSON.stringify(response)}`);
    return response['error'];
  }

  call(name: string, args: object = {}, more: object = {}): Promise<unknown> {
    return this.result('tools/call', { name, arguments: args, ...more });
  }

  cancel(id: unknown): void {
    this.send({ method: 'notifications/cancelled', params: { requestId: id } });
  }

  /** The first message, old or new, that is wanted. */
  next(wants: (message: Message) => boolean): Promise<Message> {
    const old = this.messages.find(wants);
    if (old !== undefined) return Promise.resolve(old);
    return new Promise((resolve) => this.#waiting.push({ wants, resolve }));
  }

  /** Messages of one method. */
  heard(method: string): Message[] {
    return this.messages.filter((message) => message['method'] === method);
  }

  #took(text: string): void {
    this.texts.push(text);
    const message = parse(text);
    const served = this.#waiting.filter(({ wants }) => wants(message));
    this.#waiting = this.#waiting.filter(({ wants }) => !wants(message));
    for (const { resolve } of served) resolve(message);
  }
}

function parse(text: string): Message {
  const message: unknown = JSON.parse(text);
  if (isObject(message)) return message;
  return { batch: message };
}
