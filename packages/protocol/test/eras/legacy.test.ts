// Each revision gets the fields it knows and no others.
import { type Content, prompt, resource, result, t, tool } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { at, Desk, REVISIONS } from '../support/desk.ts';
import { hints, simple, watched } from '../support/tools.ts';

const icons = [{ src: 'https://example.com/i.png' }];
const meta = { 'com.example/x': 1 };
const about = { description: 'd', annotations: hints, input: t.object({}), icons, meta };

const blocks: Content[] = [
  { type: 'text', text: 'a' },
  { type: 'audio', data: 'AAAA', mimeType: 'audio/wav' },
  { type: 'resource_link', uri: 'test://a', name: 'a', description: 'The a' },
  { type: 'image', data: 'AAAA', mimeType: 'image/png' },
  { type: 'resource', resource: { uri: 'test://a', text: 'x' } },
];

const { app } = watched({
  tools: [
    tool({
      ...about,
      name: 'object',
      title: 'Object',
      output: t.object({ n: t.int('n') }),
      run: () => ({ n: 1 }),
    }),
    {
      ...simple('list', () => 'x'),
      outputSchema: { type: 'array' },
      call: async () => ({ content: [{ type: 'text', text: '[1,2]' }], structuredContent: [1, 2] }),
    },
    simple('media', () => blocks),
    simple('both', () => result({ content: blocks, structuredContent: { n: 1 } })),
  ],
  resources: [
    resource({
      uri: 'test://a',
      name: 'a',
      title: 'A',
      size: 3,
      mimeType: 'text/plain',
      icons,
      meta,
      read: () => 'x',
    }),
  ],
  prompts: [
    prompt({
      name: 'p',
      title: 'P',
      icons,
      arguments: { who: { description: 'w', required: true } },
      render: () => blocks.map((content) => ({ role: 'user', content })),
    }),
  ],
});

describe.each(REVISIONS)('%s', (version) => {
  const desk = new Desk(app, version);
  const titled = version >= '2025-06-18';
  const hasIcons = version >= '2025-11-25';

  it('lists tools with the fields it knows', async () => {
    const tools = at(await desk.result('tools/list'), 'tools');
    const annotations = version === '2025-03-26' ? { title: 'Object', ...hints } : hints;
    expect(at(tools, 0)).toEqual({
      name: 'object',
      ...(titled && { title: 'Object' }),
      description: 'd',
      inputSchema: { type: 'object', additionalProperties: false },
      ...(titled && { outputSchema: expect.objectContaining({ type: 'object' }) }),
      ...(version >= '2025-03-26' && { annotations }),
      ...(hasIcons && { icons }),
      ...(titled && { _meta: meta }),
    });
    // An output schema without an object root makes SDK clients refuse the whole list.
    const array = at(tools, 1, 'outputSchema');
    if (version === '2026-07-28') expect(array).toMatchObject({ type: 'array' });
    else expect(array).toBeUndefined();
  });

  it('lists resources and prompts with the fields it knows', async () => {
    expect(at(await desk.result('resources/list'), 'resources')).toEqual([
      {
        uri: 'test://a',
        name: 'a',
        ...(titled && { title: 'A' }),
        mimeType: 'text/plain',
        size: 3,
        ...(hasIcons && { icons }),
        ...(titled && { _meta: meta }),
      },
    ]);
    expect(at(await desk.result('prompts/list'), 'prompts')).toEqual([
      {
        name: 'p',
        ...(titled && { title: 'P' }),
        arguments: [{ name: 'who', description: 'w', required: true }],
        ...(hasIcons && { icons }),
      },
    ]);
  });

  it('sends structured output where it is known, and always the text', async () => {
    const object = await desk.call('object');
    expect(at(object, 'structuredContent')).toEqual(titled ? { n: 1 } : undefined);
    expect(at(object, 'content')).toEqual([{ type: 'text', text: '{"n":1}' }]);
    const list = await desk.call('list');
    expect(at(list, 'structuredContent')).toEqual(version === '2026-07-28' ? [1, 2] : undefined);
    expect(at(list, 'content', 0, 'text')).toBe('[1,2]');
    expect(at(await desk.call('both'), 'structuredContent')).toEqual(titled ? { n: 1 } : undefined);
  });

  it('makes text of blocks it does not know', async () => {
    const expected = [
      { type: 'text', text: 'a' },
      version >= '2025-03-26' ? blocks[1] : { type: 'text', text: '[audio audio/wav, 3 bytes]' },
      titled ? blocks[2] : { type: 'text', text: '[resource a test://a: The a]' },
      blocks[3],
      blocks[4],
    ];
    expect(at(await desk.call('media'), 'content')).toEqual(expected);
    const got = await desk.result('prompts/get', { name: 'p', arguments: { who: 'x' } });
    expect(at(got, 'messages')).toEqual(expected.map((content) => ({ role: 'user', content })));
  });

  it('adds what its results must carry, and nothing else', async () => {
    const called = await desk.call('media');
    if (version === '2026-07-28') {
      expect(called).toHaveProperty('resultType', 'complete');
      expect(at(called, '_meta', 'io.modelcontextprotocol/serverInfo', 'name')).toBe('test');
      expect(called).not.toHaveProperty('ttlMs');
      expect(await desk.result('resources/read', { uri: 'test://a' })).toMatchObject({
        ttlMs: 0,
        cacheScope: 'private',
      });
    } else {
      for (const answer of [
        called,
        await desk.result('tools/list'),
        await desk.result('resources/read', { uri: 'test://a' }),
      ]) {
        for (const key of ['resultType', 'ttlMs', 'cacheScope', '_meta'])
          expect(answer).not.toHaveProperty(key);
      }
    }
  });
});
