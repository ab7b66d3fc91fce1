// input_required: answered, repeated with the exact state, and not for ever.
import { describe, expect, it } from 'vitest';
import { type Client, type ConnectOptions, connect, type ElicitRequest } from '../../src/client/index.ts';
import { type Scripted, scripted } from '../fixtures/scripted.ts';

const FORM = {
  method: 'elicitation/create',
  params: { message: 'Name?', requestedSchema: { type: 'object' } },
};
const DONE = { resultType: 'complete', content: [{ type: 'text', text: 'done' }] };

async function open(
  results: readonly object[],
  options: Partial<ConnectOptions> = {},
): Promise<{ client: Client; transport: Scripted }> {
  let round = 0;
  const transport = scripted((_, __, { reply }) => {
    reply(results[Math.min(round, results.length - 1)] ?? {});
    round += 1;
  });
  return { client: await connect({ transport, era: 'modern', ...options }), transport };
}

describe('a call that asks', () => {
  it('is repeated with the answers, the state as it came, and a new id', async () => {
    const asked: ElicitRequest[] = [];
    const state = 'opaque "€" \\ state';
    const { client, transport } = await open(
      [
        {
          resultType: 'input_required',
          inputRequests: {
            name: FORM,
            ['__proto__']: { method: 'roots/list' },
            model: { method: 'sampling/createMessage', params: { maxTokens: 5 } },
          },
          requestState: state,
        },
        { resultType: 'input_required', requestState: '2' },
        { resultType: 'input_required', inputRequests: { sure: FORM } },
        DONE,
      ],
      {
        onElicit: (request) => {
          asked.push(request);
          return { action: 'accept', content: { name: 'Ada' } };
        },
        onSample: ({ maxTokens }) => ({
          role: 'assistant',
          content: { type: 'text', text: `${maxTokens}` },
          model: 'm',
        }),
        roots: [{ uri: 'file:///r' }],
      },
    );
    expect(await client.callTool('t', { a: 1 })).toMatchObject({ content: [{ text: 'done' }] });
    expect(asked).toEqual([1, 2].map(() => ({ mode: 'form', ...FORM.params })));
    const base = { name: 't', arguments: { a: 1 }, _meta: expect.any(Object) };
    const accepted = { action: 'accept', content: { name: 'Ada' } };
    expect(transport.sent.map(({ params }) => params)).toEqual([
      base,
      {
        ...base,
        requestState: state,
        inputResponses: Object.fromEntries([
          ['name', accepted],
          ['__proto__', { roots: [{ uri: 'file:///r' }] }],
          ['model', { role: 'assistant', content: { type: 'text', text: '5' }, model: 'm' }],
        ]),
      },
      { ...base, requestState: '2' },
      { ...base, inputResponses: { sure: accepted } },
    ]);
    expect(new Set(transport.sent.map(({ id }) => id)).size).toBe(4);
  });

  it('works for resources and prompts', async () => {
    const question = { resultType: 'input_required', inputRequests: { name: FORM } };
    const onElicit: ConnectOptions['onElicit'] = () => ({ action: 'decline' });
    const read = await open([question, { resultType: 'complete', contents: [] }], { onElicit });
    expect(await read.client.readResource('x://y')).toMatchObject({ contents: [] });
    const prompt = await open([question, { resultType: 'complete', messages: [] }], { onElicit });
    expect(await prompt.client.getPrompt('p')).toMatchObject({ messages: [] });
    expect(prompt.transport.sent[1]).toMatchObject({
      params: { inputResponses: { name: { action: 'decline' } } },
    });
  });

  it('is given up after maxRounds', async () => {
    const { client, transport } = await open([{ resultType: 'input_required', requestState: 'again' }], {
      maxRounds: 3,
    });
    await expect(client.callTool('t')).rejects.toMatchObject({
      reason: 'invalid',
      message: 'The server still wants input after 3 rounds',
    });
    expect(transport.sent).toHaveLength(4);
  });

  it('is refused for what was not declared', async () => {
    const { client, transport } = await open([
      { resultType: 'input_required', inputRequests: { name: FORM } },
    ]);
    await expect(client.callTool('t')).rejects.toMatchObject({
      reason: 'invalid',
      message: 'The server asks for elicitation/create, which was not declared',
    });
    expect(transport.sent).toHaveLength(1);
  });

  it.each([
    ['nothing to answer', { resultType: 'input_required' }],
    ['a question without a method', { resultType: 'input_required', inputRequests: { a: { params: {} } } }],
  ])('is refused with %s', async (_, result) => {
    const { client } = await open([result]);
    await expect(client.callTool('t')).rejects.toMatchObject({ reason: 'invalid' });
  });

  it('fails with what the handler throws', async () => {
    const { client } = await open([{ resultType: 'input_required', inputRequests: { name: FORM } }], {
      onElicit: () => Promise.reject(new Error('no screen')),
    });
    await expect(client.callTool('t')).rejects.toThrow('no screen');
  });
});

describe('the type of a result', () => {
  it('absent means complete', async () => {
    const { client } = await open([{ content: [] }]);
    expect(await client.callTool('t')).toEqual({ content: [] });
  });

  it.each(['task', 'later', 7, null])('%s is an error', async (resultType) => {
    const { client } = await open([{ ...DONE, resultType, tools: [] }]);
    const invalid = { reason: 'invalid', message: expect.stringContaining(JSON.stringify(resultType)) };
    await expect(client.callTool('t')).rejects.toMatchObject(invalid);
    await expect(client.listTools()).rejects.toMatchObject(invalid);
  });

  it('input_required is an error where no input can be asked', async () => {
    const { client } = await open([{ resultType: 'input_required', requestState: 'x', tools: [] }]);
    await expect(client.listTools()).rejects.toMatchObject({ reason: 'invalid' });
  });
});
