// What is tried in the race tests, once through the gate and once by path with a check before (the control).
import * as fs from 'node:fs';
import { join } from 'node:path';
import { copy } from '../../src/fs/copy.ts';
import { listEntries, listSizes } from '../../src/fs/listing.ts';
import { makeDirectories } from '../../src/fs/make-directory.ts';
import { move } from '../../src/fs/move.ts';
import { remove } from '../../src/fs/remove.ts';
import { realLeaf } from '../../src/fs/tree.ts';
import type { Files, Place } from '../../src/fs/types.ts';
import { type Arena, secret, secretName } from './arena.ts';

const { signal } = new AbortController();
const { O_CREAT, O_EXCL, O_TRUNC, O_WRONLY } = fs.constants;

/** One attempt: returns what it leaked, if anything; throws when it was refused. */
export type Act = (arena: Arena, round: number) => Promise<string | undefined> | string | undefined;

export interface Race {
  readonly name: string;
  readonly gated: Act;
  readonly naive: Act;
}

function place({ files }: Arena, path: string, want: 'existing' | 'new' = 'existing'): Place {
  return files.locate(path, want);
}

function readThrough(files: Files, path: string): string {
  const file = files.openFile(files.locate(path, 'existing'));
  try {
    return fs.readFileSync(file.fd, 'utf8');
  } finally {
    file.close();
  }
}

/** The check of a gate that goes by names, asynchronous as in the official server: it was inside a moment ago. */
async function checked({ root }: Arena, path: string): Promise<string> {
  const real = await fs.promises.realpath(path);
  if (real !== root && !real.startsWith(`${root}/`)) throw new Error('outside');
  return path;
}

function holdsSecret(path: string): boolean {
  const stats = fs.lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.isSymbolicLink()) return false;
  if (!stats.isDirectory()) return fs.readFileSync(path, 'utf8') === secret;
  return fs.readdirSync(path).some((name) => name === secretName || holdsSecret(join(path, name)));
}

function taken(path: string): string | undefined {
  const leak = holdsSecret(path) ? `${path} holds the secret` : undefined;
  fs.rmSync(path, { recursive: true, force: true });
  return leak;
}

/** Each of these in turn: the file, the directory above and the one above that are swapped. */
const targets = ['d/f', 'd/sub/f'];

function target(round: number): string {
  return targets[round % targets.length] ?? 'd/f';
}

export const races: readonly Race[] = [
  {
    name: 'read',
    gated: ({ files }, round) =>
      readThrough(files, target(round)) === secret ? 'read the secret' : undefined,
    naive: async (arena, round) => {
      const path = await checked(arena, join(arena.root, target(round)));
      return (await fs.promises.readFile(path, 'utf8')) === secret ? 'read the secret' : undefined;
    },
  },
  {
    name: 'write',
    gated: (arena, round) => {
      arena.files.withParent(place(arena, target(round), 'new'), (dir, leaf) => {
        fs.closeSync(dir.open('w.tmp', O_WRONLY | O_CREAT | O_EXCL));
        dir.rename('w.tmp', 'w');
        dir.unlink('w');
        fs.closeSync(dir.open(leaf, O_WRONLY | O_TRUNC));
      });
      return undefined;
    },
    naive: async (arena, round) => {
      const path = join(await checked(arena, join(arena.root, target(round), '..')), 'w');
      await fs.promises.writeFile(path, 'x');
      await fs.promises.unlink(path);
      await fs.promises.writeFile(await checked(arena, join(arena.root, target(round))), 'x');
      return undefined;
    },
  },
  {
    name: 'mkdir',
    gated: async (arena) => {
      makeDirectories(arena.files, place(arena, 'd/sub/made/deep', 'new'));
      await remove(arena.files, realLeaf(arena.files, place(arena, 'd/sub/made')), signal);
      return undefined;
    },
    naive: async (arena, round) => {
      const name = `made-${round}`;
      const path = join(await checked(arena, join(arena.root, 'd/sub')), name);
      await fs.promises.mkdir(path);
      if (fs.existsSync(join(arena.outside, name))) return 'made a directory outside';
      fs.rmdirSync(path);
      return undefined;
    },
  },
  {
    name: 'delete',
    gated: async (arena, round) => {
      const path = ['d/f', 'd/sub/f', 'd/sub'][round % 3] ?? 'd/f';
      await remove(arena.files, realLeaf(arena.files, place(arena, path)), signal);
      return undefined;
    },
    naive: async (arena, round) => {
      await fs.promises.rm(join(await checked(arena, join(arena.root, target(round), '..')), 'f'));
      return undefined;
    },
  },
  {
    name: 'move',
    gated: async (arena, round) => {
      const options = { overwrite: round % 4 === 3, signal };
      const into = join(arena.root, 'moved');
      await settle(() =>
        move(arena.files, place(arena, target(round)), place(arena, 'moved', 'new'), options),
      );
      const leak = taken(into);
      const mine = join(arena.root, 'mine');
      fs.writeFileSync(mine, 'inside');
      await move(arena.files, place(arena, 'mine'), place(arena, `${target(round)}.moved`, 'new'), options);
      return leak;
    },
    naive: async (arena, round) => {
      const into = join(arena.root, 'moved');
      await fs.promises.rename(join(await checked(arena, join(arena.root, target(round), '..')), 'f'), into);
      return taken(into);
    },
  },
  {
    name: 'copy',
    gated: async (arena, round) => {
      const from = realLeaf(arena.files, place(arena, round % 2 === 0 ? 'd' : target(round)));
      const to = realLeaf(arena.files, place(arena, 'copied', 'new'));
      await settle(() => copy(arena.files, from, to, { overwrite: false, preserve: false, signal }));
      const leak = taken(to.real);
      const stable = realLeaf(arena.files, place(arena, 'stable/f'));
      const inside = realLeaf(arena.files, place(arena, `${target(round)}.copy`, 'new'));
      await copy(arena.files, stable, inside, { overwrite: true, preserve: false, signal });
      return leak;
    },
    naive: async (arena, round) => {
      const into = join(arena.root, 'copied');
      await fs.promises.copyFile(await checked(arena, join(arena.root, target(round))), into);
      return taken(into);
    },
  },
  {
    name: 'list',
    gated: async (arena, round) => {
      const where = place(arena, round % 2 === 0 ? 'd' : 'd/sub');
      const entries = listEntries(arena.files, where, true);
      const sized = await listSizes(arena.files, where, entries, signal);
      return [...entries, ...sized].some(({ name }) => name === secretName)
        ? 'listed the outside'
        : undefined;
    },
    naive: async (arena, round) => {
      const path = await checked(arena, join(arena.root, round % 2 === 0 ? 'd' : 'd/sub'));
      return (await fs.promises.readdir(path)).includes(secretName) ? 'listed the outside' : undefined;
    },
  },
];

/** Runs `work` though it may be refused: what matters is what it left. */
async function settle(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}
