// Which era a server speaks: every sign of it, and every way to be wrong.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClientError, connect } from '../../src/client/index.ts';
import { DISCOVERED, INITIALIZED, type Scripted, type Server, scripted } from '../fixtures/scripted.ts';

type Script = (method: string, server: Server) => void;

function server(script: Script): Scripted {
  return scripted((method, _params, given) => script(method, given));
}

function methods({ sent }: Scripted): unknown[] {
  return sent.map(({ method }) => method);
}

const LEGACY_OPENING = ['initialize', 'notifications/initialized'];

describe('auto', () => {
  it('takes a result of server/discover for modern, and knows the server by it', async () => {
    const transport = server((_, { reply }) => reply(DISCOVERED));
    const client = await connect({ transport });
    expect(client).toMatchObject({ era: 'modern', version: '2026-07-28' });
    expect(client.server).toEqual({
      era: 'modern',
      version: '2026-07-28',
      info: { name: 'scripted', version: '1' },
      capabilities: { tools: {} },
      instructions: 'be kind',
      supportedVersions: ['2026-07-28'],
    });
    expect(transport.sent).toEqual([
      {
        jsonrpc: '2.0',
        id: 1,
        method: 'server/discover',
        params: {
          _meta: {
            'io.modelcontextprotocol/protocolVersion': '2026-07-28',
            'io.modelcontextprotocol/clientCapabilities': {},
            'io.modelcontextprotocol/clientInfo': { name: 'plainmcp-client', version: '0' },
          },
        },
      },
    ]);
  });

  it.each([
    ['-32022 that lists 2026-07-28', -32022, { supported: ['2026-07-28'], requested: 'x' }],
    ['-32021', -32021, { requiredCapabilities: { sampling: {} } }],
    ['-32020', -32020, undefined],
  ])('takes the error %s for modern', async (_, code, data) => {
    const transport = server((_method, { fail }) => fail(code, 'no', data));
    expect(await connect({ transport })).toMatchObject({ era: 'modern', server: undefined });
    expect(methods(transport)).toEqual(['server/discover']);
  });

  it.each([
    ['method not found', -32601, undefined],
    ['invalid params', -32602, undefined],
    ['invalid request', -32600, undefined],
    ['a code of its own', -32000, undefined],
    ['-32022 that lists only what we do not speak', -32022, { supported: ['2031-01-01'] }],
  ])('falls back to initialize on %s', async (_, code, data) => {
    const transport = server((method, { fail, reply }) =>
      method === 'initialize' ? reply(INITIALIZED) : fail(code, 'no', data),
    );
    const client = await connect({ transport });
    expect(client).toMatchObject({ era: 'legacy', version: '2025-11-25' });
    expect(client.server?.info).toEqual({ name: 'scripted', version: '1' });
    expect(methods(transport)).toEqual(['server/discover', ...LEGACY_OPENING]);
  });

  it.each([
    ['is no DiscoverResult', { tools: [] }],
    ['does not list 2026-07-28', { ...DISCOVERED, supportedVersions: ['2031-01-01'] }],
  ])('falls back to initialize when the result %s', async (_, result) => {
    const transport = server((method, { reply }) => reply(method === 'initialize' ? INITIALIZED : result));
    expect(await connect({ transport })).toMatchObject({ era: 'legacy' });
  });

  it('starts a server again that the probe killed', async () => {
    const transport = server((method, { die, reply }) =>
      method === 'initialize' ? reply(INITIALIZED) : die(),
    );
    expect(await connect({ transport })).toMatchObject({ era: 'legacy' });
    expect(transport.opened()).toBe(2);
    expect(methods(transport)).toEqual(['server/discover', ...LEGACY_OPENING]);
  });

  it('starts a server again that answered the probe with an error and then died', async () => {
    const transport = server((method, { fail, die, reply, life }) => {
      if (method !== 'initialize') fail(-32600, 'expected initialize');
      else if (life === 1) die();
      else reply(INITIALIZED);
    });
    expect(await connect({ transport })).toMatchObject({ era: 'legacy' });
    expect(methods(transport)).toEqual(['server/discover', 'initialize', ...LEGACY_OPENING]);
  });

  it('gives up on a server that dies whatever it is sent', async () => {
    const transport = server((_, { die }) => die('out of memory'));
    await expect(connect({ transport })).rejects.toEqual(new ClientError('closed', 'out of memory'));
    expect(transport.opened()).toBe(2);
  });
});

describe('auto with a silent server', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('sends initialize as well after probeMs', async () => {
    const transport = server((method, { reply }) => method === 'initialize' && reply(INITIALIZED));
    const connecting = connect({ transport, probeMs: 700 });
    await vi.advanceTimersByTimeAsync(699);
    expect(methods(transport)).toEqual(['server/discover']);
    await vi.advanceTimersByTimeAsync(1);
    expect(await connecting).toMatchObject({ era: 'legacy' });
    expect(methods(transport)).toEqual(['server/discover', ...LEGACY_OPENING]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('still takes a late DiscoverResult, also when initialize was refused', async () => {
    const transport = server((method, { reply, fail }) => {
      if (method === 'server/discover') setTimeout(() => reply(DISCOVERED), 2000);
      else fail(-32022, 'this server speaks 2026-07-28');
    });
    const connecting = connect({ transport, probeMs: 700 });
    await vi.advanceTimersByTimeAsync(2000);
    expect(await connecting).toMatchObject({ era: 'modern' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('fails when nothing is ever answered, with the transport closed', async () => {
    const transport = server(() => {});
    const close = vi.spyOn(transport, 'close');
    const connecting = connect({ transport, probeMs: 700, timeoutMs: 5000 });
    const failed = expect(connecting).rejects.toMatchObject({ reason: 'timeout' });
    await vi.advanceTimersByTimeAsync(5700);
    await failed;
    expect(close).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a chosen era', () => {
  it.each(['modern', '2026-07-28'] as const)('%s sends nothing at first', async (era) => {
    const transport = server((_, { reply }) => reply(DISCOVERED));
    const client = await connect({ transport, era });
    expect(transport.sent).toEqual([]);
    expect(client.server).toBeUndefined();
    expect((await client.discover()).instructions).toBe('be kind');
    expect(client.server?.info?.name).toBe('scripted');
  });

  it.each([
    ['legacy', '2025-11-25'],
    ['2024-11-05', '2024-11-05'],
    ['2025-03-26', '2025-03-26'],
  ] as const)('%s shakes hands with %s', async (era, protocolVersion) => {
    const transport = server((_, { reply }) => reply({ ...INITIALIZED, protocolVersion }));
    const info = { name: 'mine', version: '2' };
    const client = await connect({ transport, era, info, capabilities: { roots: {} } });
    expect(client).toMatchObject({ era: 'legacy', version: protocolVersion });
    expect(transport.sent[0]).toMatchObject({
      method: 'initialize',
      params: { protocolVersion, capabilities: { roots: {} }, clientInfo: info },
    });
    expect(await client.discover()).toBe(client.server);
    expect(methods(transport)).toEqual(LEGACY_OPENING);
  });

  it('takes the older revision a server offers instead, and no unknown one', async () => {
    const offers = (protocolVersion: string): Scripted =>
      server((_, { reply }) => reply({ ...INITIALIZED, protocolVersion }));
    expect(await connect({ transport: offers('2025-03-26'), era: 'legacy' })).toMatchObject({
      version: '2025-03-26',
    });
    await expect(connect({ transport: offers('1999-01-01'), era: 'legacy' })).rejects.toMatchObject({
      reason: 'invalid',
      message: expect.stringContaining('"1999-01-01"'),
    });
  });
});
