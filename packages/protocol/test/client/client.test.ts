// Every method of the client against the real dispatcher, in each revision.
import { describe, expect, it } from 'vitest';
import { type Client, type ConnectOptions, connect, memoryTransport } from '../../src/client/index.ts';
import { LEGACY_VERSIONS } from '../../src/versions.ts';
import { realApp } from '../fixtures/real-app.ts';
import { DISCOVERED, scripted } from '../fixtures/scripted.ts';
import { soon } from '../fixtures/streams.ts';

const ERAS = [...LEGACY_VERSIONS, '2026-07-28'] as const;

function open(options: Partial<ConnectOptions> = {}): Promise<Client> {
  return connect({ transport: memoryTransport(realApp().app), ...options });
}

describe.each(ERAS)('in %s', (era) => {
  const modern = era === '2026-07-28';

  it('knows the server', async () => {
    const client = await open({ era });
    expect(client).toMatchObject({ era: modern ? 'modern' : 'legacy', version: era });
    expect(await client.discover()).toMatchObject({
      info: { name: 'real', version: '1.0.0' },
      instructions: 'Be kind.',
      capabilities: { tools: {}, prompts: {} },
    });
  });

  it('lists everything, over all pages', async () => {
    const client = await open({ era });
    const tools = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['echo', 'count', 'greet', 'wait', 'a', 'b']);
    expect((await client.listResources()).map(({ uri }) => uri)).toEqual(['note://today']);
    expect((await client.listResourceTemplates()).map(({ uriTemplate }) => uriTemplate)).toEqual([
      'note://{day}',
    ]);
    expect(await client.listPrompts()).toMatchObject([
      { name: 'review', arguments: [{ name: 'file' }, { name: 'kind' }] },
    ]);
  });

  it('calls, reads, gets and completes', async () => {
    const client = await open({ era });
    expect(await client.callTool('echo', { text: 'é' })).toMatchObject({
      content: [{ type: 'text', text: 'é' }],
    });
    expect(await client.callTool('echo', {})).toMatchObject({ isError: true });
    expect(await client.readResource('note://today')).toMatchObject({ contents: [{ text: 'buy milk' }] });
    expect(await client.readResource('note://monday')).toMatchObject({
      contents: [{ text: 'nothing on monday' }],
    });
    expect(await client.getPrompt('review', { file: 'a.ts' })).toMatchObject({
      messages: [{ role: 'user', content: { type: 'text', text: 'Review a.ts' } }],
    });
    const day = { name: 'day', value: 't' };
    const template = { type: 'ref/resource', uri: 'note://{day}' } as const;
    expect(await client.complete(template, day)).toMatchObject({ values: ['tuesday'] });
    const file = { name: 'file', value: 'x' };
    const prompt = { type: 'ref/prompt', name: 'review' } as const;
    expect(await client.complete(prompt, file, { kind: 'md' })).toMatchObject({ values: ['x.md'] });
  });

  it('rejects with the errors of the server', async () => {
    const client = await open({ era });
    await expect(client.callTool('nothing')).rejects.toMatchObject({ name: 'ProtocolError', code: -32602 });
    await expect(client.request('no/such')).rejects.toMatchObject({ code: -32601 });
    await expect(client.readResource('other://x')).rejects.toMatchObject({ code: modern ? -32602 : -32002 });
  });

  it('reports progress, and log messages where they were asked for', async () => {
    const logs: unknown[] = [];
    const client = await open({
      era,
      onNotification: (method, { data }) => method === 'notifications/message' && logs.push(data),
    });
    if (!modern) await client.setLogLevel('info');
    const steps: unknown[] = [];
    const onProgress = (update: unknown): void => void steps.push(update);
    await client.callTool('count', {}, { onProgress, logLevel: 'info' });
    expect(steps).toEqual([1, 2, 3].map((progress) => expect.objectContaining({ progress, total: 3 })));
    expect(logs).toEqual(['counted 1', 'counted 2', 'counted 3']);
  });

  it('cancels', async () => {
    const client = await open({ era });
    const abort = new AbortController();
    const waiting = expect(client.callTool('wait', {}, { signal: abort.signal })).rejects.toMatchObject({
      reason: 'cancelled',
    });
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    await waiting;
    expect(await client.callTool('a')).toMatchObject({ content: [{ text: 'a' }] });
  });

  it('subscribes and unsubscribes', async () => {
    const { app, touch } = realApp();
    const client = await connect({ transport: memoryTransport(app), era });
    let updates = 0;
    const subscription = await client.subscribe('note://today', () => {
      updates += 1;
    });
    touch();
    await soon(() => updates).toBe(1);
    await subscription.close();
    await subscription.ended;
    touch();
    await client.callTool('a');
    expect(updates).toBe(1);
  });

  it('closes, and then refuses', async () => {
    const client = await open({ era });
    const waiting = expect(client.callTool('wait')).rejects.toMatchObject({ reason: 'closed' });
    expect(await client.close()).toBeUndefined();
    await waiting;
    await expect(client.listTools()).rejects.toMatchObject({ reason: 'closed' });
  });
});

describe.each(['2025-11-25', '2026-07-28'] as const)('questions in %s', (era) => {
  it('are answered by the handlers', async () => {
    const client = await open({
      era,
      onElicit: () => ({ action: 'accept', content: { name: 'Ada' } }),
      onSample: () => ({ role: 'assistant', content: { type: 'text', text: 'Hello' }, model: 'm' }),
      roots: [{ uri: 'file:///home' }],
    });
    expect(await client.callTool('greet')).toMatchObject({
      content: [{ text: 'Hello Ada of file:///home' }],
    });
  });

  it('may be declined', async () => {
    const client = await open({ era, onElicit: () => ({ action: 'decline' }) });
    expect(await client.callTool('greet')).toMatchObject({ content: [{ text: 'no name: decline' }] });
  });
});

describe('era by era', () => {
  it('auto finds the modern one', async () => {
    expect(await open()).toMatchObject({ era: 'modern', server: { instructions: 'Be kind.' } });
  });

  it('ping is answered in legacy and unknown in modern', async () => {
    await (await open({ era: 'legacy' })).ping();
    await expect((await open({ era: 'modern' })).ping()).rejects.toMatchObject({ code: -32601 });
  });

  it('meta goes along', async () => {
    const meta = { traceparent: '00-1', 'org.example/x': 1 };
    for (const era of ['legacy', 'modern'] as const) {
      const transport = scripted((method, _, { reply }) =>
        reply(
          method === 'initialize' ? { protocolVersion: '2025-11-25', capabilities: {} } : { content: [] },
        ),
      );
      const client = await connect({ transport, era });
      await client.callTool('x', {}, { meta });
      expect(transport.sent.at(-1)).toMatchObject({ params: { _meta: meta } });
    }
  });

  it('refuses pages that never end', async () => {
    const looping = scripted((_, __, { reply }) => reply({ tools: [], nextCursor: 'again' }));
    await expect((await connect({ transport: looping, era: 'modern' })).listTools()).rejects.toMatchObject({
      message: expect.stringContaining('the pages do not end'),
    });
    expect(looping.sent).toHaveLength(2);
  });

  it('takes an empty text for a cursor', async () => {
    const transport = scripted((_, { cursor }, { reply }) =>
      reply(
        cursor === undefined ? { tools: [], nextCursor: '' } : { tools: [{ name: 'x', inputSchema: {} }] },
      ),
    );
    expect(await (await connect({ transport, era: 'modern' })).listTools()).toHaveLength(1);
  });

  it('refuses requests of a modern server', async () => {
    const transport = scripted((_, __, { push, reply }) => {
      push({ id: 'q', method: 'ping' });
      setTimeout(() => reply(DISCOVERED), 1);
    });
    const client = await connect({ transport, era: 'modern' });
    await client.discover();
    expect(transport.sent.find(({ id }) => id === 'q')).toMatchObject({ error: { code: -32601 } });
  });
});
