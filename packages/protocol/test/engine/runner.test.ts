// Calls: cancellation, turns, time limits, deferred functions, the end of a connection.
import { prompt, resource, type Tool, ToolError } from '@plainmcp/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { at, Desk, MODERN, REVISIONS, turns } from '../support/desk.ts';
import { echo, gate, simple, watched } from '../support/tools.ts';

/** Runs until it is aborted, and tells why. */
function obedient(name: string, reasons: unknown[]): Tool {
  return simple(name, async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    reasons.push(String(signal.reason));
    return 'too late';
  });
}

const stubborn = simple('stubborn', () => new Promise<string>(() => undefined));

describe('cancellation', () => {
  it.each(REVISIONS)('stops the handler and sends nothing more for that id (%s)', async (version) => {
    const reasons: unknown[] = [];
    const talkative = simple('talkative', async (ctx) => {
      await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve));
      ctx.progress(1);
      ctx.log('emergency', 'too late');
      throw new Error('aborted');
    });
    const { app, bugs } = watched({ tools: [obedient('obedient', reasons), talkative] });
    const desk = new Desk(app, version);
    desk.meta = { progressToken: 1, 'io.modelcontextprotocol/logLevel': 'debug' };
    const ids = ['obedient', 'talkative'].map((name) => desk.begin('tools/call', { name }));
    for (const id of ids) desk.cancel(id);
    for (const id of ids) desk.cancel(id);
    await turns();
    expect(desk.texts).toEqual([]);
    expect(reasons).toEqual(['Error: The client cancelled the request']);
    expect(desk.connection.inFlight).toBe(0);
    expect(bugs).toEqual([]);
  });

  it('of what is unknown or over is ignored', async () => {
    const desk = new Desk(watched({ tools: [echo] }).app, MODERN);
    await desk.call('echo', { text: 'x' });
    for (const id of [1, '1', 99, null, 1.5, {}]) desk.cancel(id);
    expect(await desk.call('echo', { text: 'y' })).toMatchObject({ content: [{ text: 'y' }] });
    expect(desk.texts).toHaveLength(2);
  });

  it('aborts a signal that is looked at only afterwards', async () => {
    const started = gate();
    let aborted: boolean | undefined;
    const late = simple('late', async (ctx) => {
      await started.opened;
      aborted = ctx.signal.aborted;
      return '';
    });
    const desk = new Desk(watched({ tools: [late] }).app, MODERN);
    desk.cancel(desk.begin('tools/call', { name: 'late' }));
    started.open();
    await turns();
    expect(aborted).toBe(true);
  });

  it('of a call that waits for its turn never starts it', async () => {
    const opened = gate();
    const ran: string[] = [];
    const slow = simple('slow', async () => {
      await opened.opened;
      return '';
    });
    const next = simple('next', () => String(ran.push('next')));
    const desk = new Desk(watched({ tools: [slow, next], maxInFlight: 1 }).app, MODERN);
    desk.begin('tools/call', { name: 'slow' });
    const waiting = desk.begin('tools/call', { name: 'next' });
    desk.cancel(waiting);
    expect(desk.connection.inFlight).toBe(1);
    opened.open();
    await desk.connection.idle();
    expect(ran).toEqual([]);
  });
});

describe('turns', () => {
  it('64 handlers run at once, the rest in order; pings, lists, listens and cancels pass them', async () => {
    const gates = Array.from({ length: 100 }, () => gate());
    const started: number[] = [];
    let index = 0;
    const work = simple('work', async () => {
      const mine = index;
      index += 1;
      started.push(mine);
      await gates[mine]?.opened;
      return `${mine}`;
    });
    const desk = new Desk(watched({ tools: [work] }).app, MODERN);
    for (let n = 0; n < 100; n += 1) desk.begin('tools/call', { name: 'work' });
    await expect.poll(() => started).toHaveLength(64);
    expect(desk.connection.inFlight).toBe(100);
    expect(await desk.result('tools/list')).toHaveProperty('tools');
    expect(await desk.result('server/discover')).toHaveProperty('capabilities');
    desk.send({ id: 'ping', method: 'ping' });
    desk.begin('subscriptions/listen', { notifications: {} });
    expect(desk.messages.map((message) => message['id'] ?? message['method'])).toEqual([
      101,
      102,
      'ping',
      'notifications/subscriptions/acknowledged',
    ]);
    desk.cancel(100);
    expect(desk.connection.inFlight).toBe(99);
    gates[63]?.open();
    await turns();
    expect(started).toHaveLength(65);
    for (const { open } of gates) open();
    await desk.connection.idle();
    expect(started).toEqual(Array.from({ length: 99 }, (_, n) => n));
  });

  it('a fast call is not held up by a slow one', async () => {
    const desk = new Desk(watched({ tools: [stubborn, echo] }).app, '2025-11-25');
    desk.begin('tools/call', { name: 'stubborn' });
    expect(await desk.call('echo', { text: 'x' })).toMatchObject({ content: [{ text: 'x' }] });
  });

  it('nothing new starts while the client does not read', async () => {
    const reads = gate();
    let ready: Promise<void> | undefined = reads.opened;
    const desk = new Desk(watched({ tools: [echo] }).app, MODERN, {}, { ready: () => ready });
    desk.begin('tools/call', { name: 'echo', arguments: { text: 'x' } });
    await turns();
    expect(desk.texts).toEqual([]);
    ready = undefined;
    reads.open();
    await desk.connection.idle();
    expect(desk.texts).toHaveLength(1);
  });
});

describe('time limits', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const hang = (): Promise<never> => new Promise(() => undefined);

  it.each(REVISIONS)('end a call that its handler does not (%s)', async (version) => {
    const { app } = watched({
      timeoutMs: 3000,
      tools: [stubborn, simple('own', () => hang(), { timeoutMs: 1000 })],
      resources: [resource({ uri: 'test://r', name: 'r', read: hang })],
      prompts: [prompt({ name: 'p', render: hang })],
    });
    const desk = new Desk(app, version);
    desk.begin('tools/call', { name: 'own' });
    desk.begin('tools/call', { name: 'stubborn' });
    desk.begin('resources/read', { uri: 'test://r' });
    desk.begin('prompts/get', { name: 'p' });
    await vi.advanceTimersByTimeAsync(999);
    expect(desk.texts).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(desk.messages).toMatchObject([{ id: 1, result: { isError: true } }]);
    expect(at(desk.messages[0], 'result', 'content', 0, 'text')).toContain('timed out after 1 s');
    await vi.advanceTimersByTimeAsync(2000);
    expect(desk.messages).toMatchObject([
      { id: 1 },
      { id: 2, result: { isError: true } },
      { id: 3, error: { code: -32603 } },
      { id: 4, error: { code: -32603 } },
    ]);
  });

  it('abort the signal, and what the handler does then is not sent', async () => {
    const reasons: unknown[] = [];
    const desk = new Desk(watched({ tools: [obedient('x', reasons)], timeoutMs: 500 }).app, MODERN);
    desk.begin('tools/call', { name: 'x' });
    await vi.advanceTimersByTimeAsync(500);
    expect(reasons).toEqual([expect.stringContaining('timed out')]);
    expect(desk.texts).toHaveLength(1);
    expect(desk.connection.inFlight).toBe(0);
  });

  it('a handler that never ends gives its slot back after a while', async () => {
    const { app } = watched({ tools: [stubborn, echo], timeoutMs: 1000, maxInFlight: 1 });
    const desk = new Desk(app, MODERN);
    desk.begin('tools/call', { name: 'stubborn' });
    desk.begin('tools/call', { name: 'echo', arguments: { text: 'x' } });
    await vi.advanceTimersByTimeAsync(1000);
    expect(desk.texts).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(desk.messages[1]).toMatchObject({ id: 2, result: { content: [{ text: 'x' }] } });
    await desk.connection.idle();
  });

  it('leave no timer behind', async () => {
    const desk = new Desk(watched({ tools: [echo], timeoutMs: 1000 }).app, MODERN);
    await desk.call('echo', { text: 'x' });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('defer', () => {
  it.each(['returns', 'throws', 'tells'])(
    'runs in reverse order before the answer when the handler %s',
    async (how) => {
      const order: string[] = [];
      const tool = simple('x', ({ defer }) => {
        defer(() => void order.push('first'));
        defer(async () => {
          await turns();
          order.push('second');
        });
        defer(() => {
          throw new Error('in a deferred function');
        });
        if (how === 'throws') throw new Error('bug');
        if (how === 'tells') throw new ToolError('told');
        return 'done';
      });
      const { app, bugs } = watched({ tools: [tool] });
      const desk = new Desk(app, MODERN, {}, { send: () => order.push('answer') });
      desk.begin('tools/call', { name: 'x' });
      await desk.connection.idle();
      expect(order).toEqual(['second', 'first', 'answer']);
      expect(bugs.map(({ error }) => String(error))).toContain('Error: in a deferred function');
    },
  );

  it('runs after a cancelled handler has ended', async () => {
    const order: string[] = [];
    const tool = simple('x', async ({ signal, defer }) => {
      defer(() => void order.push('deferred'));
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await turns();
      order.push('ended');
      return '';
    });
    const desk = new Desk(watched({ tools: [tool] }).app, MODERN);
    desk.cancel(desk.begin('tools/call', { name: 'x' }));
    await desk.connection.idle();
    expect(order).toEqual(['ended', 'deferred']);
  });
});

describe('close', () => {
  it.each(REVISIONS)(
    'aborts what runs, sends nothing, and resolves when all has ended (%s)',
    async (version) => {
      const reasons: unknown[] = [];
      const { app } = watched({ tools: [obedient('x', reasons)] });
      const desk = new Desk(app, version);
      desk.begin('tools/call', { name: 'x' });
      await desk.connection.close('the client left');
      desk.begin('tools/list');
      desk.send({ id: 'p', method: 'ping' });
      await desk.connection.close();
      expect(reasons).toEqual(['Error: the client left']);
      expect(desk.texts).toEqual([]);
      expect(desk.connection.inFlight).toBe(0);
    },
  );

  it('drops calls that wait for their turn', async () => {
    const reasons: unknown[] = [];
    const ran: string[] = [];
    const next = simple('next', () => String(ran.push('next')));
    const desk = new Desk(watched({ tools: [obedient('x', reasons), next], maxInFlight: 1 }).app, MODERN);
    desk.begin('tools/call', { name: 'x' });
    desk.begin('tools/call', { name: 'next' });
    await desk.connection.close();
    expect(ran).toEqual([]);
  });
});

describe('the size of an answer', () => {
  it.each(REVISIONS)('is limited, in bytes, with an error that says so (%s)', async (version) => {
    const { app } = watched({
      maxResultBytes: 4096,
      tools: [simple('wide', () => 'ż'.repeat(2100)), simple('fits', () => 'x'.repeat(3800))],
      resources: [resource({ uri: 'test://r', name: 'r', read: () => 'x'.repeat(5000) })],
    });
    const desk = new Desk(app, version);
    const wide = await desk.call('wide');
    expect(at(wide, 'isError')).toBe(true);
    expect(at(wide, 'content', 0, 'text')).toMatch(/has 4\d{3} bytes; at most 4096 are sent/);
    expect(at(await desk.call('fits'), 'content', 0, 'text')).toHaveLength(3800);
    expect(await desk.error('resources/read', { uri: 'test://r' })).toMatchObject({ code: -32603 });
  });

  it('is 4 MiB when nothing is said', async () => {
    const { app } = watched({ tools: [simple('x', () => 'x'.repeat(4 * 1024 * 1024))] });
    expect(at(await new Desk(app, MODERN).call('x'), 'isError')).toBe(true);
  });
});
