// Handlers that ask, catch every rejection and ask again must not stop the server.
import { describe, expect, it, vi } from 'vitest';
import { able, stateOf } from '../support/asking.ts';
import { at, Desk, LEGACY, MODERN, REVISIONS, turns } from '../support/desk.ts';
import { echo, gate, simple, watched } from '../support/tools.ts';

/** Asks until it is told yes. `key` names the nth question. */
const stubborn = (key: (n: number) => string) =>
  simple('stubborn', async (ctx) => {
    for (let n = 0; ; n += 1) {
      try {
        if (await ctx.elicit.confirm(key(n), 'Really?')) return 'yes';
      } catch {
        // Once more.
      }
    }
  });

const app = (key: (n: number) => string) => watched({ tools: [echo, stubborn(key)] }).app;
const keys = [
  ['the same key', () => 'k'],
  ['new keys', (n: number) => `k${n}`],
] as const;

describe.each(keys)('a handler that asks again and again with %s', (_, key) => {
  it.each(REVISIONS)('ends with an error where nobody can be asked (%s)', async (version) => {
    const desk = new Desk(app(key), version);
    const answer = await desk.request('tools/call', { name: 'stubborn' });
    const text = at(answer, 'result', 'content', 0, 'text');
    expect(text).toBe('tools/call stubborn asked more than 1000 questions.');
    expect(await desk.call('echo', { text: 'alive' })).toMatchObject({ content: [{ text: 'alive' }] });
    expect(desk.connection.inFlight).toBe(0);
  });

  it('ends with its first question in 2026-07-28', async () => {
    const desk = new Desk(app(key), MODERN, able);
    const asked = await desk.call('stubborn');
    expect(asked).toMatchObject({ resultType: 'input_required' });
    expect(stateOf(asked)).toEqual(expect.any(String));
    expect(desk.connection.inFlight).toBe(0);
  });
});

describe.each(LEGACY)('a person who always declines, in %s', (version) => {
  it('is asked a thousand times at most', async () => {
    const desk = new Desk(
      app((n) => `k${n}`),
      version,
      able,
    );
    desk.begin('tools/call', { name: 'stubborn' });
    for (let n = 0; n < 1000; n += 1) {
      const question = await desk.next(
        (m) => m['method'] === 'elicitation/create' && Number(m['id']) === n + 1,
      );
      desk.texts.length = 0;
      desk.send({ id: question['id'], result: { action: 'decline' } });
      await turns(1);
    }
    expect(desk.messages).toMatchObject([{ id: 1, result: { isError: true } }]);
  });
});

describe('the end of input', () => {
  it.each(LEGACY)('ends questions that wait, and later ones at once (%s)', async (version) => {
    const goOn = gate();
    const twice = simple('twice', async (ctx) => {
      const first = await ctx.elicit.confirm('a', 'A?').catch(String);
      await goOn.opened;
      return `${first}; ${await ctx.elicit.confirm('b', 'B?').catch(String)}`;
    });
    const desk = new Desk(watched({ tools: [twice] }).app, version, able);
    desk.begin('tools/call', { name: 'twice' });
    await turns();
    desk.connection.inputEnded?.();
    await turns();
    goOn.open();
    await desk.connection.idle();
    const left = 'ToolError: The client left before it answered the question.';
    const answer = desk.messages.find(({ id, method }) => id === 1 && method === undefined);
    expect(at(answer, 'result', 'content', 0, 'text')).toBe(`${left}; ${left}`);
    expect(desk.heard('elicitation/create')).toHaveLength(1);
  });
});

describe('slots', () => {
  it('are not given back twice by a handler that asks after it was given up', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const wakes = gate();
      const zombie = simple('zombie', async (ctx) => {
        await wakes.opened;
        await ctx.elicit.confirm('late', 'Late?');
        return 'late';
      });
      let running = 0;
      const counted = simple('counted', () => {
        running += 1;
        return new Promise<never>(() => undefined);
      });
      const desk = new Desk(watched({ tools: [zombie, counted], maxInFlight: 1 }).app, '2025-11-25', able);
      desk.begin('tools/call', { name: 'zombie' });
      desk.cancel(1);
      await vi.advanceTimersByTimeAsync(5000);
      expect(desk.connection.inFlight).toBe(0);
      wakes.open();
      await turns();
      for (let n = 0; n < 3; n += 1) desk.begin('tools/call', { name: 'counted' });
      await vi.advanceTimersByTimeAsync(1000);
      expect(running).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
