// The judge is judged: every fault of the fixture is caught, and every check has caught something.
import { tree } from '@plainmcp/harness/tmp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checksFor, type ServerUnderTest, type Started } from '../src/contract.ts';
import { Session } from '../src/session.ts';
import { echo } from './echo.ts';
import { rows } from './faults.ts';

/** The fixture with one fault, also where it is started without any environment. */
function broken(fault: string): ServerUnderTest<Started & { readonly word: string }> {
  const lines = [
    `process.env.FAULT = ${JSON.stringify(fault)};`,
    `await import(${JSON.stringify(String(echo.bin))});`,
  ];
  return { ...echo, bin: tree({ 'bin.mjs': lines.join('\n') }, { scope: 'file' }).join('bin.mjs') };
}

// Where an answer never comes, these tests need not wait as long for it.
beforeAll(() => {
  vi.stubEnv('HARNESS_PATIENCE', '0.2');
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const all = checksFor(Session.of(echo).subject);

describe('a server that', () => {
  it.concurrent.each(rows)('$fault', { timeout: 60_000 }, async ({ fault, checks, says }) => {
    const session = Session.of(broken(fault));
    try {
      for (const start of checks) {
        const meant = all.filter((check) => check.name.startsWith(start));
        expect(meant.length, `no check is named ${start}...`).toBeGreaterThan(0);
        for (const check of meant) {
          await expect(session.judge(check), check.name).rejects.toThrow(says);
        }
      }
    } finally {
      await session.close();
    }
  });
});

describe('the checks', () => {
  it('each catch at least one fault here or in manifest.test.ts', () => {
    const starts = rows.flatMap(({ checks }) => checks);
    const idle = all.filter(
      (check) => !check.name.startsWith('manifest:') && !starts.some((start) => check.name.startsWith(start)),
    );
    expect(idle.map((check) => check.name)).toEqual([]);
  });

  it('have different names', () => {
    expect(new Set(all.map((check) => check.name)).size).toBe(all.length);
  });

  it('leave out what the record does not declare', () => {
    const { slow: _slow, large: _large, faulty: _faulty, ...rest } = echo;
    const fewer = checksFor(Session.of(rest).subject);
    expect(fewer.length).toBeLessThan(all.length);
    expect(fewer.some((check) => check.name.includes('the large call'))).toBe(false);
  });
});
