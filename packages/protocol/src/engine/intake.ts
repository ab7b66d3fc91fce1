// What comes in: each message is classified by itself and handed to what answers it.
import { eraOf, missingClaim } from '../eras/claims.ts';
import { ProtocolError } from '../errors.ts';
import { shown } from '../features/names.ts';
import { ErrorCode, isObject } from '../jsonrpc.ts';
import { Batch } from './batch.ts';
import { Call } from './call.ts';
import { idText, MAX_ID } from './ids.ts';
import type { Link } from './link.ts';
import { errorText, resultText } from './messages.ts';
import { METHODS, type Method } from './methods.ts';
import { deeperThan, elementTexts, memberText } from './raw-json.ts';

type Message = { readonly [key: string]: unknown };

/** Text shorter than this cannot nest deep enough to harm anything. */
const SHALLOW = 2048;
const MAX_DEPTH = 1000;
/** Each part of a batch is answered: the answers to 32 MiB of tiny parts would not fit in memory. */
const MAX_BATCH = 1000;

export class Intake {
  readonly #link: Link;

  constructor(link: Link) {
    this.#link = link;
  }

  /** One message, or one part of a batch. */
  receive(text: string, batch?: Batch): void {
    if (text.length >= SHALLOW && deeperThan(text, MAX_DEPTH)) {
      this.#refuse(looseId(text), `The message nests deeper than ${MAX_DEPTH} levels`, batch);
      return;
    }
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      this.#answer(
        errorText(undefined, { code: ErrorCode.parseError, message: 'The message is not JSON' }),
        batch,
      );
      return;
    }
    if (isObject(message)) this.#message(message, text, batch);
    else if (Array.isArray(message) && message.length > MAX_BATCH)
      this.#refuse(undefined, `A batch has at most ${MAX_BATCH} messages`, batch);
    else if (Array.isArray(message) && message.length > 0 && batch === undefined) this.#batch(text);
    else this.#refuse(undefined, 'A message is a JSON object', batch);
  }

  /** MCP 2025-03-26 basic, "Batching". Other legacy revisions get each answer by itself. */
  #batch(text: string): void {
    const batch = new Batch(this.#link.wire.version === '2025-03-26', (message) => this.#link.send(message));
    for (const part of elementTexts(text)) this.receive(part, batch);
    batch.complete();
  }

  #message(message: Message, text: string, batch: Batch | undefined): void {
    const { jsonrpc, method, id } = message;
    if (jsonrpc === '2.0' && typeof method === 'string') {
      if (id === undefined) this.#notification(method, message, text);
      else this.#request(method, message, text, batch);
    } else if (jsonrpc === '2.0' && method === undefined && ('result' in message || 'error' in message)) {
      this.#link.outbound.response(message);
    } else {
      const known = this.#free(idText(id, text, ['id']));
      this.#refuse(known, 'Not a JSON-RPC 2.0 request, notification or response', batch);
    }
  }

  /** Notifications are never answered; unknown ones are ignored. */
  #notification(method: string, { params }: Message, text: string): void {
    if (method === 'notifications/cancelled' && isObject(params)) {
      const id = idText(params['requestId'], text, ['params', 'requestId']);
      if (id !== undefined && !this.#link.subscriptions.cancel(id)) this.#link.runner.cancel(id);
    } else if (method === 'notifications/initialized') this.#link.initialized = true;
  }

  #request(name: string, message: Message, text: string, batch: Batch | undefined): void {
    const id = idText(message['id'], text, ['id']);
    if (id === undefined)
      this.#refuse(
        undefined,
        `A request id is a string or an integer of at most ${MAX_ID} characters`,
        batch,
      );
    // With the id, a client would take the error for the answer to its first request.
    else if (this.#free(id) === undefined)
      this.#refuse(undefined, `Request id ${shown(id)} is in flight`, batch);
    else {
      try {
        this.#start(this.#call(id, name, message, text, batch));
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        this.#answer(errorText(id, { code: error.code, message: error.message, data: error.data }), batch);
      }
    }
  }

  /** The request as a call (MCP basic, "_meta"). Throws ProtocolError when it is malformed or not offered. */
  #call(id: string, name: string, message: Message, text: string, batch: Batch | undefined): Call {
    const { params = {} } = message;
    if (!isObject(params)) throw new ProtocolError(ErrorCode.invalidParams, 'params must be an object');
    const { _meta: meta = {} } = params;
    if (!isObject(meta)) throw new ProtocolError(ErrorCode.invalidParams, 'params._meta must be an object');
    const modern = eraOf(meta) === 'modern';
    if (modern && batch !== undefined) {
      throw new ProtocolError(
        ErrorCode.invalidRequest,
        'This revision has no batches: send one message at a time',
      );
    }
    const method = this.#method(name, modern);
    const wire = modern ? this.#link.core.modern : this.#link.wire;
    return new Call({ id, name, method, params, meta, wire, text, batch }, this.#link);
  }

  #method(name: string, modern: boolean): Method {
    const method = METHODS.get(name);
    if (method?.era === 'modern' && !modern) throw missingClaim(name);
    const foreign = method?.era === 'legacy' && modern;
    const missing =
      method?.needs !== undefined && this.#link.core.catalog.capabilities[method.needs] === undefined;
    if (method !== undefined && !foreign && !missing) return method;
    throw new ProtocolError(ErrorCode.methodNotFound, `Method not found: ${shown(name)}`);
  }

  #start(call: Call): void {
    const { id, method, batch } = call.request;
    if ('work' in method) {
      this.#link.runner.enter(call, method.work, method.slot);
      return;
    }
    try {
      if ('listen' in method) method.listen(call);
      else this.#answer(resultText(id, method.now(call)), batch);
    } catch (error) {
      this.#answer(this.#link.runner.failure(call, error), batch);
    }
  }

  /** `id` unless a request with it is in flight. */
  #free(id: string | undefined): string | undefined {
    const { runner, subscriptions } = this.#link;
    return id === undefined || runner.has(id) || subscriptions.has(id) ? undefined : id;
  }

  #refuse(id: string | undefined, message: string, batch: Batch | undefined): void {
    this.#answer(errorText(id, { code: ErrorCode.invalidRequest, message }), batch);
  }

  #answer(message: string, batch: Batch | undefined): void {
    if (batch === undefined) this.#link.send(message);
    else batch.add(message);
  }
}

/** The id of a message that must not be parsed as a whole. */
function looseId(text: string): string | undefined {
  const raw = memberText(text, 'id');
  if (raw === undefined || raw.length >= SHALLOW) return undefined;
  try {
    return idText(JSON.parse(raw), raw, []);
  } catch {
    return undefined;
  }
}
