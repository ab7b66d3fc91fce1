import { describe, expect, it } from 'vitest';
import { lazy } from '../src/lazy.ts';

describe('lazy', () => {
  it('loads nothing before the first use and once for all uses', async () => {
    let loads = 0;
    const engine = lazy(async () => {
      loads += 1;
      return { loads };
    });
    expect(loads).toBe(0);
    const [first, second] = await Promise.all([engine(), engine()]);
    expect(await engine()).toBe(first);
    expect(second).toBe(first);
    expect(loads).toBe(1);
  });

  it('tries again after a load that failed', async () => {
    let loads = 0;
    const engine = lazy(async () => {
      loads += 1;
      if (loads === 1) throw new Error('EMFILE');
      return 'loaded';
    });
    await expect(engine()).rejects.toThrow('EMFILE');
    expect(await engine()).toBe('loaded');
  });
});
