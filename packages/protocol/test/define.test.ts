// The constructors: what they take, and what becomes of what handlers return and throw.
import {
  jsonSchema,
  ProtocolError,
  prompt,
  resource,
  resourceTemplate,
  result,
  ToolError,
  t,
  text,
  tool,
} from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { at, Desk, REVISIONS } from './support/desk.ts';
import { hints, shaped, simple, watched } from './support/tools.ts';

const named = (name: string): unknown => simple(name, () => 'x');

describe('names', () => {
  it.each(['', 'A', 'a-b', 'a.b', 'a b', 'ä', '__proto__', 'constructor', 'prototype', 'x'.repeat(65)])(
    'the tool name %j is refused',
    (name) => {
      expect(() => named(name)).toThrow(TypeError);
      expect(() => prompt({ name, render: () => 'x' })).toThrow(TypeError);
    },
  );

  it.each(['a', 'read_text_file', '0', '_', 'x'.repeat(64)])('the tool name %j is taken', (name) => {
    expect(named(name)).toHaveProperty('name', name);
  });

  it('prompt arguments have the same grammar', () => {
    expect(() => prompt({ name: 'p', arguments: { constructor: {} }, render: () => 'x' })).toThrow(TypeError);
  });
});

describe('tool', () => {
  it('is frozen and shows its schemas', () => {
    const made = shaped('sum', t.object({ n: t.int('Sum') }), () => ({ n: 1 }));
    expect(Object.isFrozen(made)).toBe(true);
    expect(made.inputSchema).toEqual({ type: 'object', additionalProperties: false });
    expect(made.outputSchema).toMatchObject({ type: 'object', required: ['n'] });
    expect(made.listed).toBe(true);
  });

  it('takes zod and plain JSON Schema', async () => {
    const about = { name: 'x', title: 'X', description: 'x', annotations: hints };
    const zod = tool({ ...about, input: z.object({ n: z.number() }), run: ({ n }) => String(n + 1) });
    const plain = tool({
      ...about,
      name: 'y',
      input: jsonSchema({ type: 'object', properties: { n: { type: 'number' } }, required: ['n'] }),
      run: (input) => JSON.stringify(input),
    });
    const desk = new Desk(watched({ tools: [zod, plain] }).app, '2025-11-25');
    expect(at(await desk.call('x', { n: 1 }), 'content', 0, 'text')).toBe('2');
    expect(at(await desk.call('y', { n: 1 }), 'content', 0, 'text')).toBe('{"n":1}');
    expect(at(await desk.call('x', { n: 'no' }), 'isError')).toBe(true);
    expect(at(await desk.call('y', {}), 'isError')).toBe(true);
  });
});

describe('what run returns', () => {
  const image = { type: 'image', data: 'AAAA', mimeType: 'image/png' } as const;
  const cases = [
    ['text', () => 'plain', { content: [{ type: 'text', text: 'plain' }] }],
    ['an empty text', () => '', { content: [{ type: 'text', text: '' }] }],
    ['a block', () => image, { content: [image] }],
    ['blocks', () => [text('a'), image], { content: [text('a'), image] }],
    ['no blocks', () => [], { content: [] }],
    ['a promise', async () => 'later', { content: [text('later')] }],
    [
      'result()',
      () => result({ content: 'a', isError: true, meta: { 'com.example/x': 1 } }),
      { content: [text('a')], isError: true, _meta: { 'com.example/x': 1 } },
    ],
    ['result() without error', () => result({ content: [image], isError: false }), { content: [image] }],
  ] as const;

  it.each(cases)('%s', async (_, run, expected) => {
    const desk = new Desk(watched({ tools: [simple('x', run)] }).app, '2025-11-25');
    expect(await desk.call('x')).toEqual(expected);
  });

  it('a value that fits output is sent with its compact JSON', async () => {
    const { app, bugs } = watched({
      tools: [shaped('x', t.object({ a: t.array(t.int('n'), 'ns') }), () => ({ a: [1, 2] }))],
    });
    const expected = { content: [text('{"a":[1,2]}')], structuredContent: { a: [1, 2] } };
    expect(await new Desk(app, '2025-11-25').call('x')).toEqual(expected);
    expect(await new Desk(app, '2026-07-28').call('x')).toMatchObject(expected);
    expect(bugs).toEqual([]);
  });

  it('result() may say it in other words, and fail without a value', async () => {
    const output = t.object({ n: t.int('n') });
    const good = shaped('good', output, () => result({ content: 'One.', structuredContent: { n: 1 } }));
    const bad = shaped('bad', output, () => result({ content: 'No.', isError: true }));
    const desk = new Desk(watched({ tools: [good, bad] }).app, '2025-11-25');
    expect(await desk.call('good')).toEqual({ content: [text('One.')], structuredContent: { n: 1 } });
    expect(await desk.call('bad')).toEqual({ content: [text('No.')], isError: true });
  });

  const output = jsonSchema({
    type: 'object',
    properties: { n: { type: 'integer' } },
    required: ['n'],
    additionalProperties: false,
  });
  it.each([
    ['another type', () => ({ n: 'x' })],
    ['an excess key', () => ({ n: 1, secret: 2 })],
    ['a missing key', () => ({})],
    ['text', () => 'text'],
    ['content', () => text('a')],
    ['result() without a value', () => result({ content: 'a' })],
    ['nothing', () => undefined],
  ])('%s where output says otherwise is our bug and never sent as structured', async (_, run) => {
    for (const version of REVISIONS) {
      const { app, bugs } = watched({ tools: [shaped<unknown>('x', output, run)] });
      const answer = await new Desk(app, version).call('x');
      expect(at(answer, 'isError')).toBe(true);
      expect(answer).not.toHaveProperty('structuredContent');
      expect(bugs).toHaveLength(1);
      expect(at(answer, 'content', 0, 'text')).toContain(bugs[0]?.id);
      expect(String(at(answer, 'content', 0, 'text'))).not.toContain('secret');
    }
  });

  it('undefined, numbers and mixed arrays are bugs without output', async () => {
    for (const value of [undefined, 3, null, { a: 1 }, ['text', 3]]) {
      const odd: () => string = () => JSON.parse(JSON.stringify({ value }))['value'];
      const { app, bugs } = watched({ tools: [simple('x', odd)] });
      expect(at(await new Desk(app, '2025-11-25').call('x'), 'isError')).toBe(true);
      expect(String(bugs[0]?.error)).toContain('run returned');
    }
  });
});

describe('what run throws', () => {
  const bug = simple('bug', () => {
    throw new Error('password=hunter2 at /home/me/secret.ts');
  });
  const wire = simple('wire', () => {
    throw new ProtocolError(-32602, 'not so', { why: 1 });
  });
  const told = simple('told', () => {
    throw new ToolError('No such branch: x.', { hint: 'Call git_branch for the names.' });
  });

  it.each(REVISIONS)(
    'ToolError is isError text, ProtocolError an error, the rest a bug with an id (%s)',
    async (version) => {
      const { app, bugs } = watched({ tools: [bug, wire, told] });
      const desk = new Desk(app, version);
      expect(await desk.call('told')).toMatchObject({
        content: [text('No such branch: x.\nCall git_branch for the names.')],
        isError: true,
      });
      expect(await desk.error('tools/call', { name: 'wire' })).toEqual({
        code: -32602,
        message: 'not so',
        data: { why: 1 },
      });
      const answer = await desk.call('bug');
      expect(at(answer, 'isError')).toBe(true);
      expect(JSON.stringify(answer)).not.toMatch(/hunter2|secret\.ts/);
      expect(bugs).toMatchObject([
        { where: 'tools/call bug', error: { message: expect.stringContaining('hunter2') } },
      ]);
      expect(at(answer, 'content', 0, 'text')).toContain(bugs[0]?.id);
    },
  );

  it.each([undefined, null, 'text', 7, { a: 1 }])('even %j', async (thrown) => {
    const { app, bugs } = watched({
      tools: [
        simple('x', () => {
          throw thrown;
        }),
      ],
    });
    expect(at(await new Desk(app, '2026-07-28').call('x'), 'isError')).toBe(true);
    expect(bugs).toHaveLength(1);
  });

  it('a sink that fails does not take the answer with it', async () => {
    const { app } = watched({
      tools: [bug],
      onBug: () => {
        throw new Error('disk full');
      },
    });
    expect(at(await new Desk(app, '2026-07-28').call('bug'), 'isError')).toBe(true);
  });
});

describe('resource and resourceTemplate', () => {
  it('need a scheme, and completions of variables they have', () => {
    expect(() => resource({ uri: 'no-scheme', name: 'x', read: () => 'x' })).toThrow(TypeError);
    expect(() =>
      resourceTemplate({ uriTemplate: 'a://{x}', name: 'x', complete: { y: () => [] }, read: () => 'x' }),
    ).toThrow(/y/);
    expect(Object.isFrozen(resource({ uri: 'a://b', name: 'x', read: () => 'x' }))).toBe(true);
  });
});
