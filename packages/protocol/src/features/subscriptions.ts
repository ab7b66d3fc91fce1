// Change notifications: subscriptions/listen in 2026-07-28, resources/subscribe and broadcasts before.
import type { Call } from '../engine/call.ts';
import type { Core } from '../engine/core.ts';
import type { Link } from '../engine/link.ts';
import { notificationText } from '../engine/messages.ts';
import type { Answer } from '../eras/wire.ts';
import { ProtocolError } from '../errors.ts';
import { ErrorCode } from '../jsonrpc.ts';
import { Listen, listenFilter } from './listen.ts';
import { shown } from './names.ts';
import { uriOf } from './resources.ts';
import { type Unwatch, watcher } from './watching.ts';

export type ListedKind = 'tools' | 'resources' | 'prompts';

const MAX_WATCHED = 1000;
const MAX_LISTENS = 100;

export class Subscriptions {
  readonly #link: Link;
  /** Open listens, by the text of their id. */
  readonly #listens = new Map<string, Listen>();
  /** Legacy subscriptions by URI. A promise while the watch is being set up. */
  readonly #watched = new Map<string, Promise<Unwatch>>();

  constructor(link: Link) {
    this.#link = link;
  }

  has(id: string): boolean {
    return this.#listens.has(id);
  }

  listen(call: Call): void {
    const filter = listenFilter(call.request.params);
    if (this.#listens.size >= MAX_LISTENS) {
      throw new ProtocolError(
        ErrorCode.internalError,
        `${MAX_LISTENS} subscriptions are open: cancel one first`,
      );
    }
    const listen = new Listen(call, () => this.#listens.delete(call.request.id));
    this.#listens.set(call.request.id, listen);
    listen.start(filter);
  }

  /** The client wants no more of a listen; false when `id` is not one. */
  cancel(id: string): boolean {
    const listen = this.#listens.get(id);
    listen?.stop();
    return listen !== undefined;
  }

  listChanged(kind: ListedKind): void {
    if (this.#link.initialized) this.#link.send(notificationText(`notifications/${kind}/list_changed`));
    for (const listen of this.#listens.values()) listen.listChanged(kind);
  }

  /** Ends everything from our side. */
  end(reason: string): void {
    for (const listen of [...this.#listens.values()]) listen.end(reason);
    for (const uri of [...this.#watched.keys()]) this.unwatch(uri);
  }

  async watch(uri: string): Promise<void> {
    const known = this.#watched.get(uri);
    if (known !== undefined) return void (await known);
    if (this.#watched.size >= MAX_WATCHED) {
      throw new ProtocolError(
        ErrorCode.invalidParams,
        `At most ${MAX_WATCHED} resources can be subscribed to`,
      );
    }
    const watch = watcher(this.#link.core, uri);
    if (watch === undefined)
      throw new ProtocolError(ErrorCode.invalidParams, `${shown(uri)} cannot be subscribed to`);
    const params = JSON.stringify({ uri });
    const watching = watch(() =>
      this.#link.send(notificationText('notifications/resources/updated', params)),
    );
    this.#watched.set(uri, watching);
    try {
      await watching;
    } catch (error) {
      if (this.#watched.get(uri) === watching) this.#watched.delete(uri);
      throw error;
    }
  }

  unwatch(uri: string): void {
    const watching = this.#watched.get(uri);
    this.#watched.delete(uri);
    watching?.then(
      (unwatch) => unwatch(),
      () => undefined,
    );
  }
}

/** MCP 2026-07-28 "subscriptions/listen". */
export function listen(call: Call): void {
  call.link.subscriptions.listen(call);
}

/** Legacy resources/subscribe. Asking twice is as good as once. */
export async function subscribe(call: Call): Promise<Answer> {
  supported(call.link.core, call);
  call.limit(undefined);
  await call.link.subscriptions.watch(uriOf(call));
  return {};
}

/** Legacy resources/unsubscribe. */
export async function unsubscribe(call: Call): Promise<Answer> {
  supported(call.link.core, call);
  call.link.subscriptions.unwatch(uriOf(call));
  return {};
}

function supported(core: Core, call: Call): void {
  if (core.catalog.subscribe) return;
  throw new ProtocolError(ErrorCode.methodNotFound, `Method not found: ${call.request.name}`);
}
