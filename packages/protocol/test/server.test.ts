// server(): options, capabilities, update.
import { prompt, resource, resourceTemplate, server } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { at, Desk, LEGACY, MODERN, REVISIONS } from './support/desk.ts';
import { echo, simple, watched } from './support/tools.ts';

const about = { name: 'test', version: '1.0' };
const page = resource({ uri: 'test://a', name: 'a', read: () => 'x' });
const any = resourceTemplate({ uriTemplate: 'test://{x}', name: 'any', read: () => 'x' });
const ask = prompt({ name: 'ask', render: () => 'x' });

describe('server', () => {
  it('refuses duplicates', () => {
    expect(() => server({ ...about, tools: [echo, echo] })).toThrow(/Two tools are called "echo"/);
    expect(() => server({ ...about, resources: [page, page] })).toThrow(TypeError);
    expect(() => server({ ...about, resourceTemplates: [any, any] })).toThrow(TypeError);
    expect(() => server({ ...about, prompts: [ask, ask] })).toThrow(TypeError);
  });

  it('refuses names that were not made by tool()', () => {
    for (const name of ['__proto__', 'constructor', 'A-b']) {
      expect(() => server({ ...about, tools: [{ ...echo, name }] })).toThrow(TypeError);
    }
  });

  it.each([
    { pageSize: 0 },
    { pageSize: 1.5 },
    { maxInFlight: 0 },
    { timeoutMs: -1 },
    { listTtlMs: -1 },
    { maxResultBytes: 1 },
    { sealKey: 'short' },
    { listTtlMs: Number.NaN },
  ])('refuses %j', (options) => {
    expect(() => server({ ...about, ...options })).toThrow(TypeError);
  });

  it('shows its definitions, frozen, to tests and generators', () => {
    const tools = [echo];
    const app = server({ ...about, title: 'T', tools, prompts: [ask], instructions: 'Hello.' });
    tools.push(simple('late', () => 'x'));
    expect(app.info).toEqual({ ...about, title: 'T' });
    expect(app.instructions).toBe('Hello.');
    expect(app.tools.map((tool) => tool.name)).toEqual(['echo']);
    expect([app.resources, app.resourceTemplates]).toEqual([[], []]);
    expect(app.prompts).toHaveLength(1);
    for (const value of [app, app.info, app.tools, app.prompts]) expect(Object.isFrozen(value)).toBe(true);
  });

  it.each(REVISIONS)('declares exactly what it was given (%s)', async (version) => {
    const declared = async (options: object): Promise<unknown> => {
      const { app } = watched(options);
      const desk = new Desk(app, version);
      if (desk.modern) return at(await desk.result('server/discover'), 'capabilities');
      desk.send({ id: 'again', method: 'initialize', params: { protocolVersion: version } });
      return at(desk.messages[0], 'result', 'capabilities');
    };
    const changes = { listChanged: true };
    expect(await declared({})).toEqual({ logging: {} });
    expect(await declared({ tools: [] })).toEqual({ logging: {}, tools: changes });
    expect(await declared({ resources: [], prompts: [] })).toEqual({
      logging: {},
      resources: changes,
      prompts: changes,
    });
    expect(await declared({ resourceTemplates: [any] })).toEqual({ logging: {}, resources: changes });
    const complete = prompt({ name: 'c', arguments: { a: { complete: () => [] } }, render: () => 'x' });
    expect(await declared({ prompts: [complete] })).toEqual({
      logging: {},
      prompts: changes,
      completions: {},
    });
    const live = resource({ uri: 'test://b', name: 'b', read: () => 'x', watch: () => () => undefined });
    expect(await declared({ resources: [live] })).toEqual({
      logging: {},
      resources: { subscribe: true, ...changes },
    });
  });
});

describe('update', () => {
  const other = simple('other', () => 'x');

  it('swaps lists in both eras and forgets what was serialised', async () => {
    const { app } = watched({ tools: [echo], resources: [], resourceTemplates: [], prompts: [] });
    const desks = REVISIONS.map((version) => new Desk(app, version));
    const names = async (desk: Desk): Promise<unknown> =>
      at(await desk.result('tools/list'), 'tools', 0, 'name');
    for (const desk of desks) expect(await names(desk)).toBe('echo');
    app.update({ tools: [other] });
    for (const desk of desks) expect(await names(desk)).toBe('other');
    expect(app.tools).toEqual([other]);
    for (const desk of desks)
      expect(await desk.error('tools/call', { name: 'echo' })).toMatchObject({ code: -32602 });
  });

  it.each(LEGACY)('tells legacy clients what changed, after initialized only (%s)', async (version) => {
    const { app } = watched({ tools: [echo], resources: [], resourceTemplates: [], prompts: [] });
    const ready = new Desk(app, version);
    const early = new Desk(app, MODERN);
    early.send({ id: 1, method: 'initialize', params: { protocolVersion: version } });
    early.texts.length = 0;
    app.update({ tools: [other] });
    app.update({ resources: [page], resourceTemplates: [any] });
    app.update({ prompts: [ask] });
    expect(ready.messages).toEqual([
      { jsonrpc: '2.0', method: 'notifications/tools/list_changed' },
      { jsonrpc: '2.0', method: 'notifications/resources/list_changed' },
      { jsonrpc: '2.0', method: 'notifications/prompts/list_changed' },
    ]);
    expect(early.texts).toEqual([]);
    ready.send({ id: 2, method: 'initialize', params: { protocolVersion: version } });
    ready.texts.length = 0;
    app.update({ prompts: [] });
    expect(ready.texts).toEqual([]);
    early.send({ method: 'notifications/initialized' });
    app.update({ tools: [] });
    expect(early.messages).toHaveLength(1);
  });

  it('says nothing to connections that are closed', async () => {
    const { app } = watched({ tools: [] });
    const desk = new Desk(app, '2025-11-25');
    await desk.connection.close();
    app.update({ tools: [echo] });
    expect(desk.texts).toEqual([]);
  });

  it('changes nothing when it is refused', () => {
    const { app } = watched({ tools: [echo] });
    expect(() => app.update({ tools: [other, other] })).toThrow(TypeError);
    expect(() => app.update({ tools: [other], prompts: [] })).toThrow(/prompts/);
    expect(app.tools).toEqual([echo]);
  });

  it('keeps capabilities up to date', async () => {
    const { app } = watched({ prompts: [] });
    const desk = new Desk(app, MODERN);
    expect(at(await desk.result('server/discover'), 'capabilities')).not.toHaveProperty('completions');
    app.update({
      prompts: [prompt({ name: 'c', arguments: { a: { complete: () => ['x'] } }, render: () => 'x' })],
    });
    expect(at(await desk.result('server/discover'), 'capabilities')).toHaveProperty('completions');
  });
});
