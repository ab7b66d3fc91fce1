// Walks and searches show nothing of the outside while a second process swaps names for links.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { GateKind } from '../src/fs/types.ts';
import type { Job } from '../src/search/jobs.ts';
import { whereOf } from '../src/search/jobs.ts';
import { startJob } from '../src/search/start-job.ts';
import { finish } from './search-fixture.ts';
import { type Arena, arena, secret, secretName } from './support/arena.ts';

const attempts = 5000;
/** Tries for the control to leak once; a few dozen are enough on a quiet machine. */
const controlAttempts = 100_000;
const gates: readonly GateKind[] = ['pinned', 'chdir'];

/** A tree, a search by name and a search by content in turn, from the root and from below. */
function job({ files, root }: Arena, round: number): Job {
  const base = {
    where: whereOf(files.locate(round % 2 === 0 ? root : join(root, 'd'), 'existing')),
    excludePatterns: [],
    respectGitignore: round % 4 < 2,
    maxChars: 40_000,
    limit: 500,
    cursor: undefined,
  };
  switch (round % 3) {
    case 0:
      return { ...base, kind: 'tree', maxDepth: undefined, maxEntries: 800, format: 'compact' };
    case 1:
      return {
        ...base,
        kind: 'files',
        pattern: '*',
        sort: round % 5 === 0 ? 'mtime' : 'name',
        type: undefined,
        minSize: undefined,
        maxSize: undefined,
        modifiedAfter: undefined,
        absolute: false,
      };
    default:
      return {
        ...base,
        kind: 'content',
        query: `${secret}|inside`,
        regex: true,
        ignoreCase: false,
        wholeWord: false,
        multiline: false,
        glob: undefined,
        context: 0,
        mode: 'matches',
      };
  }
}

describe.each(gates)('through the %s gate', (gate) => {
  it('nothing leaks', async () => {
    const field = await arena(gate);
    const leaks: string[] = [];
    let done = 0;
    let entries = 0;
    for (let round = 0; round < attempts && leaks.length === 0; round += 1) {
      try {
        const { text } = finish(startJob(field.files, job(field, round)));
        done += 1;
        entries += text.split(/\s/).length;
        if (text.includes(secretName) || text.includes(secret)) leaks.push(text);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
      }
    }
    const rounds = await field.stop();
    expect(leaks).toEqual([]);
    expect(done).toBeGreaterThan(attempts / 4);
    expect(entries).toBeGreaterThan(done);
    expect(rounds).toBeGreaterThan(100);
  }, 180_000);
});

/** A walk by path that looks at what it is about to enter, as most walks do. */
function plainWalk(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const below = join(path, entry.name);
    if (entry.isDirectory()) return [entry.name, ...plainWalk(below)];
    return entry.isFile() ? [entry.name, readFileSync(below, 'utf8')] : [];
  });
}

describe('a walk by path', () => {
  it('leaks', async () => {
    const field = await arena('pinned');
    let leaked = false;
    for (let round = 0; round < controlAttempts && !leaked; round += 1) {
      try {
        leaked = plainWalk(field.root).some((text) => text === secretName || text === secret);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
      }
    }
    await field.stop();
    expect(leaked).toBe(true);
  }, 180_000);
});
