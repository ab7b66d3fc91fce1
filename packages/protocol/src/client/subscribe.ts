// News from the server: subscriptions/listen in 2026-07-28, resources/subscribe before.
import { isObject } from '../jsonrpc.ts';
import { MetaKey } from '../versions.ts';
import { ClientError } from './errors.ts';
import type { Members } from './types.ts';
import type { Started, Wire } from './wire.ts';

/** Something the client is told about until it is closed. */
export interface Subscription {
  /** Stops it. Nothing more is reported from the moment of the call. */
  close(): Promise<void>;
  /** Resolves when it is over, whoever ended it. */
  readonly ended: Promise<void>;
}

export type NotificationHandler = (method: string, params: Members) => void;

interface Listener {
  readonly handler: NotificationHandler;
  acknowledged(filter: Members): void;
}

/** The open `subscriptions/listen` requests, by id; notifications find theirs by the subscription id in `_meta`. */
export class Listeners {
  readonly #byId = new Map<number, Listener>();

  /** Hands a notification to the listen it belongs to. */
  route(method: string, params: Members): void {
    const id = isObject(params._meta) ? params._meta[MetaKey.subscription] : undefined;
    // The id is that of the request; some servers send it as text.
    const listener = this.#byId.get(typeof id === 'string' ? Number(id) : typeof id === 'number' ? id : -1);
    if (listener === undefined) return;
    if (method === 'notifications/subscriptions/acknowledged') {
      listener.acknowledged(isObject(params.notifications) ? params.notifications : {});
    } else listener.handler(method, params);
  }

  /**
   * Sends `subscriptions/listen` and waits for its acknowledgement; `accepted` is the part of the filter that the
   * server honours.
   */
  async listen(
    wire: Wire,
    params: Members,
    handler: NotificationHandler,
    timeoutMs: number,
  ): Promise<Subscription & { readonly accepted: Members }> {
    const started = wire.start('subscriptions/listen', params, { timeoutMs: Number.POSITIVE_INFINITY });
    const { id } = started;
    const ended = started.result.then(
      () => void this.#byId.delete(id),
      () => void this.#byId.delete(id),
    );
    const accepted = await new Promise<Members>((resolve, reject) => {
      this.#byId.set(id, { handler, acknowledged: resolve });
      const late = new ClientError('timeout', 'subscriptions/listen: no acknowledgement in time');
      const timer = setTimeout(() => started.cancel(late), timeoutMs);
      const early = new ClientError('invalid', 'subscriptions/listen ended without an acknowledgement');
      started.result.then(() => reject(early), reject).finally(() => clearTimeout(timer));
    });
    return { accepted, ended, close: () => this.#close(started, ended) };
  }

  #close(started: Started, ended: Promise<void>): Promise<void> {
    this.#byId.delete(started.id);
    started.cancel(new ClientError('cancelled', 'The client ended the subscription'));
    return ended;
  }
}

/** Who wants to hear of which resource, for the legacy era: one subscription on the wire for each URI. */
export class ResourceWatchers {
  readonly #byUri = new Map<string, Set<() => void>>();

  route(method: string, params: Members): void {
    if (method !== 'notifications/resources/updated' || typeof params.uri !== 'string') return;
    for (const updated of [...(this.#byUri.get(params.uri) ?? [])]) updated();
  }

  async watch(
    uri: string,
    onUpdated: () => void,
    request: (method: string, params: Members) => Promise<unknown>,
  ): Promise<Subscription> {
    // A wrapper, so that the same function can be given twice.
    const updated = (): void => onUpdated();
    const others = this.#byUri.get(uri) ?? new Set();
    const first = others.size === 0;
    this.#byUri.set(uri, others.add(updated));
    let end: () => void = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    try {
      if (first) await request('resources/subscribe', { uri });
    } catch (error) {
      others.delete(updated);
      throw error;
    }
    const close = async (): Promise<void> => {
      if (others.delete(updated) && others.size === 0) {
        this.#byUri.delete(uri);
        await request('resources/unsubscribe', { uri });
      }
      end();
    };
    return { close, ended };
  }
}
