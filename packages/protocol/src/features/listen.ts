// One open subscriptions/listen: acknowledged first, then only what was asked for, each message tagged.
import type { Meta } from '../content.ts';
import type { Call } from '../engine/call.ts';
import { notificationText, resultText } from '../engine/messages.ts';
import { ProtocolError, ToolError } from '../errors.ts';
import { ErrorCode, isObject } from '../jsonrpc.ts';
import { MetaKey } from '../versions.ts';
import { shown } from './names.ts';
import type { ListedKind } from './subscriptions.ts';
import { type Unwatch, watcher } from './watching.ts';

const MAX_URIS = 1000;

interface Filter {
  readonly kinds: ReadonlySet<ListedKind>;
  readonly uris: ReadonlySet<string> | undefined;
}

const FLAGS = new Map<ListedKind, string>([
  ['tools', 'toolsListChanged'],
  ['prompts', 'promptsListChanged'],
  ['resources', 'resourcesListChanged'],
]);

/** What a client wants to hear of. Throws ProtocolError -32602 for a malformed filter. */
export function listenFilter({ notifications }: Meta): Filter {
  const invalid = (what: string): ProtocolError => new ProtocolError(ErrorCode.invalidParams, what);
  if (!isObject(notifications)) throw invalid('subscriptions/listen needs params.notifications, an object');
  const kinds = new Set<ListedKind>();
  for (const [kind, flag] of FLAGS) {
    const value = notifications[flag];
    if (value !== undefined && typeof value !== 'boolean')
      throw invalid(`notifications.${flag} must be a boolean`);
    if (value === true) kinds.add(kind);
  }
  const uris = notifications['resourceSubscriptions'];
  if (uris === undefined) return { kinds, uris };
  if (!Array.isArray(uris) || !uris.every((uri) => typeof uri === 'string')) {
    throw invalid('notifications.resourceSubscriptions must be an array of strings');
  }
  if (uris.length > MAX_URIS)
    throw invalid(`notifications.resourceSubscriptions may name ${MAX_URIS} resources at most`);
  return { kinds, uris: new Set(uris) };
}

export class Listen {
  readonly #call: Call;
  readonly #gone: () => void;
  readonly #tag: string;
  readonly #kinds = new Set<ListedKind>();
  readonly #unwatch: Unwatch[] = [];
  /** Messages that happened while watches were being set up. */
  #early: string[] | undefined = [];
  #over = false;

  constructor(call: Call, gone: () => void) {
    this.#call = call;
    this.#gone = gone;
    this.#tag = `"_meta":{"${MetaKey.subscription}":${call.request.id}}`;
  }

  /** Honours what it can of `filter` and says so. */
  start({ kinds, uris }: Filter): void {
    const { capabilities } = this.#call.link.core.catalog;
    for (const kind of kinds) if (capabilities[kind] !== undefined) this.#kinds.add(kind);
    if (uris === undefined) this.#acknowledge(undefined);
    else void this.#watchAll(uris).then((watched) => this.#acknowledge(watched));
  }

  listChanged(kind: ListedKind): void {
    if (this.#kinds.has(kind))
      this.#tell(notificationText(`notifications/${kind}/list_changed`, `{${this.#tag}}`));
  }

  /** Nothing more is sent. */
  stop(): void {
    this.#over = true;
    for (const unwatch of this.#unwatch.splice(0)) unwatch();
    this.#gone();
  }

  /** We end it: the notification of the cancellation page and the result of the subscriptions page. */
  end(reason: string): void {
    const { id } = this.#call.request;
    const { link } = this.#call;
    link.send(
      notificationText('notifications/cancelled', `{"requestId":${id},"reason":${JSON.stringify(reason)}}`),
    );
    link.send(resultText(id, link.core.modern.ended(id)));
    this.stop();
  }

  async #watchAll(uris: ReadonlySet<string>): Promise<string[]> {
    const watched = await Promise.all([...uris].map((uri) => this.#watch(uri)));
    return [...uris].filter((_, index) => watched[index]);
  }

  /** False where the resource cannot be watched: it is then missing from the acknowledgment. */
  async #watch(uri: string): Promise<boolean> {
    const { core, runner } = this.#call.link;
    const params = `{${this.#tag},"uri":${JSON.stringify(uri)}}`;
    try {
      const watch = watcher(core, uri);
      if (watch === undefined) return false;
      const unwatch = await watch(() =>
        this.#tell(notificationText('notifications/resources/updated', params)),
      );
      if (this.#over) unwatch();
      else this.#unwatch.push(unwatch);
      return true;
    } catch (error) {
      const expected = error instanceof ToolError || error instanceof ProtocolError;
      if (!expected) runner.bug(`watching ${shown(uri)}`, error);
      return false;
    }
  }

  #acknowledge(uris: readonly string[] | undefined): void {
    if (this.#over) return;
    const flags = [...this.#kinds].map((kind) => [FLAGS.get(kind), true]);
    const honoured = { ...Object.fromEntries(flags), ...(uris && { resourceSubscriptions: uris }) };
    const params = `{${this.#tag},"notifications":${JSON.stringify(honoured)}}`;
    const early = this.#early ?? [];
    this.#early = undefined;
    this.#tell(notificationText('notifications/subscriptions/acknowledged', params));
    for (const message of early) this.#tell(message);
  }

  #tell(message: string): void {
    if (this.#over) return;
    if (this.#early !== undefined) this.#early.push(message);
    else this.#call.link.send(message);
  }
}
