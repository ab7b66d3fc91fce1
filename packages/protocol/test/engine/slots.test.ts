// Handlers start in order and never more than the limit at once.
import { describe, expect, it } from 'vitest';
import { Slots } from '../../src/engine/slots.ts';
import { gate } from '../support/tools.ts';

const open = (): undefined => undefined;

describe('Slots', () => {
  it('starts as many as the limit, then one for each that leaves, in order', () => {
    const started: number[] = [];
    const slots = new Slots<number>(2, (job) => started.push(job) > 0, open);
    for (let job = 1; job <= 5; job += 1) slots.enter(job);
    expect(started).toEqual([1, 2]);
    slots.leave();
    expect(started).toEqual([1, 2, 3]);
    slots.leave();
    slots.leave();
    expect(started).toEqual([1, 2, 3, 4, 5]);
  });

  it('passes over a hundred thousand dropped jobs without a deep stack', () => {
    const started: number[] = [];
    const slots = new Slots<number>(1, (job) => (job === 0 || job > 100_000) && started.push(job) > 0, open);
    for (let job = 0; job <= 100_001; job += 1) slots.enter(job);
    slots.leave();
    expect(started).toEqual([0, 100_001]);
  });

  it('starts nothing while it is held, whatever ends the hold', async () => {
    const started: number[] = [];
    const first = gate();
    let hold: Promise<void> | undefined = first.opened;
    const slots = new Slots<number>(
      4,
      (job) => started.push(job) > 0,
      () => hold,
    );
    slots.enter(1);
    slots.enter(2);
    expect(started).toEqual([]);
    hold = Promise.reject(new Error('gone'));
    hold.catch(() => undefined);
    first.open();
    await first.opened;
    expect(started).toEqual([]);
    hold = undefined;
    await new Promise(setImmediate);
    expect(started).toEqual([1, 2]);
  });

  it('lets one in for a job that is waiting, and counts it again when it goes on', () => {
    const started: number[] = [];
    const slots = new Slots<number>(1, (job) => started.push(job) > 0, open);
    for (const job of [1, 2, 3]) slots.enter(job);
    slots.leave();
    expect(started).toEqual([1, 2]);
    slots.reenter();
    slots.leave();
    expect(started).toEqual([1, 2]);
    slots.leave();
    expect(started).toEqual([1, 2, 3]);
  });

  it('starts few at first, more as small answers come, and all of them soon when none comes', async () => {
    const started: number[] = [];
    const slots = new Slots<number>(64, (job) => started.push(job) > 0, open);
    for (let job = 0; job < 64; job += 1) slots.enter(job);
    expect(started).toHaveLength(4);
    slots.answered(100);
    slots.leave();
    expect(started).toHaveLength(9);
    await expect.poll(() => started.length).toBe(64);
    expect(started).toEqual(Array.from({ length: 64 }, (_, job) => job));
  });

  it('starts fewer while large answers are not read', () => {
    const started: number[] = [];
    let behind: Promise<void> | undefined;
    const slots = new Slots<number>(
      64,
      (job) => started.push(job) > 0,
      () => behind,
    );
    for (let n = 0; n < 4; n += 1) slots.answered(100);
    behind = new Promise(() => undefined);
    slots.answered(2 * 1024 * 1024);
    behind = undefined;
    for (let job = 0; job < 64; job += 1) slots.enter(job);
    expect(started).toEqual([0, 1]);
  });
});
