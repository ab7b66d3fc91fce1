// One connection: takes messages, sees to it that each request is answered once, and ends what must end.
import type { ClientView, LogLevel } from '../context.ts';
import { eraOf, missingClaim } from '../eras/claims.ts';
import type { Wire } from '../eras/wire.ts';
import { ProtocolError } from '../errors.ts';
import { shown } from '../features/names.ts';
import { type ListedKind, Subscriptions } from '../features/subscriptions.ts';
import { ErrorCode, isObject } from '../jsonrpc.ts';
import type { Connection, Peer } from '../peer.ts';
import { LATEST_LEGACY_VERSION } from '../versions.ts';
import { Batch } from './batch.ts';
import { Bucket } from './bucket.ts';
import { Call } from './call.ts';
import type { Core } from './core.ts';
import { idText } from './ids.ts';
import { errorText, resultText } from './messages.ts';
import { METHODS, type Method } from './methods.ts';
import { Outbound } from './outbound.ts';
import { deeperThan, elementTexts, memberText } from './raw-json.ts';
import { Runner } from './runner.ts';

type Message = { readonly [key: string]: unknown };

/** Text shorter than this cannot nest deep enough to harm anything. */
const SHALLOW = 2048;
const MAX_DEPTH = 1000;

const STRANGER: ClientView = {
  info: undefined,
  capabilities: {},
  era: 'legacy',
  version: LATEST_LEGACY_VERSION,
};

export class Link implements Connection {
  readonly core: Core;
  readonly peer: Peer;
  readonly runner: Runner;
  readonly outbound: Outbound;
  readonly subscriptions: Subscriptions;
  readonly completions = new Bucket(100, 50);
  /** Who the client said it is in `initialize`. */
  view: ClientView = STRANGER;
  /** The legacy revision in use. */
  wire: Wire;
  logLevel: LogLevel | undefined;
  /** The legacy client sent `notifications/initialized`. */
  initialized = false;
  #closed = false;

  constructor(core: Core, peer: Peer) {
    this.core = core;
    this.peer = peer;
    this.wire = core.wire(LATEST_LEGACY_VERSION);
    this.runner = new Runner(this);
    this.outbound = new Outbound(this);
    this.subscriptions = new Subscriptions(this);
    core.links.add(this);
  }

  get inFlight(): number {
    return this.runner.working;
  }

  idle(): Promise<void> {
    return this.runner.idle();
  }

  send(message: string): void {
    if (!this.#closed) this.peer.send(message);
  }

  /** The legacy handshake: what follows without metadata of its own comes from this client. */
  open(view: ClientView): void {
    this.view = view;
    this.wire = this.core.wire(view.version);
  }

  listChanged(kind: ListedKind): void {
    this.subscriptions.listChanged(kind);
  }

  async close(reason = 'the connection was closed'): Promise<void> {
    if (this.#closed) return this.runner.idle();
    this.subscriptions.end(reason);
    this.#closed = true;
    this.core.links.delete(this);
    this.runner.stopAll(new Error(reason));
    await this.runner.idle();
  }

  receive(text: string): void {
    if (this.#closed) return;
    try {
      this.#receive(text, undefined);
    } catch (error) {
      this.runner.bug('a message', error);
    }
  }

  #receive(text: string, batch: Batch | undefined): void {
    if (text.length >= SHALLOW && deeperThan(text, MAX_DEPTH)) return this.#tooDeep(text, batch);
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return this.#refuse(undefined, ErrorCode.parseError, 'Parse error: the message is not JSON', batch);
    }
    if (isObject(message)) this.#message(message, text, batch);
    else if (Array.isArray(message) && batch === undefined) this.#batch(text);
    else this.#refuse(undefined, ErrorCode.invalidRequest, 'A message is a JSON object', batch);
  }

  #tooDeep(text: string, batch: Batch | undefined): void {
    const raw = memberText(text, 'id') ?? '';
    let id: string | undefined;
    try {
      id = idText(JSON.parse(raw), raw, []);
    } catch {
      // No readable id: the error goes without one.
    }
    this.#refuse(id, ErrorCode.invalidRequest, `The message nests deeper than ${MAX_DEPTH} levels`, batch);
  }

  /** MCP 2025-03-26 basic, "Batching". Other legacy revisions answer each part by itself. */
  #batch(text: string): void {
    const parts = elementTexts(text);
    if (parts.length === 0) {
      return this.#refuse(undefined, ErrorCode.invalidRequest, 'A batch must not be empty', undefined);
    }
    const together = this.wire.version === '2025-03-26';
    const batch = new Batch(together, (message) => this.send(message));
    for (const part of parts) this.#receive(part, batch);
    batch.complete();
  }

  #message(message: Message, text: string, batch: Batch | undefined): void {
    const { method, id } = message;
    if (typeof method === 'string' && message['jsonrpc'] === '2.0') {
      if (id === undefined) this.#notification(method, message, text);
      else this.#request(method, message, text, batch);
    } else if (
      method === undefined &&
      message['jsonrpc'] === '2.0' &&
      ('result' in message || 'error' in message)
    ) {
      this.outbound.response(message);
    } else {
      const known = idText(id, text, ['id']);
      this.#refuse(
        known,
        ErrorCode.invalidRequest,
        'Not a JSON-RPC 2.0 request, notification or response',
        batch,
      );
    }
  }

  #notification(method: string, message: Message, text: string): void {
    if (method === 'notifications/cancelled') {
      const { params } = message;
      if (!isObject(params)) return;
      const id = idText(params['requestId'], text, ['params', 'requestId']);
      if (id !== undefined && !this.subscriptions.cancel(id)) this.runner.cancel(id);
    } else if (method === 'notifications/initialized') this.initialized = true;
  }

  #request(name: string, message: Message, text: string, batch: Batch | undefined): void {
    const id = idText(message['id'], text, ['id']);
    if (id === undefined) {
      return this.#refuse(
        undefined,
        ErrorCode.invalidRequest,
        'A request id is a string or an integer',
        batch,
      );
    }
    if (this.runner.has(id) || this.subscriptions.has(id)) {
      return this.#refuse(
        undefined,
        ErrorCode.invalidRequest,
        `Request id ${id} is already in flight`,
        batch,
      );
    }
    let call: Call;
    let method: Method;
    try {
      const { params = {} } = message;
      if (!isObject(params)) throw new ProtocolError(ErrorCode.invalidParams, 'params must be an object');
      const { _meta: meta = {} } = params;
      if (!isObject(meta)) throw new ProtocolError(ErrorCode.invalidParams, '_meta must be an object');
      const modern = eraOf(meta) === 'modern';
      if (modern && batch !== undefined) {
        throw new ProtocolError(
          ErrorCode.invalidRequest,
          'Batches were removed from MCP: send one message at a time',
        );
      }
      method = this.#method(name, modern);
      call = new Call(
        { id, name, method, params, meta, wire: modern ? this.core.modern : this.wire, text, batch },
        this,
      );
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return this.#answer(
        errorText(id, { code: error.code, message: error.message, data: error.data }),
        batch,
      );
    }
    if ('now' in method) this.#now(call, method.now);
    else if ('listen' in method) this.#open(call, method.listen);
    else this.runner.enter(call, method.work, method.slot);
  }

  #method(name: string, modern: boolean): Method {
    const method = METHODS.get(name);
    if (method?.era === 'modern' && !modern) throw missingClaim(name);
    const foreign = method?.era === 'legacy' && modern;
    const missing = method?.needs !== undefined && this.core.catalog.capabilities[method.needs] === undefined;
    if (method === undefined || foreign || missing) {
      throw new ProtocolError(ErrorCode.methodNotFound, `Method not found: ${shown(name)}`);
    }
    return method;
  }

  #now(call: Call, now: (call: Call) => string): void {
    let message: string;
    try {
      message = resultText(call.request.id, now(call));
    } catch (error) {
      message = this.runner.failure(call, error);
    }
    this.#answer(message, call.request.batch);
  }

  #open(call: Call, listen: (call: Call) => void): void {
    try {
      listen(call);
    } catch (error) {
      this.#answer(this.runner.failure(call, error), call.request.batch);
    }
  }

  #refuse(id: string | undefined, code: number, message: string, batch: Batch | undefined): void {
    this.#answer(errorText(id, { code, message }), batch);
  }

  #answer(message: string, batch: Batch | undefined): void {
    if (batch === undefined) this.send(message);
    else batch.add(message);
  }
}
