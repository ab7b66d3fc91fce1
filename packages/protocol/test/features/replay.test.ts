import { type Context, prompt, resource, t, tool, type Tool } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { at, Desk, MODERN, turns } from '../support/desk.ts';
import { gate, hints, simple, watched, type Watched } from '../support/tools.ts';

const able = { elicitation: {}, sampling: {}, roots: {} };
const yes = { action: 'accept', content: { confirm: true } };
const who = t.object({ name: t.string('Name') });
const textOf = (result: unknown): unknown => at(result, 'content', 0, 'text');
const stateOf = (result: unknown): unknown => at(result, 'requestState');
const keysOf = (result: unknown): string[] => Object.keys(Object(at(result, 'inputRequests')));

function desk(of: Watched, capabilities: object = able, principal?: string): Desk {
  return new Desk(of.app, MODERN, capabilities, principal === undefined ? {} : { principal });
}

/** A tool that loses a file, after asking. */
function remover(lost: string[], question: (path: string) => string = (path) => `Lose ${path}?`): Tool {
  return tool({
    name: 'remove',
    title: 'Remove',
    description: 'Removes a file.',
    input: t.object({ path: t.string('Path'), deep: t.boolean('Deep').optional() }),
    annotations: hints,
    async run({ path }, ctx) {
      if (!(await ctx.elicit.confirm('sure', question(path)))) return 'kept';
      lost.push(path);
      return `lost ${path}`;
    },
  });
}

describe('input_required', () => {
  it('has the questions and the state, and no caching fields', async () => {
    const result = await desk(watched({ tools: [remover([])] })).call('remove', { path: 'a' });
    expect(result).toEqual({
      resultType: 'input_required',
      inputRequests: { sure: { method: 'elicitation/create', params: expect.objectContaining({ message: 'Lose a?' }) } },
      requestState: expect.any(String),
      _meta: expect.any(Object),
    });
  });

  it('comes from prompts and resources too', async () => {
    const ask = async (ctx: Context): Promise<string> => JSON.stringify(await ctx.elicit.form('who', 'Who?', who));
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
    const two = await client.call('steps', {}, { inputResponses: { step1: answer('Ann') }, requestState: stateOf(one) });
    expect(keysOf(two)).toEqual(['step2']);
    const three = await client.call('steps', {}, { inputResponses: { step2: answer('Lee') }, requestState: stateOf(two) });
    expect(textOf(three)).toBe('[{"action":"accept","value":{"name":"Ann"}},{"action":"accept","value":{"name":"Lee"}}]');
    expect(runs).toHaveLength(3);
  });

  it('ask again for what was not answered, and ignore what was not asked', async () => {
    const client = desk(watched({ tools: [remover([])] }));
    const first = await client.call('remove', { path: 'a' });
    const again = await client.call('remove', { path: 'a' }, { inputResponses: { other: yes, __proto: 1 }, requestState: stateOf(first) });
    expect(keysOf(again)).toEqual(['sure']);
    const bare = await client.call('remove', { path: 'a' }, { requestState: stateOf(again) });
    expect(keysOf(bare)).toEqual(['sure']);
    const done = await client.call('remove', { path: 'a' }, { inputResponses: { sure: yes, x: 5 }, requestState: stateOf(bare) });
    expect(textOf(done)).toBe('lost a');
  });

  it('come to an end when the question never stays the same', async () => {
    let clock = 0;
    const lost: string[] = [];
    const client = desk(watched({ tools: [remover(lost, () => `It is ${(clock += 1)}. Sure?`)] }));
    let result = await client.call('remove', { path: 'a' });
    let rounds = 1;
    while (at(result, 'resultType') === 'input_required' && rounds < 100) {
      result = await client.call('remove', { path: 'a' }, { inputResponses: { sure: yes }, requestState: stateOf(result) });
      rounds += 1;
    }
    expect(rounds).toBe(17);
    expect(at(result, 'isError')).toBe(true);
    expect(lost).toEqual([]);
  });
});

describe('what a yes counts for', () => {
  it('the very question: when the state of the world moved, it is asked again', async () => {
    const files = ['a.txt'];
    const lost: string[] = [];
    const clean = simple('clean', async ({ elicit }) => {
      if (!(await elicit.confirm('lose', `Lose ${files.join(', ')}?`))) return 'kept';
      lost.push(...files);
      return 'lost';
    });
    const client = desk(watched({ tools: [clean] }));
    const first = await client.call('clean');
    files.push('b.txt');
    const second = await client.call('clean', {}, { inputResponses: { lose: yes }, requestState: stateOf(first) });
    expect(at(second, 'inputRequests', 'lose', 'params', 'message')).toBe('Lose a.txt, b.txt?');
    expect(lost).toEqual([]);
    await client.call('clean', {}, { inputResponses: { lose: yes }, requestState: stateOf(second) });
    expect(lost).toEqual(['a.txt', 'b.txt']);
  });

  it('the same also for answers of earlier rounds', async () => {
    let file = 'a';
    const lost: string[] = [];
    const two = simple('two', async ({ elicit }) => {
      if (!(await elicit.confirm('lose', `Lose ${file}?`))) return 'kept';
      await elicit.form('who', 'Who?', who);
      lost.push(file);
      return 'lost';
    });
    const client = desk(watched({ tools: [two] }));
    const first = await client.call('two');
    const second = await client.call('two', {}, { inputResponses: { lose: yes }, requestState: stateOf(first) });
    expect(keysOf(second)).toEqual(['who']);
    file = 'b';
    const inputResponses = { who: { action: 'accept', content: { name: 'x' } } };
    const third = await client.call('two', {}, { inputResponses, requestState: stateOf(second) });
    expect(at(third, 'inputRequests', 'lose', 'params', 'message')).toBe('Lose b?');
    expect(lost).toEqual([]);
  });

  it('one effect: the same retry sent twice, also at once, runs it once', async () => {
    const lost: string[] = [];
    const client = desk(watched({ tools: [remover(lost)] }));
    const first = await client.call('remove', { path: 'a' });
    const retry = { name: 'remove', arguments: { path: 'a' }, inputResponses: { sure: yes }, requestState: stateOf(first) };
    const answers = await Promise.all([1, 2, 3].map(() => client.request('tools/call', retry)));
    expect(answers.filter((answer) => 'error' in answer)).toHaveLength(2);
    expect(await client.error('tools/call', retry)).toMatchObject({ code: -32602 });
    expect(lost).toEqual(['a']);
  });

  it('nothing before it was asked: consent without state is asked for, information is taken', async () => {
    const lost: string[] = [];
    const name = simple('name', async ({ elicit }) => JSON.stringify(await elicit.form('who', 'Who?', who)));
    const client = desk(watched({ tools: [remover(lost), name] }));
    const early = await client.call('remove', { path: 'a' }, { inputResponses: { sure: yes } });
    expect(keysOf(early)).toEqual(['sure']);
    expect(lost).toEqual([]);
    const inputResponses = { who: { action: 'accept', content: { name: 'Alice' } }, extra: { action: 'accept' } };
    expect(textOf(await client.call('name', {}, { inputResponses }))).toContain('Alice');
  });
});

describe('requestState', () => {
  const bound = async (change: (retry: { [key: string]: unknown }) => void, other = 'remove'): Promise<unknown> => {
    const lost: string[] = [];
    const second = { ...remover(lost), name: other === 'remove' ? 'spare' : other };
    const client = desk(watched({ tools: [remover(lost), second] }));
    const first = await client.call('remove', { path: 'a' });
    const retry = { name: 'remove', arguments: { path: 'a' }, inputResponses: { sure: yes }, requestState: stateOf(first) };
    change(retry);
    const answer = await client.request('tools/call', retry);
    if ('error' in answer) expect(lost).toEqual([]);
    return at(answer, 'error', 'code') ?? textOf(at(answer, 'result'));
  };

  it('belongs to its tool and its arguments', async () => {
    expect(await bound((retry) => Object.assign(retry, { name: 'spare' }))).toBe(-32602);
    expect(await bound((retry) => Object.assign(retry, { arguments: { path: 'b' } }))).toBe(-32602);
    expect(await bound((retry) => Object.assign(retry, { arguments: { path: 'a', deep: true } }))).toBe(-32602);
    expect(await bound(() => undefined)).toBe('lost a');
  });

  it('does not mind the order of keys', async () => {
    const client = desk(watched({ tools: [remover([])] }));
    const first = await client.call('remove', { path: 'a', deep: true });
    const retry = { inputResponses: { sure: yes }, requestState: stateOf(first) };
    expect(textOf(await client.call('remove', { deep: true, path: 'a' }, retry))).toBe('lost a');
  });

  it('belongs to its principal', async () => {
    const server = watched({ tools: [remover([])], sealKey: 'shared between replicas' });
    const first = await desk(server, able, 'ann').call('remove', { path: 'a' });
    const retry = { name: 'remove', arguments: { path: 'a' }, inputResponses: { sure: yes }, requestState: stateOf(first) };
    expect(await desk(server, able, 'bob').error('tools/call', retry)).toMatchObject({ code: -32602 });
    expect(await desk(server).error('tools/call', retry)).toMatchObject({ code: -32602 });
    expect(textOf(await desk(server, able, 'ann').result('tools/call', retry))).toBe('lost a');
  });

  it('of another replica with the same key is good', async () => {
    const make = (): Watched => watched({ tools: [remover([])], sealKey: 'shared between replicas' });
    const first = await desk(make()).call('remove', { path: 'a' });
    const retry = { inputResponses: { sure: yes }, requestState: stateOf(first) };
    expect(textOf(await desk(make()).call('remove', { path: 'a' }, retry))).toBe('lost a');
    const stranger = desk(watched({ tools: [remover([])] }));
    expect(await stranger.error('tools/call', { name: 'remove', arguments: { path: 'a' }, ...retry })).toMatchObject({ code: -32602 });
  });

  it('that was altered, and what is no state, is refused also where nothing is asked', async () => {
    const plain = simple('plain', () => 'fine');
    const client = desk(watched({ tools: [plain], prompts: [prompt({ name: 'p', render: () => 'x' })] }));
    for (const requestState of ['', 'AAAA', 'x'.repeat(100_000), 5, null, {}]) {
      expect(await client.error('tools/call', { name: 'plain', requestState })).toMatchObject({ code: -32602 });
      expect(await client.error('prompts/get', { name: 'p', requestState })).toMatchObject({ code: -32602 });
    }
  });

  it.each([null, 5, 'x', []])('inputResponses %j is -32602', async (inputResponses) => {
    const client = desk(watched({ tools: [remover([])] }));
    expect(await client.error('tools/call', { name: 'remove', arguments: { path: 'a' }, inputResponses })).toMatchObject({ code: -32602 });
  });

  it('that would be too large to carry ends the call with an error', async () => {
    const two = simple('two', async ({ elicit }) => {
      await elicit.form('a', 'A?', who);
      await elicit.form('b', 'B?', who);
      return 'done';
    });
    const client = desk(watched({ tools: [two] }));
    const first = await client.call('two');
    const a = { action: 'accept', content: { name: 'x'.repeat(40_000) } };
    const second = await client.call('two', {}, { inputResponses: { a }, requestState: stateOf(first) });
    expect(at(second, 'isError')).toBe(true);
    expect(textOf(second)).toContain('32 kB');
  });

  it('means nothing to legacy requests', async () => {
    const client = new Desk(watched({ tools: [simple('plain', () => 'fine')] }).app, '2025-11-25');
    expect(textOf(await client.call('plain', {}, { requestState: 'x', inputResponses: 5 }))).toBe('fine');
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
    expect(await client.error('tools/call', { name: 'greedy', inputResponses: { who: 12_345 } })).toMatchObject({ code: -32602 });
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

  it('that does not wait for its question at all is asked all the same, and rejects nothing unhandled', async () => {
    const hasty = simple('hasty', ({ elicit }) => {
      void elicit.confirm('a', 'A?');
      return 'done';
    });
    const client = desk(watched({ tools: [hasty] }));
    const first = await client.call('hasty');
    expect(textOf(first) ?? keysOf(first).join()).toMatch(/^(a|done)$/);
    await turns();
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
