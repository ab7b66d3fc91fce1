// prompts/get in every revision.
import { prompt, text } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { at, Desk, REVISIONS } from '../support/desk.ts';
import { watched } from '../support/tools.ts';

const { app } = watched({
  prompts: [
    prompt({ name: 'plain', description: 'Says hello', render: () => 'Hello.' }),
    prompt({
      name: 'greet',
      arguments: { who: { required: true }, tone: {} },
      render: ({ who, tone }) => [
        { role: 'user', content: text(`Greet ${who}`) },
        { role: 'assistant', content: text(tone ?? 'plainly') },
      ],
    }),
  ],
});

describe.each(REVISIONS)('prompts/get in %s', (version) => {
  const desk = new Desk(app, version);

  it('makes one user message of a text', async () => {
    expect(await desk.result('prompts/get', { name: 'plain' })).toMatchObject({
      description: 'Says hello',
      messages: [{ role: 'user', content: { type: 'text', text: 'Hello.' } }],
    });
  });

  it('passes arguments on; null counts as absent', async () => {
    const got = await desk.result('prompts/get', { name: 'greet', arguments: { who: 'Ann', tone: null } });
    expect(at(got, 'messages')).toEqual([
      { role: 'user', content: text('Greet Ann') },
      { role: 'assistant', content: text('plainly') },
    ]);
  });

  it.each([
    [{ name: 'nobody' }, 'Unknown prompt: nobody'],
    [{ name: 'constructor' }, 'Unknown prompt: constructor'],
    [{}, 'params.name'],
    [{ name: 5 }, 'params.name'],
    [{ name: 'greet' }, '"who" is required'],
    [{ name: 'greet', arguments: { who: 5 } }, '"who" must be a string'],
    [{ name: 'greet', arguments: { who: 'x', mood: 'y' } }, 'known: who, tone'],
    [{ name: 'greet', arguments: ['x'] }, 'object of strings'],
    [{ name: 'greet', arguments: 'x' }, 'object of strings'],
    [JSON.parse('{"name":"greet","arguments":{"who":"x","__proto__":"y"}}'), 'unknown argument'],
  ])('%j is -32602', async (params, message) => {
    expect(await desk.error('prompts/get', params)).toMatchObject({
      code: -32602,
      message: expect.stringContaining(message),
    });
  });
});
