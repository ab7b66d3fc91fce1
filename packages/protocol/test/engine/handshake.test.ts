// initialize, server/discover, ping and logging/setLevel.
import { describe, expect, it } from 'vitest';
import { at, Desk, LEGACY, type Message, MODERN } from '../support/desk.ts';
import { echo, simple, watched } from '../support/tools.ts';

const icons = [{ src: 'https://example.com/i.png' }];
const client = simple('client', (ctx) => JSON.stringify(ctx.client));
const { app } = watched({
  title: 'Test server',
  instructions: 'Be brief.',
  websiteUrl: 'https://example.com',
  icons,
  tools: [echo, client],
  extensions: { 'com.example/x': { on: true } },
});

function initialize(params: unknown): Message {
  const desk = new Desk(app, MODERN);
  desk.send({ id: 1, method: 'initialize', params });
  return desk.messages[0] ?? {};
}

describe('initialize', () => {
  it.each(LEGACY)('echoes %s and says no more than it knows', (protocolVersion) => {
    const { result } = initialize({
      protocolVersion,
      capabilities: {},
      clientInfo: { name: 'x', version: '1' },
    });
    const titled = protocolVersion >= '2025-06-18' ? { title: 'Test server' } : {};
    const shown = protocolVersion >= '2025-11-25' ? { websiteUrl: 'https://example.com', icons } : {};
    expect(result).toEqual({
      protocolVersion,
      capabilities: { tools: { listChanged: true }, logging: {} },
      serverInfo: { name: 'test', version: '1.0', ...titled, ...shown },
      instructions: 'Be brief.',
    });
  });

  it.each(['1999-01-01', '2026-07-28', 'x', ''])(
    'answers the unknown revision %j with our latest',
    (protocolVersion) => {
      expect(at(initialize({ protocolVersion, capabilities: {} }), 'result', 'protocolVersion')).toBe(
        '2025-11-25',
      );
    },
  );

  it.each([undefined, {}, { protocolVersion: 1 }, { protocolVersion: null }])(
    'refuses params %j',
    (params) => {
      expect(at(initialize(params), 'error', 'code')).toBe(-32602);
    },
  );

  it('tells handlers who the client is', async () => {
    const desk = new Desk(app, '2025-06-18', { roots: {} });
    expect(JSON.parse(String(at(await desk.call('client'), 'content', 0, 'text')))).toEqual({
      info: { name: 'desk', version: '1.0' },
      capabilities: { roots: {} },
      era: 'legacy',
      version: '2025-06-18',
    });
  });

  it('may be repeated', async () => {
    const desk = new Desk(app, '2025-06-18');
    desk.send({ id: 2, method: 'initialize', params: { protocolVersion: '2024-11-05' } });
    expect(at(await desk.result('tools/list'), 'tools', 0)).not.toHaveProperty('title');
  });

  it('survives odd capabilities and client info', () => {
    const odd = { protocolVersion: '2025-11-25', capabilities: 7, clientInfo: { name: 1 } };
    expect(initialize(odd)).toHaveProperty('result');
  });
});

describe('server/discover', () => {
  it('says what is supported, for how long, and who answers', async () => {
    expect(await new Desk(app, MODERN).result('server/discover')).toEqual({
      supportedVersions: [MODERN],
      capabilities: {
        tools: { listChanged: true },
        logging: {},
        extensions: { 'com.example/x': { on: true } },
      },
      instructions: 'Be brief.',
      ttlMs: 3_600_000,
      cacheScope: 'public',
      resultType: 'complete',
      _meta: {
        'io.modelcontextprotocol/serverInfo': {
          name: 'test',
          version: '1.0',
          title: 'Test server',
          websiteUrl: 'https://example.com',
          icons,
        },
      },
    });
  });

  it('changes nothing: what was legacy stays legacy', async () => {
    const desk = new Desk(app, '2024-11-05');
    const before = await desk.result('tools/list');
    const meta = {
      'io.modelcontextprotocol/protocolVersion': MODERN,
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    desk.send({ id: 'd', method: 'server/discover', params: { _meta: meta } });
    expect(await desk.result('tools/list')).toEqual(before);
  });
});

describe('logging/setLevel and ping', () => {
  it.each(LEGACY)('answer emptily (%s)', async (version) => {
    const desk = new Desk(app, version);
    expect(await desk.result('logging/setLevel', { level: 'warning' })).toEqual({});
    expect(await desk.result('ping')).toEqual({});
  });

  it.each([undefined, 'loud', 3, null])('the level %j is -32602', async (level) => {
    expect(await new Desk(app, '2025-11-25').error('logging/setLevel', { level })).toMatchObject({
      code: -32602,
    });
  });
});
