// Requests from the server to legacy clients, and the time that passes meanwhile.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { at, Desk, LEGACY, type Message, turns } from '../support/desk.ts';
import { answered, app, bugs, everything, textOf } from '../support/questions.ts';
import { simple, watched } from '../support/tools.ts';

describe.each(LEGACY)('server requests in %s', (version) => {
  const refusal = (code: number): Message => ({ error: { code, message: 'User rejected sampling request' } });

  it('an error of the client is told to the model', async () => {
    const { answer } = await answered(new Desk(app, version, everything), 'sample', refusal(-1));
    expect(at(answer, 'result', 'isError')).toBe(true);
    expect(textOf(answer['result'])).toContain('User rejected sampling request');
    const { answer: none } = await answered(new Desk(app, version, everything), 'form', { error: {} });
    expect(at(none, 'result', 'isError')).toBe(true);
  });

  it('a client that does not know roots/list after all has none', async () => {
    const { answer } = await answered(new Desk(app, version, everything), 'roots', refusal(-32601));
    expect(textOf(answer['result'])).toBe('[[],[]]');
    const { answer: broken } = await answered(new Desk(app, version, everything), 'roots', refusal(-32603));
    expect(at(broken, 'result', 'isError')).toBe(true);
  });

  it('ids are ours, answers find their question, strangers are ignored', async () => {
    const desk = new Desk(app, version, everything);
    const ids = [1, 2].map(() => desk.begin('tools/call', { name: 'confirm' }));
    await turns();
    const questions = desk.heard('elicitation/create').map((message) => message['id']);
    expect(new Set(questions).size).toBe(2);
    desk.send({ id: 999, result: { action: 'accept', content: { confirm: true } } });
    desk.send({ id: String(questions[0]), result: { action: 'accept', content: { confirm: true } } });
    desk.send({ id: questions[1], result: { action: 'accept', content: { confirm: true } } });
    await turns();
    desk.send({ id: questions[0], result: { action: 'decline' } });
    desk.send({ id: questions[0], result: { action: 'accept', content: { confirm: true } } });
    const said = await Promise.all(ids.map((id) => desk.next((m) => m['id'] === id && 'result' in m)));
    expect(said.map((message) => textOf(message['result']))).toEqual(['false', 'true']);
  });

  it('cancelling the call cancels the question', async () => {
    const desk = new Desk(app, version, everything);
    const id = desk.begin('tools/call', { name: 'form' });
    await turns();
    const question = desk.heard('elicitation/create')[0]?.['id'];
    desk.cancel(id);
    await desk.connection.idle();
    expect(desk.heard('notifications/cancelled').map((message) => message['params'])).toEqual([
      { requestId: question },
    ]);
    desk.send({ id: question, result: { action: 'accept', content: { name: 'x' } } });
    await turns();
    expect(desk.texts).toHaveLength(2);
    expect(bugs).toEqual([]);
  });

  it('closing ends a call that waits for an answer', async () => {
    const desk = new Desk(app, version, everything);
    desk.begin('tools/call', { name: 'form' });
    await turns();
    await desk.connection.close();
    expect(desk.texts).toHaveLength(1);
  });
});

describe('while a person thinks', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('the time limit stands still and others may use the slot', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const busy = simple('busy', async ({ elicit, signal }) => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      const both = await Promise.all([elicit.confirm('a', 'A?'), elicit.confirm('b', 'B?')]);
      await new Promise((resolve) => setTimeout(resolve, 600));
      return `${both.join()} ${signal.aborted}`;
    });
    const fast = simple('fast', () => 'fast');
    const { app: limited } = watched({ tools: [busy, fast], timeoutMs: 1000, maxInFlight: 1 });
    const desk = new Desk(limited, '2025-11-25', everything);
    desk.begin('tools/call', { name: 'busy' });
    desk.begin('tools/call', { name: 'fast' });
    await vi.advanceTimersByTimeAsync(600);
    expect(desk.messages.at(-1)).toMatchObject({ id: 2, result: { content: [{ text: 'fast' }] } });
    await vi.advanceTimersByTimeAsync(3_600_000);
    for (const message of desk.heard('elicitation/create')) {
      desk.send({ id: message['id'], result: { action: 'accept', content: { confirm: true } } });
    }
    const results = (): unknown[] => desk.messages.flatMap((message) => message['result'] ?? []).map(textOf);
    await vi.advanceTimersByTimeAsync(399);
    expect(results()).toEqual(['fast']);
    await vi.advanceTimersByTimeAsync(1);
    expect(results()).toEqual(['fast', expect.stringContaining('timed out')]);
  });
});
