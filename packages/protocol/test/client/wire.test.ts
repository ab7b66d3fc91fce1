// Requests and answers: ids, errors, time limits, progress, cancellation, and what the server may ask.
import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Client, type ConnectOptions, connect } from '../../src/client/index.ts';
import { ProtocolError } from '../../src/errors.ts';
import { INITIALIZED, type Scripted, scripted } from '../fixtures/scripted.ts';
import { turns } from '../fixtures/streams.ts';

interface Opened {
  readonly client: Client;
  readonly transport: Scripted;
}

async function open(
  handle: Parameters<typeof scripted>[0] = () => {},
  options: Partial<ConnectOptions> = {},
): Promise<Opened> {
  const transport = scripted((method, params, server) => {
    if (method === 'initialize') server.reply(INITIALIZED);
    else handle(method, params, server);
  });
  const client = await connect({ transport, era: 'legacy', ...options });
  transport.sent.length = 0;
  return { client, transport };
}

describe('answers', () => {
  it('find their request in any order, and ids never repeat', async () => {
    const waiting: (() => void)[] = [];
    const { client, transport } = await open((_, { n }, { reply }) => waiting.push(() => reply({ n })));
    const all = [1, 2, 3].map((n) => client.request('x', { n }));
    await Promise.resolve();
    for (const answer of waiting.reverse()) answer();
    expect(await Promise.all(all)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(new Set(transport.sent.map(({ id }) => id)).size).toBe(3);
  });

  it('with an error reject with its code, message and data', async () => {
    const { client } = await open((_, __, { fail }) => fail(-32602, 'no such tool', { name: 'x' }));
    const error: unknown = await client.request('x').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ code: -32602, message: 'no such tool', data: { name: 'x' } });
  });

  it('may come in a batch', async () => {
    const { client, transport } = await open((_, __, { push }) => {
      const ids = transport.sent.map(({ id }) => id);
      if (ids.length === 2) push(JSON.stringify(ids.map((id) => ({ jsonrpc: '2.0', id, result: { id } }))));
    });
    const [a, b] = await Promise.all([client.request('a'), client.request('b')]);
    expect([a.id, b.id]).toEqual(transport.sent.map(({ id }) => id));
  });

  it('to nobody are ignored; what is no message is garbage', async () => {
    const garbage: string[] = [];
    const { client } = await open(
      (_, __, { push, reply }) => {
        push({ id: 999, result: {} });
        push('Server listening on stdio');
        push('{"id":1}');
        push('{"jsonrpc":"2.0"}');
        push({ error: { code: -32700, message: 'Parse error' } });
        reply({});
      },
      { onGarbage: (text) => garbage.push(text) },
    );
    await client.request('x');
    expect(garbage).toEqual([
      'Server listening on stdio',
      '{"id":1}',
      '{"jsonrpc":"2.0"}',
      '{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"}}',
    ]);
  });

  it('do not come when the server dies, and nothing can be sent after', async () => {
    const { client } = await open((_, __, { die }) => die('exited with 3'));
    await expect(client.request('x')).rejects.toMatchObject({ reason: 'closed', message: 'exited with 3' });
    await expect(client.request('y')).rejects.toMatchObject({
      reason: 'closed',
      message: 'y: exited with 3',
    });
  });

  it('do not come after close', async () => {
    const { client } = await open();
    const pending = client.request('x');
    const failed = expect(pending).rejects.toMatchObject({ reason: 'closed' });
    expect(await client.close()).toBe(0);
    await failed;
  });
});

describe('cancellation', () => {
  it('tells the server, rejects, and ignores a late answer', async () => {
    let late: () => void = () => {};
    const { client, transport } = await open((_, __, { reply }) => {
      late = () => reply({ late: true });
    });
    const abort = new AbortController();
    const pending = client.request('x', {}, { signal: abort.signal });
    const failed = expect(pending).rejects.toMatchObject({ reason: 'cancelled', cause: 'changed my mind' });
    await Promise.resolve();
    abort.abort('changed my mind');
    await failed;
    late();
    const [{ id } = {}] = transport.sent;
    expect(transport.sent[1]).toMatchObject({ method: 'notifications/cancelled', params: { requestId: id } });
    abort.abort();
    expect(transport.sent).toHaveLength(2);
  });

  it('before the request sends nothing', async () => {
    const { client, transport } = await open();
    const failed = client.request('x', {}, { signal: AbortSignal.abort() });
    await expect(failed).rejects.toMatchObject({ reason: 'cancelled' });
    expect(transport.sent).toEqual([]);
  });

  it('after the answer does nothing', async () => {
    const { client, transport } = await open((_, __, { reply }) => reply({}));
    const abort = new AbortController();
    await client.request('x', {}, { signal: abort.signal });
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
    abort.abort();
    expect(transport.sent).toHaveLength(1);
  });
});

describe('time limits', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('end a request and tell the server', async () => {
    const { client, transport } = await open(() => {}, { timeoutMs: 1000 });
    const failed = expect(client.request('x')).rejects.toMatchObject({ reason: 'timeout' });
    await vi.advanceTimersByTimeAsync(1000);
    await failed;
    expect(transport.sent[1]).toMatchObject({ method: 'notifications/cancelled' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('start again with progress, up to a hard maximum', async () => {
    const { client, transport } = await open(() => {}, { timeoutMs: 1000, maxTimeoutMs: 2500 });
    const seen: unknown[] = [];
    const pending = client.request('x', { _meta: { a: 1 } }, { onProgress: (update) => seen.push(update) });
    const failed = expect(pending).rejects.toMatchObject({ reason: 'timeout' });
    const [{ id, params } = {}] = transport.sent;
    expect(params).toEqual({ _meta: { a: 1, progressToken: id } });
    let over = false;
    void pending.catch(() => {
      over = true;
    });
    for (let step = 1; step <= 3; step += 1) {
      await vi.advanceTimersByTimeAsync(800);
      expect(over).toBe(false);
      transport.push({
        method: 'notifications/progress',
        params: { progressToken: id, progress: step, total: 9 },
      });
      await vi.advanceTimersByTimeAsync(0);
    }
    await vi.advanceTimersByTimeAsync(100);
    await failed;
    expect(seen).toEqual([1, 2, 3].map((progress) => expect.objectContaining({ progress, total: 9 })));
  });

  it('can be set for one request', async () => {
    const { client } = await open(() => {}, { timeoutMs: 1000 });
    const failed = expect(client.request('x', {}, { timeoutMs: 10 })).rejects.toMatchObject({
      reason: 'timeout',
    });
    await vi.advanceTimersByTimeAsync(10);
    await failed;
  });
});

describe('notifications', () => {
  it('all reach onNotification', async () => {
    const seen: unknown[] = [];
    const { client } = await open(
      (_, __, { push, reply }) => {
        push({ method: 'notifications/message', params: { level: 'info', data: 'x' } });
        push({ method: 'notifications/tools/list_changed' });
        reply({});
      },
      { onNotification: (method, params) => seen.push([method, params]) },
    );
    await client.request('x');
    expect(seen).toEqual([
      ['notifications/message', { level: 'info', data: 'x' }],
      ['notifications/tools/list_changed', {}],
    ]);
  });

  it('go out without an id', async () => {
    const { client, transport } = await open();
    client.notify('notifications/roots/list_changed');
    expect(transport.sent).toEqual([{ jsonrpc: '2.0', method: 'notifications/roots/list_changed' }]);
  });
});

describe('requests of a legacy server', () => {
  async function ask(method: string, params: object, options: Partial<ConnectOptions>): Promise<unknown> {
    const { client, transport } = await open((_, __, { push, reply }) => {
      push({ id: 'q', method, params });
      setTimeout(() => reply({}), 1);
    }, options);
    await client.request('x');
    const { id: _id, jsonrpc: _jsonrpc, ...answer } = transport.sent.find(({ id }) => id === 'q') ?? {};
    return answer;
  }

  it('are answered where there is a handler', async () => {
    expect(await ask('ping', {}, {})).toEqual({ result: {} });
    const roots = [{ uri: 'file:///a', name: 'a' }];
    expect(await ask('roots/list', {}, { roots })).toEqual({ result: { roots } });
    const sample = { role: 'assistant', content: { type: 'text', text: 'hi' }, model: 'm' } as const;
    expect(await ask('sampling/createMessage', { maxTokens: 1 }, { onSample: () => sample })).toEqual({
      result: sample,
    });
    const onElicit: ConnectOptions['onElicit'] = (request) => ({ action: 'accept', content: { ...request } });
    const form = { message: 'Name?', requestedSchema: { type: 'object' } };
    expect(await ask('elicitation/create', form, { onElicit })).toEqual({
      result: { action: 'accept', content: { mode: 'form', ...form } },
    });
    const url = { mode: 'url', message: 'Sign in', url: 'https://example.com/' };
    expect(await ask('elicitation/create', url, { onElicit })).toEqual({
      result: { action: 'accept', content: url },
    });
  });

  it('are refused where nothing was declared', async () => {
    const refused = { error: { code: -32601, message: expect.stringContaining('does not offer') } };
    const onElicit: ConnectOptions['onElicit'] = () => ({ action: 'decline' });
    const form = { message: 'Name?', requestedSchema: {} };
    const url = { mode: 'url', message: 'Sign in', url: 'https://example.com/' };
    expect(await ask('roots/list', {}, {})).toEqual(refused);
    expect(await ask('sampling/createMessage', {}, {})).toEqual(refused);
    expect(await ask('elicitation/create', form, {})).toEqual(refused);
    expect(await ask('elicitation/create', form, { onElicit, capabilities: {} })).toEqual(refused);
    expect(await ask('elicitation/create', url, { onElicit, capabilities: { elicitation: {} } })).toEqual(
      refused,
    );
    expect(await ask('elicitation/create', form, { onElicit, capabilities: { elicitation: {} } })).toEqual({
      result: { action: 'decline' },
    });
    expect(await ask('tasks/list', {}, {})).toEqual(refused);
  });

  it('get an error when the question is malformed or the handler fails', async () => {
    const onElicit: ConnectOptions['onElicit'] = () => {
      throw new Error('no screen');
    };
    expect(await ask('elicitation/create', { message: 'x' }, { onElicit })).toMatchObject({
      error: { code: -32602 },
    });
    expect(await ask('elicitation/create', { message: 'x', requestedSchema: {} }, { onElicit })).toEqual({
      error: { code: -32603, message: 'no screen' },
    });
  });

  it('are not answered once the server has cancelled them', async () => {
    let asked: AbortSignal | undefined;
    let give: () => void = () => {};
    const { client, transport } = await open(
      (_, __, { push, reply }) => {
        push({ id: 'q', method: 'elicitation/create', params: { message: 'x', requestedSchema: {} } });
        push({ method: 'notifications/cancelled', params: { requestId: 'q' } });
        setTimeout(() => reply({}), 1);
      },
      {
        onElicit: (_request, signal) => {
          asked = signal;
          return new Promise((resolve) => {
            give = () => resolve({ action: 'decline' });
          });
        },
      },
    );
    await client.request('x');
    expect(asked?.aborted).toBe(true);
    give();
    await turns();
    expect(transport.sent).toHaveLength(1);
  });
});
