// Questions in 2026-07-28: what an answer counts for, and what sealed state belongs to.
import { prompt } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { able, desk, keysOf, remover, stateOf, textOf, who, yes } from '../support/asking.ts';
import { at, Desk } from '../support/desk.ts';
import { simple, type Watched, watched } from '../support/tools.ts';

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
    const second = await client.call(
      'clean',
      {},
      { inputResponses: { lose: yes }, requestState: stateOf(first) },
    );
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
    const second = await client.call(
      'two',
      {},
      { inputResponses: { lose: yes }, requestState: stateOf(first) },
    );
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
    const retry = {
      name: 'remove',
      arguments: { path: 'a' },
      inputResponses: { sure: yes },
      requestState: stateOf(first),
    };
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
    const inputResponses = {
      who: { action: 'accept', content: { name: 'Alice' } },
      extra: { action: 'accept' },
    };
    expect(textOf(await client.call('name', {}, { inputResponses }))).toContain('Alice');
  });

  it('information that came before it was asked is carried along like any other', async () => {
    const both = simple('both', async ({ elicit }) => {
      const answers = [await elicit.form('who', 'Who?', who), await elicit.confirm('sure', 'Sure?')];
      return JSON.stringify(answers);
    });
    const client = desk(watched({ tools: [both] }));
    const inputResponses = { who: { action: 'accept', content: { name: 'Alice' } } };
    const first = await client.call('both', {}, { inputResponses });
    expect(keysOf(first)).toEqual(['sure']);
    const retry = { inputResponses: { sure: yes }, requestState: stateOf(first) };
    expect(textOf(await client.call('both', {}, retry))).toBe(
      '[{"action":"accept","value":{"name":"Alice"}},true]',
    );
  });
});

describe('requestState', () => {
  const bound = async (
    change: (retry: { [key: string]: unknown }) => void,
    other = 'remove',
  ): Promise<unknown> => {
    const lost: string[] = [];
    const second = { ...remover(lost), name: other === 'remove' ? 'spare' : other };
    const client = desk(watched({ tools: [remover(lost), second] }));
    const first = await client.call('remove', { path: 'a' });
    const retry = {
      name: 'remove',
      arguments: { path: 'a' },
      inputResponses: { sure: yes },
      requestState: stateOf(first),
    };
    change(retry);
    const answer = await client.request('tools/call', retry);
    if ('error' in answer) expect(lost).toEqual([]);
    return at(answer, 'error', 'code') ?? textOf(at(answer, 'result'));
  };

  it('belongs to its tool and its arguments', async () => {
    expect(await bound((retry) => Object.assign(retry, { name: 'spare' }))).toBe(-32602);
    expect(await bound((retry) => Object.assign(retry, { arguments: { path: 'b' } }))).toBe(-32602);
    expect(await bound((retry) => Object.assign(retry, { arguments: { path: 'a', deep: true } }))).toBe(
      -32602,
    );
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
    const retry = {
      name: 'remove',
      arguments: { path: 'a' },
      inputResponses: { sure: yes },
      requestState: stateOf(first),
    };
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
    expect(
      await stranger.error('tools/call', { name: 'remove', arguments: { path: 'a' }, ...retry }),
    ).toMatchObject({ code: -32602 });
  });

  it('that was altered, and what is no state, is refused also where nothing is asked', async () => {
    const plain = simple('plain', () => 'fine');
    const client = desk(watched({ tools: [plain], prompts: [prompt({ name: 'p', render: () => 'x' })] }));
    for (const requestState of ['', 'AAAA', 'x'.repeat(100_000), 5, null, {}]) {
      expect(await client.error('tools/call', { name: 'plain', requestState })).toMatchObject({
        code: -32602,
      });
      expect(await client.error('prompts/get', { name: 'p', requestState })).toMatchObject({ code: -32602 });
    }
  });

  it.each([null, 5, 'x', []])('inputResponses %j is -32602', async (inputResponses) => {
    const client = desk(watched({ tools: [remover([])] }));
    expect(
      await client.error('tools/call', { name: 'remove', arguments: { path: 'a' }, inputResponses }),
    ).toMatchObject({ code: -32602 });
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
