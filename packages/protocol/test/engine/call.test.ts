// What a handler gets: progress, logging, who is calling.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { at, Desk, LEGACY, MODERN, REVISIONS, turns } from '../support/desk.ts';
import { gate, simple, watched } from '../support/tools.ts';

const level = 'io.modelcontextprotocol/logLevel';

describe('progress', () => {
  const steps = simple('steps', ({ progress }) => {
    progress(0, 100, 'start');
    progress(50.5, 100);
    progress(50.5, 100, 'not more');
    progress(3);
    progress(Number.NaN);
    progress(Number.POSITIVE_INFINITY);
    progress(100, Number.NaN);
    return 'done';
  });
  const { app } = watched({ tools: [steps] });

  it.each(REVISIONS)('rises, before the answer, with the token that was given (%s)', async (version) => {
    for (const progressToken of ['t', '', 0, 7, -1]) {
      const desk = new Desk(app, version);
      desk.meta = { progressToken };
      await desk.call('steps');
      expect(desk.messages.slice(0, -1).map((message) => message['params'])).toEqual([
        { progressToken, progress: 0, total: 100, message: 'start' },
        { progressToken, progress: 50.5, total: 100 },
        { progressToken, progress: 100 },
      ]);
      expect(desk.messages.at(-1)).toHaveProperty('result');
    }
  });

  it.each([undefined, null, 1.5, {}, [], true])('is not sent with the token %j', async (progressToken) => {
    const desk = new Desk(app, MODERN);
    desk.meta = progressToken === undefined ? {} : { progressToken };
    await desk.call('steps');
    expect(desk.texts).toHaveLength(1);
  });

  it('echoes big tokens digit for digit', async () => {
    const desk = new Desk(app, '2025-11-25');
    desk.send(
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"steps","_meta":{"progressToken":9007199254740993}}}',
    );
    await turns();
    expect(desk.texts[0]).toContain('"progressToken":9007199254740993,');
  });

  it('stops at the end of the call', async () => {
    let late: (value: number) => void = () => undefined;
    const keeper = simple('keeper', ({ progress }) => {
      late = progress;
      return 'done';
    });
    const desk = new Desk(watched({ tools: [keeper] }).app, MODERN);
    desk.meta = { progressToken: 1 };
    await desk.call('keeper');
    late(1);
    await turns();
    expect(desk.texts).toHaveLength(1);
  });

  describe('at a high rate', () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    it('is thinned out, and the newest value is never lost', async () => {
      const opened = gate();
      const busy = simple('busy', async ({ progress }) => {
        for (let n = 1; n <= 1000; n += 1) progress(n);
        await opened.opened;
        for (let n = 1001; n <= 2000; n += 1) progress(n);
        return 'done';
      });
      const desk = new Desk(watched({ tools: [busy] }).app, MODERN);
      desk.meta = { progressToken: 1 };
      desk.begin('tools/call', { name: 'busy' });
      await vi.advanceTimersByTimeAsync(100);
      const values = (): unknown[] =>
        desk.heard('notifications/progress').map((message) => at(message, 'params', 'progress'));
      expect(values()).toEqual([...Array.from({ length: 20 }, (_, n) => n + 1), 1000]);
      opened.open();
      await vi.advanceTimersByTimeAsync(0);
      expect(values().at(-1)).toBe(2000);
      expect(values().length).toBeLessThan(30);
      expect(desk.messages.at(-1)).toHaveProperty('result');
      await vi.advanceTimersByTimeAsync(1000);
      expect(desk.messages.at(-1)).toHaveProperty('result');
    });
  });
});

describe('log', () => {
  const chatty = simple('chatty', ({ log }) => {
    log('debug', 'detail');
    log('warning', { disk: 'nearly full' }, 'fs');
    log('error', undefined);
    return 'done';
  });
  const { app } = watched({ tools: [chatty] });
  const loud = [
    { level: 'warning', logger: 'fs', data: { disk: 'nearly full' } },
    { level: 'error', data: null },
  ];

  it.each(LEGACY)('follows logging/setLevel (%s)', async (version) => {
    const desk = new Desk(app, version);
    await desk.call('chatty');
    expect(desk.heard('notifications/message')).toEqual([]);
    await desk.result('logging/setLevel', { level: 'info' });
    await desk.call('chatty');
    expect(desk.heard('notifications/message').map((message) => message['params'])).toEqual(loud);
  });

  it('follows each request in 2026-07-28', async () => {
    const desk = new Desk(app, MODERN);
    await desk.call('chatty');
    expect(desk.texts).toHaveLength(1);
    desk.meta = { [level]: 'notice' };
    await desk.call('chatty');
    expect(desk.heard('notifications/message').map((message) => message['params'])).toEqual(loud);
  });
});

describe('context', () => {
  it.each(REVISIONS)('can be taken apart, and knows the client (%s)', async (version) => {
    const tool = simple('x', async ({ client, meta, signal, progress, log, elicit, listRoots, defer }) => {
      progress(1);
      log('info', 'x');
      defer(() => undefined);
      const modes = [elicit.available('form'), elicit.available('url')];
      return JSON.stringify([client, meta['com.example/trace'], signal.aborted, modes, await listRoots()]);
    });
    const desk = new Desk(watched({ tools: [tool] }).app, version, { elicitation: {} });
    desk.meta = { 'com.example/trace': 'abc' };
    const info = desk.modern ? {} : { info: { name: 'desk', version: '1.0' } };
    expect(JSON.parse(String(at(await desk.call('x'), 'content', 0, 'text')))).toEqual([
      { ...info, capabilities: { elicitation: {} }, era: desk.modern ? 'modern' : 'legacy', version },
      'abc',
      false,
      [true, false],
      [],
    ]);
  });
});

describe('a log message that is not JSON', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  const odd = simple('odd', ({ log }) => {
    for (const data of [circle, { n: 1n }, 2n, Symbol('s'), Number.NaN, null]) log('info', data);
    return 'done';
  });

  it.each(REVISIONS)('is named, and the call goes on (%s)', async (version) => {
    const { app, bugs } = watched({ tools: [odd] });
    const desk = new Desk(app, version);
    if (desk.modern) desk.meta = { [level]: 'info' };
    else await desk.result('logging/setLevel', { level: 'info' });
    expect(await desk.call('odd')).not.toHaveProperty('isError');
    const data = desk.heard('notifications/message').map((message) => at(message, 'params', 'data'));
    const named = '[an object that is not JSON]';
    expect(data).toEqual([named, named, '2', 'Symbol(s)', null, null]);
    expect(bugs).toEqual([]);
  });
});
