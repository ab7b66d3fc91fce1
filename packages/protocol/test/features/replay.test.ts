// Questions in 2026-07-28: how a handler is stopped, asked for and run again.
import { type Context, prompt, resource, ToolError } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { desk, keysOf, remover, stateOf, textOf, who, yes } from '../support/asking.ts';
import { at, turns } from '../support/desk.ts';
import { gate, simple, watched } from '../support/tools.ts';

describe('input_required', () => {
  it('has the questions and the state, and no caching fields', async () => {
    const result = await desk(watched({ tools: [remover([])] })).call('remove', { path: 'a' });
    expect(result).toEqual({
      resultType: 'input_required',
      inputRequests: {
        sure: { method: 'elicitation/create', params: expect.objectContaining({ message: 'Lose a?' }) },
      },
      requestState: expect.any(String),
      _meta: expect.any(Object),
    });
  });

  it('comes from prompts and resources too', async () => {
    const ask = async (ctx: Context): Promise<string> =>
      JSON.stringify(await ctx.elicit.form('who', 'Who?', who));
    const client = desk(
      watched({
        prompts: [prompt({ name: 'p', render: (_, ctx) => ask(ctx) })],
        resources: [resource({ uri: 'test://r', name: 'r', read: ask })],
      }),
    );
    const inputResponses = { who: { action: 'accept', content: { name: 'Ann' } } };
    for (const [method, params] of [
      ['prompts/get', { name: 'p' }],
      ['resources/read', { uri: 'test://r' }],
    ] as const) {
      const first = await client.result(method, params);
      expect(first).toHaveProperty('resultType', 'input_required');
      expect(first).not.toHaveProperty('ttlMs');
      const retry = { ...params, inputResponses, requestState: stateOf(first) };
      expect(JSON.stringify(await client.result(method, retry))).toContain('Ann');
    }
  });

  it('holds all questions that are asked together, whatever their kind', async () => {
    const all = simple('all', async (ctx) => {
      const messages = [{ role: 'user', content: { type: 'text', text: 'Hi' } }] as const;
      const answers = await Promise.all([
        ctx.elicit.form('who', 'Who?', who),
        ctx.sample('greeting', { messages, maxTokens: 5 }),
        ctx.listRoots(),
      ]);
      return JSON.stringify(answers);
    });
    const client = desk(watched({ tools: [all] }));
    const first = await client.call('all');
    expect(keysOf(first).sort()).toEqual(['client_roots', 'greeting', 'who']);
    const inputResponses = {
      who: { action: 'decline' },
      greeting: { role: 'assistant', content: { type: 'text', text: 'Hello' }, model: 'm' },
      client_roots: { roots: [] },
    };
    const done = await client.call('all', {}, { inputResponses, requestState: stateOf(first) });
    expect(textOf(done)).toContain('Hello');
  });
});

describe('rounds', () => {
  it('keep earlier answers in the state, and ask only what is missing', async () => {
    const runs: number[] = [];
    const steps = simple('steps', async ({ elicit }) => {
      runs.push(1);
      const first = await elicit.form('step1', 'First name?', who);
      const second = await elicit.form('step2', 'Last name?', who);
      return JSON.stringify([first, second]);
    });
    const client = desk(watched({ tools: [steps] }));
    const one = await client.call('steps');
    expect(keysOf(one)).toEqual(['step1']);
    const answer = (name: string): object => ({ action: 'accept', content: { name } });
    const two = await client.call(
      'steps',
      {},
      { inputResponses: { step1: answer('Ann') }, requestState: stateOf(one) },
    );
    expect(keysOf(two)).toEqual(['step2']);
    const three = await client.call(
      'steps',
      {},
      { inputResponses: { step2: answer('Lee') }, requestState: stateOf(two) },
    );
    expect(textOf(three)).toBe(
      '[{"action":"accept","value":{"name":"Ann"}},{"action":"accept","value":{"name":"Lee"}}]',
    );
    expect(runs).toHaveLength(3);
  });

  it('ask again for what was not answered, and ignore what was not asked', async () => {
    const client = desk(watched({ tools: [remover([])] }));
    const first = await client.call('remove', { path: 'a' });
    const again = await client.call(
      'remove',
      { path: 'a' },
      { inputResponses: { other: yes, __proto: 1 }, requestState: stateOf(first) },
    );
    expect(keysOf(again)).toEqual(['sure']);
    const bare = await client.call('remove', { path: 'a' }, { requestState: stateOf(again) });
    expect(keysOf(bare)).toEqual(['sure']);
    const done = await client.call(
      'remove',
      { path: 'a' },
      { inputResponses: { sure: yes, x: 5 }, requestState: stateOf(bare) },
    );
    expect(textOf(done)).toBe('lost a');
  });

  it('come to an end when the question never stays the same', async () => {
    let clock = 0;
    const question = (): string => {
      clock += 1;
      return `It is ${clock}. Sure?`;
    };
    const lost: string[] = [];
    const client = desk(watched({ tools: [remover(lost, question)] }));
    let result = await client.call('remove', { path: 'a' });
    let rounds = 1;
    while (at(result, 'resultType') === 'input_required' && rounds < 100) {
      result = await client.call(
        'remove',
        { path: 'a' },
        { inputResponses: { sure: yes }, requestState: stateOf(result) },
      );
      rounds += 1;
    }
    expect(rounds).toBe(17);
    expect(at(result, 'isError')).toBe(true);
    expect(lost).toEqual([]);
  });
});

describe('a handler that was stopped', () => {
  it('finds its signal aborted and its deferred functions run', async () => {
    const order: string[] = [];
    const neat = simple('neat', async ({ elicit, signal, defer }) => {
      defer(() => void order.push('deferred'));
      try {
        await elicit.confirm('a', 'A?');
        return 'yes';
      } finally {
        order.push(`finally, aborted ${signal.aborted}`);
      }
    });
    const server = watched({ tools: [neat] });
    expect(keysOf(await desk(server).call('neat'))).toEqual(['a']);
    expect(order).toEqual(['finally, aborted true', 'deferred']);
    expect(server.bugs).toEqual([]);
  });

  it('cannot answer for the person: what it returns is not sent, and it is reported', async () => {
    const greedy = simple('greedy', async ({ elicit }) => {
      try {
        await elicit.confirm('a', 'A?');
      } catch {
        // Goes on as if nobody had to be asked.
      }
      return 'done without asking';
    });
    const server = watched({ tools: [greedy] });
    const client = desk(server);
    expect(keysOf(await client.call('greedy'))).toEqual(['a']);
    expect(client.texts.join()).not.toContain('done without asking');
    expect(server.bugs).toMatchObject([{ where: 'tools/call greedy' }]);
  });

  it('cannot turn a malformed answer into a good one either', async () => {
    const greedy = simple('greedy', async ({ elicit }) => {
      await elicit.form('who', 'Who?', who).catch(() => undefined);
      return 'done';
    });
    const client = desk(watched({ tools: [greedy] }));
    expect(
      await client.error('tools/call', { name: 'greedy', inputResponses: { who: 12_345 } }),
    ).toMatchObject({ code: -32602 });
  });

  it('that does not stop does not hold up its question', async () => {
    const stubborn = simple('stubborn', async ({ elicit }) => {
      await Promise.allSettled([elicit.confirm('a', 'A?'), new Promise(() => undefined)]);
      return 'never';
    });
    const client = desk(watched({ tools: [stubborn] }));
    expect(keysOf(await client.call('stubborn'))).toEqual(['a']);
    expect(client.connection.inFlight).toBe(0);
  });

  it('that ended by itself without waiting for its question is answered with what it came to', async () => {
    const hasty = simple('hasty', ({ elicit }) => {
      void elicit.confirm('a', 'A?');
      return 'done';
    });
    const failing = simple('failing', async ({ elicit }) => {
      await Promise.all([elicit.confirm('a', 'A?'), Promise.reject(new ToolError('No such file.'))]);
      return 'done';
    });
    const tidy = simple('tidy', ({ elicit, defer }) => {
      defer(() => new Promise((resolve) => setTimeout(resolve, 1200)));
      void elicit.confirm('a', 'A?');
      return 'tidied';
    });
    const server = watched({ tools: [hasty, failing, tidy] });
    const client = desk(server);
    expect(textOf(await client.call('tidy'))).toBe('tidied');
    expect(textOf(await client.call('hasty'))).toBe('done');
    expect(textOf(await client.call('failing'))).toBe('No such file.');
    await turns(10);
    expect(client.texts).toHaveLength(3);
    expect(server.bugs).toEqual([]);
  });

  it('is not answered when the client has cancelled meanwhile', async () => {
    const opened = gate();
    const slow = simple('slow', async ({ elicit }) => {
      await opened.opened;
      await elicit.confirm('a', 'A?');
      return 'yes';
    });
    const client = desk(watched({ tools: [slow] }));
    const id = client.begin('tools/call', { name: 'slow' });
    client.cancel(id);
    opened.open();
    await client.connection.idle();
    await turns(10);
    expect(client.texts).toEqual([]);
  });
});
