// A client of one server, in either era, with the era's differences hidden.
import type { CallToolResult } from '../content.ts';
import type { LogLevel } from '../context.ts';
import { ProtocolError } from '../errors.ts';
import { ErrorCode, isObject } from '../jsonrpc.ts';
import { MetaKey } from '../versions.ts';
import { ClientError } from './errors.ts';
import {
  expectShape,
  isCallToolResult,
  isCompletion,
  isPrompt,
  isPromptResult,
  isReadResult,
  isResource,
  isResourceTemplate,
  isTool,
} from './guards.ts';
import { completeResult, completeRounds } from './input-rounds.ts';
import { discovered, type Identity, type Opened, requestMeta } from './negotiate.ts';
import type { Listeners, NotificationHandler, ResourceWatchers, Subscription } from './subscribe.ts';
import type {
  Completion,
  CompletionRef,
  Members,
  PromptInfo,
  PromptResult,
  ReadResult,
  RequestOptions,
  ResourceInfo,
  ResourceTemplateInfo,
  ServerView,
  ToolInfo,
} from './types.ts';
import type { Wire } from './wire.ts';

/** A server that pages for ever must not keep its client busy for ever. */
const MAX_PAGES = 10_000;

export interface ClientParts {
  readonly wire: Wire;
  readonly identity: Identity;
  readonly listeners: Listeners;
  readonly watchers: ResourceWatchers;
  readonly timeoutMs: number;
  readonly maxRounds: number;
  answer(method: string, params: Members, signal: AbortSignal): Promise<object>;
}

/**
 * Made by `connect`. Errors the server sends reject with a ProtocolError, everything else that goes wrong on the
 * way with a ClientError.
 */
export class Client {
  readonly era: 'legacy' | 'modern';
  /** The revision in use. */
  readonly version: string;
  #server: ServerView | undefined;
  readonly #parts: ClientParts;

  constructor(parts: ClientParts, opened: Opened) {
    this.#parts = parts;
    this.era = opened.era;
    this.version = opened.version;
    this.#server = opened.server;
  }

  /** What the server said about itself so far: nothing before `discover()` where 2026-07-28 was chosen outright. */
  get server(): ServerView | undefined {
    return this.#server;
  }

  /** Asks the server about itself; a legacy server has said it in its answer to `initialize`. */
  async discover(): Promise<ServerView> {
    if (this.era === 'legacy' && this.#server) return this.#server;
    this.#server = discovered(completeResult(await this.request('server/discover')));
    return this.#server;
  }

  /** One request as it is, with the era's `_meta` added; the result is not looked at. */
  request(method: string, params: Members = {}, options: RequestOptions = {}): Promise<Members> {
    return this.#parts.wire.request(method, this.#withMeta(params, options), options);
  }

  notify(method: string, params?: Members): void {
    this.#parts.wire.notify(method, params);
  }

  listTools(options: RequestOptions = {}): Promise<ToolInfo[]> {
    return this.#all('tools/list', 'tools', (item) => expectShape(item, isTool, 'tool'), options);
  }

  /** A result with `isError` resolves like any other. */
  async callTool(name: string, args: Members = {}, options: RequestOptions = {}): Promise<CallToolResult> {
    const result = await this.#rounds('tools/call', { name, arguments: args }, options);
    return expectShape(result, isCallToolResult, 'tool result');
  }

  listResources(options: RequestOptions = {}): Promise<ResourceInfo[]> {
    return this.#all(
      'resources/list',
      'resources',
      (item) => expectShape(item, isResource, 'resource'),
      options,
    );
  }

  listResourceTemplates(options: RequestOptions = {}): Promise<ResourceTemplateInfo[]> {
    const parse = (item: unknown): ResourceTemplateInfo => expectShape(item, isResourceTemplate, 'template');
    return this.#all('resources/templates/list', 'resourceTemplates', parse, options);
  }

  async readResource(uri: string, options: RequestOptions = {}): Promise<ReadResult> {
    return expectShape(await this.#rounds('resources/read', { uri }, options), isReadResult, 'resource');
  }

  listPrompts(options: RequestOptions = {}): Promise<PromptInfo[]> {
    return this.#all('prompts/list', 'prompts', (item) => expectShape(item, isPrompt, 'prompt'), options);
  }

  async getPrompt(
    name: string,
    args: Readonly<Record<string, string>> = {},
    options: RequestOptions = {},
  ): Promise<PromptResult> {
    const result = await this.#rounds('prompts/get', { name, arguments: args }, options);
    return expectShape(result, isPromptResult, 'prompt');
  }

  /** Values for an argument that begins with `value`; `chosen` are the arguments filled in already. */
  async complete(
    ref: CompletionRef,
    argument: { readonly name: string; readonly value: string },
    chosen?: Readonly<Record<string, string>>,
    options: RequestOptions = {},
  ): Promise<Completion> {
    const params = { ref, argument, ...(chosen && { context: { arguments: chosen } }) };
    const result = completeResult(await this.request('completion/complete', params, options));
    return expectShape(result.completion, isCompletion, 'completion');
  }

  /** Calls `onUpdated` whenever the resource changes. */
  subscribe(uri: string, onUpdated: () => void): Promise<Subscription> {
    if (this.era === 'legacy') {
      return this.#parts.watchers.watch(uri, onUpdated, (method, params) => this.request(method, params));
    }
    return this.listen({ resourceSubscriptions: [uri] }, (method, params) => {
      if (method === 'notifications/resources/updated' && params.uri === uri) onUpdated();
    });
  }

  /**
   * 2026-07-28 only: opens `subscriptions/listen` with this filter (`toolsListChanged`, `resourceSubscriptions`
   * and so on). `accepted` is the part that the server honours.
   */
  async listen(
    notifications: Members,
    handler: NotificationHandler,
  ): Promise<Subscription & { readonly accepted: Members }> {
    if (this.era === 'legacy')
      throw new ClientError('invalid', `subscriptions/listen is not in ${this.version}`);
    const { wire, listeners, timeoutMs } = this.#parts;
    return listeners.listen(wire, this.#withMeta({ notifications }, {}), handler, timeoutMs);
  }

  /** Legacy only: the least serious log message to be sent from now on. */
  async setLogLevel(level: LogLevel): Promise<void> {
    await this.request('logging/setLevel', { level });
  }

  /** Legacy only: 2026-07-28 has no ping. */
  async ping(options: RequestOptions = {}): Promise<void> {
    await this.request('ping', {}, options);
  }

  /** Ends the connection; for a process, its exit code (undefined when it had to be killed). */
  close(): Promise<number | undefined> {
    return this.#parts.wire.close();
  }

  async #all<T>(
    method: string,
    member: string,
    parse: (item: unknown) => T,
    options: RequestOptions,
  ): Promise<T[]> {
    const items: T[] = [];
    const seen = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = completeResult(
        await this.request(method, cursor === undefined ? {} : { cursor }, options),
      );
      const list = page[member];
      if (!Array.isArray(list))
        throw new ClientError('invalid', `${method}: the result has no list of ${member}`);
      for (const item of list) items.push(parse(item));
      cursor = typeof page.nextCursor === 'string' ? page.nextCursor : undefined;
      if (cursor !== undefined && (seen.has(cursor) || seen.size >= MAX_PAGES)) {
        throw new ClientError(
          'invalid',
          `${method}: the pages do not end (cursor ${JSON.stringify(cursor)})`,
        );
      }
      if (cursor !== undefined) seen.add(cursor);
    } while (cursor !== undefined);
    return items;
  }

  async #rounds(method: string, params: Members, options: RequestOptions): Promise<Members> {
    if (this.era === 'legacy') return this.request(method, params, options);
    const { answer, maxRounds } = this.#parts;
    const signal = options.signal ?? new AbortController().signal;
    return completeRounds(params, {
      maxRounds,
      send: (next) => this.request(method, next, options),
      answer: async (asked, askedParams) => {
        try {
          return await answer(asked, askedParams, signal);
        } catch (error) {
          if (!(error instanceof ProtocolError) || error.code !== ErrorCode.methodNotFound) throw error;
          throw new ClientError('invalid', `The server asks for ${asked}, which was not declared`, error);
        }
      },
    });
  }

  #withMeta(params: Members, { meta, logLevel }: RequestOptions): Members {
    const given = { ...(isObject(params._meta) && params._meta), ...meta };
    if (this.era === 'legacy') return Object.keys(given).length > 0 ? { ...params, _meta: given } : params;
    const era = { ...requestMeta(this.#parts.identity), ...(logLevel && { [MetaKey.logLevel]: logLevel }) };
    return { ...params, _meta: { ...era, ...given } };
  }
}
