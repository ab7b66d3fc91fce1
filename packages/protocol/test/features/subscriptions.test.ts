// Change notifications in both eras.
import { resource, resourceTemplate, ToolError } from '@plainmcp/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { at, Desk, LEGACY, MODERN } from '../support/desk.ts';
import { echo, gate, type Watched, watched } from '../support/tools.ts';

interface Live extends Watched {
  /** The resource has changed. */
  readonly change: (uri: string) => void;
  readonly open: Set<string>;
  /** How often anything was watched. */
  readonly watches: string[];
}

function live(): Live {
  const changed = new Map<string, () => void>();
  const open = new Set<string>();
  const watches: string[] = [];
  const watch = (uri: string, tell: () => void): (() => void) => {
    changed.set(uri, tell);
    open.add(uri);
    watches.push(uri);
    return () => open.delete(uri);
  };
  const read = (): string => 'x';
  const server = watched({
    tools: [echo],
    prompts: [],
    resources: [
      resource({ uri: 'test://live', name: 'live', read, watch }),
      resource({ uri: 'test://still', name: 'still', read }),
      resource({
        uri: 'test://broken',
        name: 'broken',
        read,
        watch: () => Promise.reject(new ToolError('No more watches.')),
      }),
      resource({
        uri: 'test://bug',
        name: 'bug',
        read,
        watch: () => {
          throw new Error('bug');
        },
      }),
    ],
    resourceTemplates: [
      resourceTemplate({
        uriTemplate: 'test://items/{id}',
        name: 'items',
        read,
        watch: async (...args) => watch(...args),
      }),
    ],
  });
  return { ...server, open, watches, change: (uri) => changed.get(uri)?.() };
}

const tag = 'io.modelcontextprotocol/subscriptionId';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets watches be set up and bursts of changes settle. */
const settle = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(100);
};

describe.each(LEGACY)('resources/subscribe in %s', (version) => {
  it('tells of changes until unsubscribe, bursts as one', async () => {
    const server = live();
    const desk = new Desk(server.app, version);
    for (const uri of ['test://live', 'test://items/7', 'test://live']) {
      expect(await desk.result('resources/subscribe', { uri })).toEqual({});
    }
    expect(server.watches).toEqual(['test://live', 'test://items/7']);
    desk.texts.length = 0;
    for (let n = 0; n < 5; n += 1) server.change('test://live');
    server.change('test://items/7');
    await settle();
    expect(desk.messages).toEqual([
      { jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri: 'test://live' } },
      { jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri: 'test://items/7' } },
    ]);
    server.change('test://live');
    await settle();
    expect(desk.texts).toHaveLength(3);
    expect(await desk.result('resources/unsubscribe', { uri: 'test://live' })).toEqual({});
    expect(await desk.result('resources/unsubscribe', { uri: 'test://never' })).toEqual({});
    server.change('test://live');
    await settle();
    expect(desk.heard('notifications/resources/updated')).toHaveLength(3);
    expect([...server.open]).toEqual(['test://items/7']);
  });

  it('refuses what does not exist, cannot be watched, or fails', async () => {
    const server = live();
    const desk = new Desk(server.app, version);
    const fail = (uri: unknown): Promise<unknown> => desk.error('resources/subscribe', { uri });
    expect(await fail('test://none')).toMatchObject({ code: -32002, data: { uri: 'test://none' } });
    expect(await fail('test://still')).toMatchObject({ code: -32602 });
    expect(await fail(5)).toMatchObject({ code: -32602 });
    expect(await fail('test://broken')).toMatchObject({ code: -32603, message: 'No more watches.' });
    expect(await fail('test://broken')).toMatchObject({ code: -32603 });
    expect(await fail('test://bug')).toMatchObject({ code: -32603 });
    expect(server.bugs).toHaveLength(1);
  });

  it('is not offered where nothing can be watched', async () => {
    const desk = new Desk(watched({ resources: [] }).app, version);
    for (const method of ['resources/subscribe', 'resources/unsubscribe']) {
      expect(await desk.error(method, { uri: 'test://x' })).toMatchObject({ code: -32601 });
    }
  });

  it('ends with the connection', async () => {
    const server = live();
    const desk = new Desk(server.app, version);
    await desk.result('resources/subscribe', { uri: 'test://live' });
    server.change('test://live');
    await desk.connection.close();
    await settle();
    server.change('test://live');
    await settle();
    expect(desk.heard('notifications/resources/updated')).toEqual([]);
    expect(server.open.size).toBe(0);
  });
});

describe('subscriptions/listen', () => {
  const listen = (desk: Desk, notifications: object): number =>
    desk.begin('subscriptions/listen', { notifications });

  it('acknowledges first, with what it honours, and tags each message', async () => {
    const server = live();
    const desk = new Desk(server.app, MODERN);
    const uris = [
      'test://live',
      'test://still',
      'test://none',
      'test://broken',
      'test://items/1',
      'test://live',
    ];
    const id = listen(desk, {
      toolsListChanged: true,
      promptsListChanged: false,
      resourceSubscriptions: uris,
      taskIds: ['x'],
    });
    server.app.update({ tools: [] });
    server.change('test://live');
    await settle();
    const _meta = { [tag]: id };
    expect(desk.messages).toEqual([
      {
        jsonrpc: '2.0',
        method: 'notifications/subscriptions/acknowledged',
        params: {
          _meta,
          notifications: { toolsListChanged: true, resourceSubscriptions: ['test://live', 'test://items/1'] },
        },
      },
      { jsonrpc: '2.0', method: 'notifications/tools/list_changed', params: { _meta } },
      { jsonrpc: '2.0', method: 'notifications/resources/updated', params: { _meta, uri: 'test://live' } },
    ]);
    server.app.update({ prompts: [], resources: [] });
    await settle();
    expect(desk.texts).toHaveLength(3);
  });

  it('several are open at once, each with its id, big and textual ones too', () => {
    const server = live();
    const desk = new Desk(server.app, MODERN);
    const meta = JSON.stringify(desk.claim);
    for (const id of ['9007199254740993', '"a\\"b"']) {
      desk.send(
        `{"jsonrpc":"2.0","id":${id},"method":"subscriptions/listen","params":{"_meta":${meta},"notifications":{"toolsListChanged":true}}}`,
      );
    }
    listen(desk, { resourcesListChanged: true });
    server.app.update({ tools: [] });
    const told = desk.texts.filter((text) => text.includes('tools/list_changed'));
    expect(told.map((text) => text.slice(text.indexOf(tag) + tag.length))).toEqual([
      '":9007199254740993}}}',
      '":"a\\"b"}}}',
    ]);
    expect(desk.heard('notifications/resources/list_changed')).toEqual([]);
  });

  it('honours nothing that is not offered', () => {
    const desk = new Desk(watched({ tools: [] }).app, MODERN);
    listen(desk, { toolsListChanged: true, promptsListChanged: true, resourcesListChanged: true });
    expect(at(desk.messages[0], 'params', 'notifications')).toEqual({ toolsListChanged: true });
  });

  it('is in flight as to its id, but holds up nobody', async () => {
    const desk = new Desk(live().app, MODERN);
    const id = listen(desk, {});
    desk.send({ id, method: 'tools/list', params: { _meta: desk.claim } });
    expect(at(desk.messages.at(-1), 'error', 'code')).toBe(-32600);
    expect(desk.connection.inFlight).toBe(0);
    await desk.connection.idle();
  });

  it('ends by cancellation: nothing more comes, and the id is free', async () => {
    const server = live();
    const desk = new Desk(server.app, MODERN);
    const id = listen(desk, { toolsListChanged: true, resourceSubscriptions: ['test://live'] });
    await settle();
    server.change('test://live');
    desk.cancel(id);
    server.app.update({ tools: [] });
    await settle();
    expect(desk.texts).toHaveLength(1);
    expect(server.open.size).toBe(0);
    desk.send({ id, method: 'tools/list', params: { _meta: desk.claim } });
    expect(desk.messages.at(-1)).toHaveProperty('result');
  });

  it('cancelled while watches are set up leaves none behind', async () => {
    const opened = gate();
    let stopped = 0;
    const slow = resource({
      uri: 'test://slow',
      name: 'slow',
      read: () => 'x',
      watch: async () => {
        await opened.opened;
        return () => {
          stopped += 1;
        };
      },
    });
    const desk = new Desk(watched({ resources: [slow] }).app, MODERN);
    desk.cancel(listen(desk, { resourceSubscriptions: ['test://slow', 'test://slow/2'] }));
    opened.open();
    await settle();
    expect(stopped).toBe(1);
    expect(desk.texts).toEqual([]);
  });

  it('ended by us: the notification, then the result', async () => {
    const server = live();
    const desk = new Desk(server.app, MODERN);
    const id = listen(desk, { resourceSubscriptions: ['test://live'] });
    await settle();
    desk.texts.length = 0;
    await desk.connection.close('the server stops');
    expect(desk.messages).toEqual([
      {
        jsonrpc: '2.0',
        method: 'notifications/cancelled',
        params: { requestId: id, reason: 'the server stops' },
      },
      {
        jsonrpc: '2.0',
        id,
        result: {
          resultType: 'complete',
          _meta: { [tag]: id, 'io.modelcontextprotocol/serverInfo': { name: 'test', version: '1.0' } },
        },
      },
    ]);
    expect(server.open.size).toBe(0);
  });

  it.each([
    {},
    { notifications: null },
    { notifications: [] },
    { notifications: { toolsListChanged: 'yes' } },
    { notifications: { resourceSubscriptions: 'test://live' } },
    { notifications: { resourceSubscriptions: [5] } },
    { notifications: { resourceSubscriptions: Array(1001).fill('test://live') } },
  ])('the filter %j is -32602', async (params) => {
    const desk = new Desk(live().app, MODERN);
    expect(await desk.error('subscriptions/listen', params)).toMatchObject({ code: -32602 });
  });

  it('a hundred at most are open', async () => {
    const desk = new Desk(live().app, MODERN);
    for (let n = 0; n < 100; n += 1) listen(desk, {});
    expect(await desk.error('subscriptions/listen', { notifications: {} })).toMatchObject({ code: -32603 });
  });
});
