// Sealed state: bound, short-lived, single-use, tamper-proof.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Sealer } from '../../src/features/seal.ts';

const SECRET = 'a secret of some length';
const refusal = expect.objectContaining({
  code: -32602,
  message: expect.stringContaining('requestState was refused'),
});

describe('Sealer', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('gives back what was sealed, and shows nothing of it', async () => {
    const sealer = new Sealer(undefined);
    const sealed = await sealer.seal({ answers: ['żółw'] }, 'b');
    expect(sealed).toMatch(/^[\w-]+$/);
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('answers');
    expect(await sealer.open(sealed, 'b')).toEqual({ answers: ['żółw'] });
  });

  it('opens once in a process with a key of its own, for each retry where the key is shared', async () => {
    const own = new Sealer(undefined);
    const once = await own.seal(1, 'b');
    await own.open(once, 'b');
    await expect(own.open(once, 'b')).rejects.toEqual(refusal);
    const sealed = await new Sealer(SECRET).seal(1, 'b');
    const replica = new Sealer(SECRET);
    expect([await replica.open(sealed, 'b'), await replica.open(sealed, 'b')]).toEqual([1, 1]);
    await expect(new Sealer(`${SECRET}!`).open(sealed, 'b')).rejects.toEqual(refusal);
    await expect(own.open(sealed, 'b')).rejects.toEqual(refusal);
  });

  it('of two that open the same text at once only one succeeds', async () => {
    const sealer = new Sealer(undefined);
    const sealed = await sealer.seal(1, 'b');
    const tries = await Promise.allSettled([1, 2, 3].map(() => sealer.open(sealed, 'b')));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('a refusal for another request does not use it up', async () => {
    const sealer = new Sealer(undefined);
    const sealed = await sealer.seal(1, 'b');
    await expect(sealer.open(sealed, 'other')).rejects.toEqual(refusal);
    expect(await sealer.open(sealed, 'b')).toBe(1);
  });

  it('notices any changed bit, and any other spelling', async () => {
    const sealer = new Sealer(SECRET);
    const sealed = await sealer.seal({ a: 1 }, 'b');
    const bytes = Buffer.from(sealed, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      await expect(sealer.open(changed.toString('base64url'), 'b')).rejects.toEqual(refusal);
    }
    for (const other of [
      '',
      'x',
      `${sealed}=`,
      `${sealed} `,
      ` ${sealed}`,
      sealed.slice(1),
      sealed.slice(0, -2),
      `${sealed}AAAA`,
      'A'.repeat(40_000),
      '!'.repeat(60),
    ]) {
      await expect(sealer.open(other, 'b')).rejects.toEqual(refusal);
    }
  });

  it('lasts ten minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const sealer = new Sealer(SECRET);
    const sealed = await sealer.seal(1, 'b');
    vi.setSystemTime(Date.now() + 599_999);
    expect(await sealer.open(sealed, 'b')).toBe(1);
    vi.setSystemTime(Date.now() + 2);
    await expect(sealer.open(sealed, 'b')).rejects.toEqual(refusal);
  });

  it('carries 32 kB at most', async () => {
    const sealer = new Sealer(undefined);
    const large = await sealer.seal('x'.repeat(24_000), 'b');
    expect(await sealer.open(large, 'b')).toHaveLength(24_000);
    await expect(sealer.seal('x'.repeat(25_000), 'b')).rejects.toThrow(/too long/);
  });

  it('seals the same value differently each time', async () => {
    const sealer = new Sealer(SECRET);
    expect(await sealer.seal(1, 'b')).not.toBe(await sealer.seal(1, 'b'));
  });

  it('forgets the oldest of very many', async () => {
    const sealer = new Sealer(undefined);
    const oldest = await sealer.seal(1, 'b');
    const second = await sealer.seal(2, 'b');
    for (let n = 0; n < 9999; n += 1) await sealer.seal(n, 'b');
    await expect(sealer.open(oldest, 'b')).rejects.toEqual(refusal);
    expect(await sealer.open(second, 'b')).toBe(2);
  });

  it('needs a secret of some length', () => {
    expect(() => new Sealer('short')).toThrow(TypeError);
    expect(() => new Sealer(new Uint8Array(15))).toThrow(TypeError);
  });
});
