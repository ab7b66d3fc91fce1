// One client over streams: order, coalescing, refusals, and every way to end.
import { describe, expect, it } from 'vitest';
import { fakeApp } from '../fixtures/fake-app.ts';
import { answer, bench, call, soon, turns } from '../fixtures/streams.ts';

const never = (): Promise<void> => new Promise(() => {});

describe('answers', () => {
  it('come in one write for what came in one chunk, in order', async () => {
    const { input, writes, messages } = bench(fakeApp());
    input.write(Array.from({ length: 50 }, (_, id) => call(id, 'echo', { text: `t${id}` })).join(''));
    await turns();
    expect(writes).toHaveLength(1);
    expect(messages()).toEqual(Array.from({ length: 50 }, (_, id) => answer(id, `t${id}`)));
  });

  it('of handlers that end in the same tick come in one write, each as soon as it is there', async () => {
    const { input, writes, messages } = bench(fakeApp());
    input.write(call(1, 'later', { ms: 30 }) + call(2, 'later', { ms: 5 }) + call(3, 'later', { ms: 30 }));
    await soon(() => messages()).toHaveLength(3);
    expect(messages()).toEqual([answer(2, 'done'), answer(1, 'done'), answer(3, 'done')]);
    expect(writes.length).toBeLessThanOrEqual(3);
  });

  it('do not wait for a slow call before them', async () => {
    const { input, messages, over } = bench(fakeApp());
    input.write(call(1, 'later', { ms: 60_000 }) + call(2, 'echo', { text: 'quick' }));
    await turns();
    expect(messages()).toEqual([answer(2, 'quick')]);
    input.write('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}\n');
    input.end();
    expect(await over).toBe(0);
  });

  it('go out whole when they are large, and in order with small ones', async () => {
    const { input, messages } = bench(fakeApp(), { highWater: 16 * 1024 * 1024 });
    input.write(call(1, 'big', { chars: 600_000 }) + call(2, 'echo', { text: 'ä€😀' }));
    input.write(call(3, 'big', { chars: 20_000 }) + call(4, 'echo', { text: 'last' }));
    await soon(() => messages()).toHaveLength(4);
    expect(messages()).toEqual([
      answer(1, 'x'.repeat(600_000)),
      answer(2, 'ä€😀'),
      answer(3, 'x'.repeat(20_000)),
      answer(4, 'last'),
    ]);
  });
});

describe('many lines at once', () => {
  it('leave timers and immediates their turn', async () => {
    const app = fakeApp();
    const { input } = bench(app);
    let seen = -1;
    setImmediate(() => {
      setImmediate(() => {
        seen = app.received.length;
      });
    });
    input.write('{"jsonrpc":"2.0","method":"notifications/x"}\n'.repeat(20_000));
    await soon(() => app.received.length).toBe(20_000);
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeLessThan(20_000);
  });
});

describe('lines that cannot be read', () => {
  it('over the limit are answered with size and limit, by id where it can be told', async () => {
    const { input, messages, verbose, wire } = bench(fakeApp(), { maxLineBytes: 2000 });
    const long = call(5, 'echo', { text: 'x'.repeat(3000) });
    input.write(`${long}${'y'.repeat(2001)}\n${call(6, 'echo', { text: 'alive' })}`);
    await turns();
    const size = long.length - 1;
    expect(messages()).toEqual([
      { jsonrpc: '2.0', id: 5, error: { code: -32600, message: expect.stringContaining(`${size} bytes`) } },
      { jsonrpc: '2.0', error: { code: -32600, message: expect.stringContaining('limit of 2000 bytes') } },
      answer(6, 'alive'),
    ]);
    expect(verbose).toHaveLength(2);
    expect(wire.filter((line) => line.startsWith('!'))).toHaveLength(2);
  });

  it('keep every digit of the id', async () => {
    const { input, writes } = bench(fakeApp(), { maxLineBytes: 100 });
    input.write(`{"id":12345678901234567890,"method":"m","params":"${'x'.repeat(200)}"}\n`);
    await turns();
    expect(writes.join('')).toContain('"id":12345678901234567890,');
  });

  it('for not being UTF-8 get a parse error', async () => {
    const { input, messages } = bench(fakeApp());
    input.write(Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xe4]), Buffer.from('"}\n')]));
    await turns();
    expect(messages()).toEqual([
      { jsonrpc: '2.0', error: { code: -32700, message: expect.stringContaining('UTF-8') } },
    ]);
  });
});

describe('the end', () => {
  it('of input lets calls in flight finish, closes, and gives 0', async () => {
    const app = fakeApp();
    const { input, messages, over, closed } = bench(app);
    input.end(call(1, 'later', { ms: 50 }) + call(2, 'echo', { text: 'no newline' }).trimEnd());
    expect(await over).toBe(0);
    expect(messages()).toEqual([answer(2, 'no newline'), answer(1, 'done')]);
    expect(closed).toEqual(['end of input']);
    expect(app.closed).toEqual(['end of input']);
  });

  it('comes though calls do not finish', async () => {
    const { input, messages, over, verbose } = bench(fakeApp({ never }), { drainMs: 30 });
    input.end(call(1, 'never') + call(2, 'echo', { text: 'x' }));
    expect(await over).toBe(0);
    expect(messages()).toEqual([answer(2, 'x')]);
    expect(verbose).toContain('1 calls were still running');
  });

  it('comes though onClose hangs or fails, and says that it failed', async () => {
    const hangs = bench(fakeApp(), { closeMs: 30, onClose: never });
    hangs.input.end();
    expect(await hangs.over).toBe(0);
    const fails = bench(fakeApp(), {
      onClose: () => {
        throw new Error('pool is stuck');
      },
    });
    fails.input.end();
    expect(await fails.over).toBe(0);
    expect(fails.log).toEqual(['closing failed: pool is stuck']);
  });

  it('comes though the last answers are not read', async () => {
    const { input, over, stopReading, verbose } = bench(fakeApp(), { drainMs: 30 });
    stopReading();
    input.end(call(1, 'echo', { text: 'x' }));
    expect(await over).toBe(0);
    expect(verbose).toContain('the client did not read its last answers');
  });

  it('waits until the last answers are read', async () => {
    const { input, over, stopReading, readOn, closed } = bench(fakeApp());
    stopReading();
    input.end(call(1, 'echo', { text: 'x' }));
    await turns(20);
    expect(closed).toEqual([]);
    readOn();
    expect(await over).toBe(0);
  });

  it('by a signal stops reading, and a second call cuts the waiting short', async () => {
    const app = fakeApp({ never });
    const { session, input, over, messages } = bench(app, { drainMs: 60_000 });
    input.write(call(1, 'never'));
    await turns();
    session.shutDown('SIGTERM', { drain: true, code: 0 });
    input.write(call(2, 'echo', { text: 'too late' }));
    await turns();
    session.shutDown('SIGTERM', { drain: true, code: 0 });
    expect(await over).toBe(0);
    expect(messages()).toEqual([]);
    expect(app.received).toHaveLength(1);
  });

  it('after an exception keeps its code', async () => {
    const { session, input, over } = bench(fakeApp({ never }), { drainMs: 60_000 });
    input.end(call(1, 'never'));
    await turns();
    session.shutDown('uncaught exception', { drain: false, code: 1 });
    expect(await over).toBe(1);
  });

  it('of the reader is quiet', async () => {
    const { output, over, log } = bench(fakeApp());
    output.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(await over).toBe(0);
    expect(log).toEqual([]);
  });

  it('by any other failure of the output is told and gives 1', async () => {
    const { output, over, log } = bench(fakeApp());
    output.destroy(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
    expect(await over).toBe(1);
    expect(log).toEqual(['output failed: no space left']);
  });

  it('of a broken input is an end of input', async () => {
    const { input, over, messages } = bench(fakeApp());
    input.write(call(1, 'later', { ms: 20 }));
    await turns();
    input.destroy(new Error('read EIO'));
    expect(await over).toBe(0);
    expect(messages()).toEqual([answer(1, 'done')]);
  });

  it('can be asked for by the dispatcher', async () => {
    const app = fakeApp();
    const { over, closed } = bench(app);
    app.peer()?.fail?.('nonsense');
    expect(await over).toBe(1);
    expect(closed).toEqual(['nonsense']);
  });
});

describe('the wire log', () => {
  it('has every line in and out in order', async () => {
    const { input, wire } = bench(fakeApp());
    const line = call(1, 'echo', { text: 'x' });
    input.write(`${line}\r\n`);
    await turns();
    expect(wire).toEqual([`< ${line.trimEnd()}`, `> ${JSON.stringify(answer(1, 'x'))}`]);
  });
});
