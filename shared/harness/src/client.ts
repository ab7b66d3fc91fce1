// A raw MCP client for tests in any revision: it sends what it is told and checks nothing by itself.
import { type Answer, answersTo } from './answers.ts';
import { eraOf, type Revision } from './eras.ts';
import type { Line } from './inbox.ts';
import { arrayAt, isObject, type JsonObject, objectAt, stringAt } from './json.ts';
import { Mailbox } from './mailbox.ts';
import { type Reply, ReplyError, type ToolReply, toReply, toToolReply } from './replies.ts';
import type { Proc } from './spawn.ts';
import { within } from './timing.ts';

export { type Answer, acceptAll, declineAll } from './answers.ts';
export { type Reply, ReplyError, type ToolReply } from './replies.ts';

const prefix = 'io.modelcontextprotocol/';

export interface ConnectOptions {
  readonly era: Revision;
  /** Client capabilities; `{}` when absent. */
  readonly capabilities?: JsonObject;
  /** Answers the server's questions, as requests in legacy and as `input_required` rounds in modern. */
  readonly answer?: Answer;
  /** Milliseconds to wait for one answer; default 10,000. */
  readonly timeoutMs?: number;
}

export interface CallOptions {
  readonly progressToken?: string | number;
  readonly meta?: JsonObject;
  readonly timeoutMs?: number;
}

export interface Begun {
  readonly id: number;
  readonly reply: Promise<Reply>;
}

export interface Client {
  readonly era: Revision;
  readonly proc: Proc;
  /** The result of `initialize` or `server/discover`. */
  readonly opening: JsonObject;
  /** Notifications received so far. */
  readonly notifications: readonly JsonObject[];
  /** Requests the server sent so far. */
  readonly serverRequests: readonly JsonObject[];
  /** Sends a request and waits for its answer, whether result or error. */
  request(method: string, params?: JsonObject, options?: CallOptions): Promise<Reply>;
  /** Sends a request without waiting. */
  begin(method: string, params?: JsonObject, options?: CallOptions): Begun;
  notify(method: string, params?: JsonObject): void;
  cancel(id: number, reason?: string): void;
  /** Like `request`, but an error answer is thrown as a ReplyError. */
  ask(method: string, params?: JsonObject, options?: CallOptions): Promise<JsonObject>;
  discover(): Promise<JsonObject>;
  /** All pages. */
  listTools(): Promise<readonly JsonObject[]>;
  listResources(): Promise<readonly JsonObject[]>;
  listResourceTemplates(): Promise<readonly JsonObject[]>;
  listPrompts(): Promise<readonly JsonObject[]>;
  /** Calls a tool and answers its questions. Error answers are thrown; `isError` results are returned. */
  call(name: string, args?: JsonObject, options?: CallOptions): Promise<ToolReply>;
  /** `contents` of `resources/read`. */
  read(uri: string): Promise<readonly JsonObject[]>;
  getPrompt(name: string, args?: JsonObject): Promise<JsonObject>;
  complete(ref: JsonObject, argument: JsonObject, chosen?: JsonObject): Promise<JsonObject>;
  /** The next notification of this method, also one that has already come and was not taken. */
  nextNotification(method: string, timeoutMs?: number): Promise<JsonObject>;
  /** Stops listening; the process goes on. */
  detach(): void;
}

let lastId = 0;

/** A request id no other client in this test file has used. */
export function freshId(): number {
  lastId += 1;
  return lastId;
}

/** The `_meta` a modern request must carry. */
export function modernMeta(revision: string, capabilities: JsonObject = {}): JsonObject {
  return {
    [`${prefix}protocolVersion`]: revision,
    [`${prefix}clientCapabilities`]: capabilities,
    [`${prefix}clientInfo`]: { name: 'harness', version: '1.0.0' },
  };
}

/** Shakes hands in the given revision and returns a client. Several clients may share one process. */
export async function connect(proc: Proc, options: ConnectOptions): Promise<Client> {
  const { era, capabilities = {}, answer, timeoutMs = 10_000 } = options;
  const modern = eraOf(era) === 'modern';
  const waiting = new Map<number, (line: Line) => void>();
  const notifications: JsonObject[] = [];
  const mail = new Mailbox<JsonObject>();
  const serverRequests: JsonObject[] = [];

  const answerServer = (message: JsonObject): void => {
    serverRequests.push(message);
    const method = stringAt(message, 'method');
    const result = method === 'ping' ? {} : answer?.(method, objectAt(message, 'params'));
    const refusal = { error: { code: -32601, message: `Method not found: ${method}` } };
    proc.send({ jsonrpc: '2.0', id: message['id'], ...(result === undefined ? refusal : { result }) });
  };
  const detach = proc.onLine((line) => {
    const { message } = line;
    if (!isObject(message)) return;
    const { id } = message;
    if (typeof message['method'] === 'string') {
      if (id !== undefined) return answerServer(message);
      notifications.push(message);
      mail.put(message);
    } else if (typeof id === 'number') {
      waiting.get(id)?.(line);
      waiting.delete(id);
    }
  });

  const withMeta = (params: JsonObject, call: CallOptions): JsonObject => {
    const meta = {
      ...(modern ? modernMeta(era, capabilities) : {}),
      ...call.meta,
      ...objectAt(params, '_meta'),
      ...(call.progressToken === undefined ? {} : { progressToken: call.progressToken }),
    };
    return Object.keys(meta).length > 0 ? { ...params, _meta: meta } : params;
  };
  const begin: Client['begin'] = (method, params = {}, call = {}) => {
    const id = freshId();
    const limit = call.timeoutMs ?? timeoutMs;
    const line = new Promise<Line>((resolve) => {
      waiting.set(id, resolve);
    });
    const gone = proc.exited.then(({ code, signal }) => {
      throw new Error(
        `the server ended (code ${code}, signal ${signal}) before it answered ${method}: ${proc.stderr.slice(-2000)}`,
      );
    });
    gone.catch(() => undefined);
    const reply = within(
      Promise.race([line, gone]),
      limit,
      () => `no answer to ${method} in ${limit} ms`,
    ).then(toReply);
    reply.catch(() => undefined);
    proc.send({ jsonrpc: '2.0', id, method, params: withMeta(params, call) });
    return { id, reply };
  };
  const request: Client['request'] = (method, params, call) => begin(method, params, call).reply;
  const ask: Client['ask'] = async (method, params, call) => {
    const { result, error, raw } = await request(method, params, call);
    if (error !== undefined) throw new ReplyError(method, error);
    if (result === undefined) throw new Error(`${method}: neither result nor error: ${raw.slice(0, 500)}`);
    return result;
  };
  const notify: Client['notify'] = (method, params = {}) => {
    proc.send({ jsonrpc: '2.0', method, params: withMeta(params, {}) });
  };
  const pages = async (method: string, key: string): Promise<readonly JsonObject[]> => {
    const items: JsonObject[] = [];
    let cursor: unknown;
    for (let page = 0; page < 1000; page += 1) {
      const result = await ask(method, cursor === undefined ? {} : { cursor });
      items.push(...arrayAt(result, key).filter(isObject));
      cursor = result['nextCursor'];
      if (cursor === undefined) return items;
    }
    throw new Error(`${method}: more than 1000 pages`);
  };
  const call: Client['call'] = async (name, args = {}, callOptions) => {
    let extra: JsonObject = {};
    for (let round = 0; round < 10; round += 1) {
      const reply = await request('tools/call', { name, arguments: args, ...extra }, callOptions);
      if (reply.error !== undefined) throw new ReplyError(`tools/call ${name}`, reply.error);
      if (reply.result?.['resultType'] !== 'input_required') return toToolReply(reply);
      extra = answersTo(reply.result, answer);
    }
    throw new Error(`${name}: still asking after 10 rounds`);
  };

  const clientInfo = { name: 'harness', version: '1.0.0' };
  const opening = modern
    ? await ask('server/discover')
    : await ask('initialize', { protocolVersion: era, capabilities, clientInfo });
  if (!modern) notify('notifications/initialized');

  return {
    era,
    proc,
    opening,
    notifications,
    serverRequests,
    request,
    begin,
    notify,
    cancel: (id, reason) =>
      notify('notifications/cancelled', { requestId: id, ...(reason === undefined ? {} : { reason }) }),
    ask,
    discover: () => ask('server/discover', modern ? {} : { _meta: modernMeta('2026-07-28', capabilities) }),
    listTools: () => pages('tools/list', 'tools'),
    listResources: () => pages('resources/list', 'resources'),
    listResourceTemplates: () => pages('resources/templates/list', 'resourceTemplates'),
    listPrompts: () => pages('prompts/list', 'prompts'),
    call,
    read: async (uri) => arrayAt(await ask('resources/read', { uri }), 'contents').filter(isObject),
    getPrompt: (name, args = {}) => ask('prompts/get', { name, arguments: args }),
    complete: (ref, argument, chosen) =>
      ask('completion/complete', {
        ref,
        argument,
        ...(chosen === undefined ? {} : { context: { arguments: chosen } }),
      }),
    async nextNotification(method, wait = timeoutMs) {
      const { item, cancel } = mail.take((message) => message['method'] === method);
      return within(item, wait, () => `no ${method} in ${wait} ms`).finally(cancel);
    },
    detach,
  };
}
