// Reading at the speed at which answers are read.
import { describe, expect, it } from 'vitest';
import { fakeApp } from '../fixtures/fake-app.ts';
import { answer, bench, call, soon, turns } from '../fixtures/streams.ts';

const KIB = 1024;

describe('a client that does not read', () => {
  it('is not read either, and gets everything once it reads', async () => {
    const app = fakeApp();
    const { input, output, stopReading, readOn, messages } = bench(app, { highWater: 64 * KIB });
    stopReading();
    const text = 'y'.repeat(8 * KIB);
    for (let id = 0; id < 200; id += 1) input.write(call(id, 'echo', { text }));
    await turns(50);
    expect(input.isPaused()).toBe(true);
    const heldBack = app.received.length;
    expect(heldBack).toBeLessThan(12);
    expect(output.writableLength).toBeLessThan(100 * KIB);
    await turns(50);
    expect(app.received).toHaveLength(heldBack);
    readOn();
    await soon(() => messages().length).toBe(200);
    expect(messages()).toEqual(Array.from({ length: 200 }, (_, id) => answer(id, text)));
    expect(input.isPaused()).toBe(false);
  });

  it('is held back within one chunk of small requests for large answers', async () => {
    const app = fakeApp();
    const { input, stopReading, readOn, messages } = bench(app, { highWater: 256 * KIB });
    stopReading();
    input.write(Array.from({ length: 64 }, (_, id) => call(id, 'big', { chars: 100 * KIB })).join(''));
    await turns(50);
    expect(app.received.length).toBeLessThan(6);
    readOn();
    await soon(() => messages().length).toBe(64);
  });

  it('is still served when it ends its input meanwhile', async () => {
    const { input, stopReading, readOn, over, messages } = bench(fakeApp(), { highWater: 10 * KIB });
    stopReading();
    input.end(Array.from({ length: 20 }, (_, id) => call(id, 'big', { chars: 4 * KIB })).join(''));
    await turns(20);
    readOn();
    expect(await over).toBe(0);
    expect(messages()).toHaveLength(20);
  });

  it('is known to the dispatcher', async () => {
    const app = fakeApp();
    const { input, stopReading, readOn } = bench(app, { highWater: 10 * KIB });
    expect(app.peer()?.ready?.()).toBeUndefined();
    stopReading();
    input.write(call(1, 'big', { chars: 20 * KIB }));
    await turns();
    const ready = app.peer()?.ready?.();
    expect(ready).toBeInstanceOf(Promise);
    let isReady = false;
    void ready?.then(() => {
      isReady = true;
    });
    await turns();
    expect(isReady).toBe(false);
    readOn();
    await soon(() => isReady).toBe(true);
  });

  it('does not stay paused when its reader goes away', async () => {
    const { input, output, stopReading, over } = bench(fakeApp(), { highWater: 10 * KIB });
    stopReading();
    input.write(call(1, 'big', { chars: 20 * KIB }) + call(2, 'big', { chars: 20 * KIB }));
    await turns();
    output.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(await over).toBe(0);
  });
});
