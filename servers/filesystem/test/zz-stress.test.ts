// No operation reaches outside of the roots while a second process swaps names for links.
import { describe, expect, it } from 'vitest';
import type { GateKind } from '../src/fs/types.ts';
import { arena } from './support/arena.ts';
import { races } from './support/race-acts.ts';

const attempts = 50_000;
/** Tries for the control to leak once; a few dozen are enough on a quiet machine. */
const controlAttempts = 200_000;
const gates: readonly GateKind[] = ['pinned', 'chdir'];

describe.each(gates)('through the %s gate nothing leaks', (gate) => {
  it.each(races)(
    '$name',
    async ({ gated }) => {
      const field = await arena(gate);
      const home = process.cwd();
      const tally = { done: 0, refused: 0 };
      const leaks: string[] = [];
      for (let round = 0; round < attempts; round += 1) {
        try {
          const leak = await gated(field, round);
          if (leak !== undefined) leaks.push(leak);
          tally.done += 1;
        } catch (error) {
          if (!(error instanceof Error)) throw error;
          tally.refused += 1;
        }
        leaks.push(...field.damage());
        if (leaks.length > 0) break;
      }
      const rounds = await field.stop();
      expect(leaks).toEqual([]);
      expect(process.cwd()).toBe(home);
      // Else there was no race.
      expect(tally.done + tally.refused).toBe(attempts);
      expect(tally.done).toBeGreaterThan(0);
      expect(tally.refused).toBeGreaterThan(0);
      expect(rounds).toBeGreaterThan(100);
    },
    900_000,
  );
});

describe('a gate that checks the path and then uses it leaks', () => {
  it.each(races)(
    '$name',
    async ({ naive }) => {
      const field = await arena('pinned');
      let leaked = 0;
      for (let round = 0; round < controlAttempts && leaked === 0; round += 1) {
        try {
          if ((await naive(field, round)) !== undefined) leaked += 1;
        } catch (error) {
          if (!(error instanceof Error)) throw error;
        }
        leaked += field.damage().length;
      }
      await field.stop();
      expect(leaked).toBeGreaterThan(0);
    },
    900_000,
  );
});
