// How many handlers start at once follows what becomes of their answers.
import { describe, expect, it } from 'vitest';
import { Window } from '../../src/engine/window.ts';

const MIB = 1024 * 1024;

describe('Window', () => {
  it('opens to the limit with answers that are small', () => {
    const window = new Window(64);
    for (let n = 0; n < 4; n += 1) window.answered(100, false);
    expect(window.size).toBe(64);
    window.answered(100, false);
    expect(window.size).toBe(64);
  });

  it('does not open with answers so large that more of them would not fit', () => {
    const window = new Window(64);
    const { size } = window;
    window.answered(MIB, false);
    expect(window.size).toBe(size);
    window.widen();
    expect(window.size).toBe(2 * size);
  });

  it('closes with large answers that are not read, never fully, and opens again', () => {
    const window = new Window(64);
    for (let n = 0; n < 4; n += 1) window.answered(100, false);
    window.answered(100, true);
    expect(window.size).toBe(64);
    window.answered(MIB, true);
    expect(window.size).toBe(4);
    window.answered(100 * MIB, true);
    expect(window.size).toBe(2);
    window.answered(100, false);
    expect(window.size).toBe(4);
  });

  it('never exceeds its limit', () => {
    const window = new Window(1);
    window.answered(100 * MIB, true);
    window.widen();
    expect(window.size).toBe(1);
  });
});
