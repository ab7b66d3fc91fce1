// Messages: what is refused, how each is classified, ids, batches.
import { MetaKey } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { at, Desk, LEGACY, MODERN, REVISIONS, turns } from '../support/desk.ts';
import { echo, simple, watched } from '../support/tools.ts';

const slow = simple('slow', async (ctx) => {
  await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve));
  return 'late';
});

const { app } = watched({ tools: [echo, slow], resources: [], prompts: [] });

const claim = { [MetaKey.version]: MODERN, [MetaKey.capabilities]: {} };

/** The answers to one text on a fresh connection. */
async function answers(text: string, version: string = MODERN): Promise<unknown[]> {
  const desk = new Desk(app, version);
  desk.send(text);
  await turns();
  return desk.messages;
}

describe('what is no message', () => {
  it.each([
    '{',
    '',
    'hello',
    '{"jsonrpc":"2.0","id":1,"method":"ping"',
    '[1,',
    '{"a":1}x',
    '\u0000',
    'undefined',
  ])('%j is -32700 without id', async (text) => {
    const [answer, ...more] = await answers(text);
    expect(answer).toEqual({ jsonrpc: '2.0', error: { code: -32700, message: expect.any(String) } });
    expect(more).toEqual([]);
  });

  it.each(['42', 'null', '"text"', 'true', '[]', '{}', '{"jsonrpc":"2.0"}'])(
    '%s is -32600 without id',
    async (text) => {
      const [answer, ...more] = await answers(text);
      expect(answer).toEqual({ jsonrpc: '2.0', error: { code: -32600, message: expect.any(String) } });
      expect(more).toEqual([]);
    },
  );

  it.each([
    '{"id":5,"method":"ping"}',
    '{"jsonrpc":"1.0","id":5,"method":"ping"}',
    '{"jsonrpc":"2.0","id":5,"method":7}',
    '{"jsonrpc":"2.0","id":5}',
    '{"jsonrpc":"2.0","id":5,"params":{}}',
  ])('%s is -32600 with its id', async (text) => {
    expect(await answers(text)).toEqual([
      { jsonrpc: '2.0', id: 5, error: { code: -32600, message: expect.any(String) } },
    ]);
  });

  it.each(['1.5', 'null', 'true', '[1]', '{}', '9007199254740993.5'])(
    'a request with id %s is -32600 without id',
    async (id) => {
      const [answer, ...more] = await answers(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`);
      expect(answer).toEqual({ jsonrpc: '2.0', error: { code: -32600, message: expect.any(String) } });
      expect(more).toEqual([]);
    },
  );

  it.each(['[1]', '"x"', '7', 'null'])('params %s are -32602', async (params) => {
    const [answer] = await answers(`{"jsonrpc":"2.0","id":1,"method":"tools/list","params":${params}}`);
    expect(answer).toMatchObject({ id: 1, error: { code: -32602 } });
  });

  it.each(['[1]', '"x"', '7', 'null'])('_meta %s is -32602', async (meta) => {
    const [answer] = await answers(
      `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":${meta}}}`,
    );
    expect(answer).toMatchObject({ id: 1, error: { code: -32602 } });
  });
});

describe('nesting', () => {
  it.each(['[', '{"a":'])('a million of %s is answered, not fatal', async (unit) => {
    const [answer] = await answers(unit.repeat(1_000_000));
    expect(at(answer, 'error', 'code')).toBe(-32600);
    expect(await answers('{"jsonrpc":"2.0","id":1,"method":"ping"}')).toHaveLength(1);
  });

  it('too deep arguments are refused with the id of the request, whatever else is called id', async () => {
    const deep = `${'{"id":'.repeat(5000)}1${'}'.repeat(5000)}`;
    const text = `{"jsonrpc":"2.0","params":{"name":"echo","arguments":${deep}},"id":9007199254740993,"method":"tools/call"}`;
    const desk = new Desk(app, '2025-11-25');
    desk.send(text);
    expect(desk.texts).toHaveLength(1);
    expect(desk.texts[0]).toContain('"id":9007199254740993,"error":{"code":-32600');
  });

  it('a thousand levels in a tool call still come to an answer', async () => {
    const deep = `${'['.repeat(990)}${']'.repeat(990)}`;
    const [answer] = await answers(
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"text":${deep}}}}`,
    );
    expect(at(answer, 'result', 'isError')).toBe(true);
  });
});

describe('classification, message by message', () => {
  it.each(LEGACY)('a request without a claim is legacy, also before initialize (%s)', async () => {
    const [answer] = await answers('{"jsonrpc":"2.0","id":1,"method":"tools/list"}');
    expect(at(answer, 'result', 'tools', 0, 'name')).toBe('echo');
    expect(at(answer, 'result')).not.toHaveProperty('resultType');
  });

  it.each(['2027-01-01', '2025-11-25', '', 'DRAFT'])(
    'the claim %j is -32022 with what is supported',
    async (version) => {
      const desk = new Desk(app, MODERN);
      desk.meta = { [MetaKey.version]: version };
      expect(await desk.error('tools/list')).toMatchObject({
        code: -32022,
        data: { supported: [MODERN], requested: version },
      });
      expect(await desk.error('no/such')).toMatchObject({ code: -32022 });
    },
  );

  it.each([
    { [MetaKey.version]: MODERN },
    { [MetaKey.version]: MODERN, [MetaKey.capabilities]: null },
    { [MetaKey.version]: MODERN, [MetaKey.capabilities]: [] },
    { [MetaKey.version]: 20260728, [MetaKey.capabilities]: {} },
    { ...claim, [MetaKey.logLevel]: 'loud' },
  ])('the metadata %j are -32602', async (meta) => {
    const [answer] = await answers(
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: meta } }),
    );
    expect(answer).toMatchObject({ id: 1, error: { code: -32602 } });
  });

  it('does not need clientInfo', async () => {
    expect(await new Desk(app, MODERN).result('tools/list')).toHaveProperty('resultType', 'complete');
  });

  it.each(['server/discover', 'subscriptions/listen'])(
    '%s without a claim names what is missing',
    async (method) => {
      const [answer] = await answers(JSON.stringify({ jsonrpc: '2.0', id: 1, method }));
      expect(answer).toMatchObject({ error: { code: -32602 } });
      expect(at(answer, 'error', 'message')).toContain(MetaKey.version);
      expect(at(answer, 'error', 'message')).toContain(MetaKey.capabilities);
    },
  );

  it.each(['initialize', 'ping', 'logging/setLevel', 'resources/subscribe', 'resources/unsubscribe'])(
    '%s with a claim is -32601',
    async (method) => {
      expect(await new Desk(app, MODERN).error(method, { protocolVersion: '2025-11-25' })).toMatchObject({
        code: -32601,
      });
    },
  );

  it('serves both eras on one connection, in any order', async () => {
    const desk = new Desk(app, MODERN);
    const legacy = { id: 'l', method: 'tools/list' };
    expect(await desk.result('server/discover')).toHaveProperty('supportedVersions', [MODERN]);
    desk.send(legacy);
    desk.send({ id: 'i', method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {} } });
    expect(await desk.result('tools/list')).toHaveProperty('ttlMs');
    desk.send({ id: 'p', method: 'ping' });
    const byId = (id: string): unknown => desk.messages.find((message) => message['id'] === id)?.['result'];
    expect(byId('l')).not.toHaveProperty('ttlMs');
    expect(byId('i')).toHaveProperty('protocolVersion', '2025-06-18');
    expect(byId('p')).toEqual({});
  });

  it.each(REVISIONS)('unknown methods are -32601 (%s)', async (version) => {
    for (const method of ['no/such', '__proto__', 'constructor', 'toString', 'completion/complete']) {
      expect(await new Desk(app, version).error(method)).toMatchObject({ code: -32601 });
    }
  });

  it.each(REVISIONS)('a capability that is not offered is -32601 (%s)', async (version) => {
    const bare = new Desk(watched({}).app, version);
    for (const method of [
      'tools/list',
      'tools/call',
      'resources/list',
      'resources/read',
      'prompts/list',
      'prompts/get',
    ]) {
      expect(await bare.error(method)).toMatchObject({ code: -32601 });
    }
  });
});

describe('notifications', () => {
  it.each(REVISIONS)('are never answered (%s)', async (version) => {
    const desk = new Desk(app, version);
    for (const method of [
      'notifications/none',
      'notifications/cancelled',
      'notifications/roots/list_changed',
      'tools/list',
      'x',
    ]) {
      for (const params of [
        undefined,
        {},
        [],
        null,
        { requestId: null },
        { requestId: {} },
        { requestId: 'nobody' },
      ]) {
        desk.send({ method, params });
      }
    }
    await turns();
    expect(desk.texts).toEqual([]);
  });

  it('responses nobody asked for are ignored', async () => {
    expect(await answers('{"jsonrpc":"2.0","id":1,"result":{}}')).toEqual([]);
    expect(await answers('{"jsonrpc":"2.0","id":"1","error":{"code":1,"message":"x"}}')).toEqual([]);
    expect(await answers('{"jsonrpc":"2.0","error":{"code":1,"message":"x"}}')).toEqual([]);
  });
});
