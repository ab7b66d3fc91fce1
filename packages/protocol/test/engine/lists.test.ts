// Lists and their pages, in every revision.
import { prompt, resource, resourceTemplate, type Tool } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { at, Desk, MODERN, REVISIONS } from '../support/desk.ts';
import { simple, watched } from '../support/tools.ts';

const many = (count: number, from = 0): Tool[] =>
  Array.from({ length: count }, (_, index) => simple(`tool_${from + index}`, () => 'x'));

/** All pages of a list, by its cursors. */
async function pages(desk: Desk, method: string): Promise<unknown[]> {
  const found: unknown[] = [];
  let params: { cursor?: unknown } = {};
  do {
    const page = await desk.result(method, params);
    found.push(page);
    params = { cursor: at(page, 'nextCursor') };
  } while (params.cursor !== undefined);
  return found;
}

const names = (page: unknown, key: string): unknown => {
  const items = at(page, key);
  return Array.isArray(items) ? items.map((item) => at(item, 'name')) : undefined;
};

describe('lists', () => {
  it.each(REVISIONS)('are in the order of the definitions, aliases left out (%s)', async (version) => {
    const tools = [...many(3), simple('alias', () => 'still here', { listed: false }), ...many(2, 5)];
    const desk = new Desk(watched({ tools }).app, version);
    expect(names(await desk.result('tools/list'), 'tools')).toEqual([
      'tool_0',
      'tool_1',
      'tool_2',
      'tool_5',
      'tool_6',
    ]);
    expect(at(await desk.call('alias'), 'content', 0, 'text')).toBe('still here');
  });

  it.each(REVISIONS)('of nothing are empty, not missing (%s)', async (version) => {
    const desk = new Desk(watched({ tools: [], resources: [], prompts: [] }).app, version);
    expect(await desk.result('tools/list')).toHaveProperty('tools', []);
    expect(await desk.result('resources/list')).toHaveProperty('resources', []);
    expect(await desk.result('resources/templates/list')).toHaveProperty('resourceTemplates', []);
    expect(await desk.result('prompts/list')).toHaveProperty('prompts', []);
  });

  it('say how long they keep, in 2026-07-28, and the same on all pages', async () => {
    const { app } = watched({ tools: many(5), pageSize: 2, listTtlMs: 1000, cacheScope: 'private' });
    const found = await pages(new Desk(app, MODERN), 'tools/list');
    expect(found).toHaveLength(3);
    for (const page of found) {
      expect(page).toMatchObject({ ttlMs: 1000, cacheScope: 'private', resultType: 'complete' });
    }
  });

  it('are the same text each time', async () => {
    const desk = new Desk(watched({ tools: many(3) }).app, MODERN);
    const body = (text: string): string => text.slice(text.indexOf('"result"'));
    await desk.result('tools/list');
    await desk.result('tools/list');
    expect(body(desk.texts[0] ?? '')).toBe(body(desk.texts[1] ?? 'none'));
  });
});

describe('pages', () => {
  it.each(REVISIONS)('cover each list once, in order (%s)', async (version) => {
    const index = [0, 1, 2, 3, 4, 5, 6];
    const { app } = watched({
      pageSize: 3,
      tools: many(7),
      resources: index.map((n) => resource({ uri: `test://${n}`, name: `${n}`, read: () => 'x' })),
      resourceTemplates: index.map((n) =>
        resourceTemplate({ uriTemplate: `test://${n}/{x}`, name: `${n}`, read: () => 'x' }),
      ),
      prompts: index.map((n) => prompt({ name: `${n}`, render: () => 'x' })),
    });
    const desk = new Desk(app, version);
    for (const [method, key] of [
      ['tools/list', 'tools'],
      ['resources/list', 'resources'],
      ['resources/templates/list', 'resourceTemplates'],
      ['prompts/list', 'prompts'],
    ] as const) {
      const found = await pages(desk, method);
      expect(found.map((page) => names(page, key))).toMatchObject([
        { length: 3 },
        { length: 3 },
        { length: 1 },
      ]);
      const whole = found.flatMap((page) => names(page, key));
      expect(whole).toEqual(index.map((n) => (key === 'tools' ? `tool_${n}` : `${n}`)));
    }
  });

  it.each(REVISIONS)('a bad cursor is -32602, an empty one the first page (%s)', async (version) => {
    const { app } = watched({
      tools: many(3),
      prompts: [prompt({ name: 'p', render: () => 'x' })],
      pageSize: 2,
    });
    const desk = new Desk(app, version);
    const cursor = at(await desk.result('tools/list'), 'nextCursor');
    for (const bad of ['x', 'bm9uZQ', `${cursor}=`, 5, {}, ['x'], true]) {
      expect(await desk.error('tools/list', { cursor: bad })).toMatchObject({ code: -32602 });
    }
    expect(await desk.error('prompts/list', { cursor })).toMatchObject({ code: -32602 });
    expect(names(await desk.result('tools/list', { cursor: '' }), 'tools')).toEqual(['tool_0', 'tool_1']);
    expect(names(await desk.result('tools/list', { cursor: null }), 'tools')).toEqual(['tool_0', 'tool_1']);
  });

  it('a cursor is of one list only, though names are the same', async () => {
    const same = [1, 2].map((n) => prompt({ name: `tool_${n}`, render: () => 'x' }));
    const desk = new Desk(watched({ tools: many(3), prompts: same, pageSize: 2 }).app, MODERN);
    const cursor = at(await desk.result('tools/list'), 'nextCursor');
    expect(await desk.error('prompts/list', { cursor })).toMatchObject({ code: -32602 });
  });

  it('a cursor stays good while its item is there, whatever comes before it', async () => {
    const { app } = watched({ tools: many(6), pageSize: 3 });
    const desk = new Desk(app, MODERN);
    const cursor = at(await desk.result('tools/list'), 'nextCursor');
    app.update({ tools: [...many(2, 20), ...many(7)] });
    expect(names(await desk.result('tools/list', { cursor }), 'tools')).toEqual([
      'tool_3',
      'tool_4',
      'tool_5',
    ]);
    app.update({ tools: many(2) });
    expect(await desk.error('tools/list', { cursor })).toMatchObject({ code: -32602 });
  });
});
