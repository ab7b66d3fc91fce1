// Follows a path by hand, one component at a time, restarting from the root a link leads into.
import { realpathSync } from 'node:fs';
import type { Surroundings } from './confined-directory.ts';
import { Blocked, errno, errnoOf } from './failures.ts';
import { segmentsBelow } from './lexical.ts';
import type { OpenRoot } from './roots.ts';
import type { PinnedDirectory, Place } from './types.ts';

/** Pins a root for the time of `use`. */
export type EnterRoot = <T>(root: OpenRoot, use: (dir: PinnedDirectory) => T) => T;

/** As many links as Linux follows. */
const maxLinks = 40;
/** Turns over `..` in link targets; each needs a restart. */
const maxTurns = 400;

interface Detour {
  /** A real directory, or the top of the file system. */
  readonly base: string;
  readonly names: readonly string[];
  readonly byLink: boolean;
}

type Step<T> = { readonly done: true; readonly value: T } | ({ readonly done: false } & Detour);

/**
 * Calls `use` with the pinned directory that holds the last component of `place` and that component, which is
 * no link (but may be missing); without a name when the path ends at a root or at `..`.
 * Throws `Blocked` when a link leads outside of the roots, ENOENT and ENOTDIR for what is before the end.
 */
export function follow<T>(
  around: Surroundings,
  enterRoot: EnterRoot,
  place: Place,
  use: (dir: PinnedDirectory, leaf: string | undefined) => T,
): T {
  let start = startAt(around, { base: place.root.real, names: place.segments, byLink: false });
  let links = 0;
  for (let turns = 0; turns < maxTurns; turns += 1) {
    const { root, names } = start;
    const step = enterRoot(root, (dir) => walk(around, dir, names, 0, use));
    if (step.done) return step.value;
    if (step.byLink) links += 1;
    if (links > maxLinks) break;
    start = startAt(around, step);
  }
  throw new Blocked('loop');
}

function walk<T>(
  around: Surroundings,
  dir: PinnedDirectory,
  names: readonly string[],
  at: number,
  use: (dir: PinnedDirectory, leaf: string | undefined) => T,
): Step<T> {
  const { path } = around.roots.flavour;
  const name = names[at];
  const isLast = at === names.length - 1;
  if (name === undefined) return { done: true, value: use(dir, undefined) };
  if (name === '..') {
    return { done: false, base: path.dirname(dir.real), names: names.slice(at + 1), byLink: false };
  }
  const stats = lstatOrMissing(dir, name, !isLast);
  if (stats?.isSymbolicLink()) {
    const target = dir.readlink(name);
    const absolute = path.isAbsolute(target);
    const { root } = path.parse(target);
    const parts = target
      .slice(absolute ? root.length : 0)
      .split(around.roots.flavour.windows ? /[\\/]+/ : '/');
    const base = absolute ? path.resolve(dir.real, root) : dir.real;
    const clean = parts.filter((part) => part !== '' && part !== '.');
    return { done: false, base, names: [...clean, ...names.slice(at + 1)], byLink: true };
  }
  if (isLast) return { done: true, value: use(dir, name) };
  if (stats?.isDirectory() === false) throw errno('ENOTDIR', 'lstat');
  return dir.enter(name, (child) => walk(around, child, names, at + 1, use));
}

function lstatOrMissing(dir: PinnedDirectory, name: string, needed: boolean) {
  try {
    return dir.lstat(name);
  } catch (error) {
    if (needed || errnoOf(error) !== 'ENOENT') throw error;
    return undefined;
  }
}

/** The root to begin at, and the names from there. What lies outside of the roots is text only. */
function startAt(
  { roots }: Surroundings,
  { base, names }: Detour,
): { root: OpenRoot; names: readonly string[] } {
  const { path } = roots.flavour;
  let reached = base;
  for (let index = 0; index <= names.length; index += 1) {
    const root = roots.ownerOf(reached) ?? roots.all.find((candidate) => candidate.path === reached);
    const below =
      root && segmentsBelow(root.path === reached ? root.path : root.real, reached, roots.flavour);
    if (root && below) return { root, names: [...below, ...names.slice(index)] };
    const name = names[index];
    if (name !== undefined) reached = name === '..' ? path.dirname(reached) : path.join(reached, name);
  }
  const alias = realAlias(reached, roots.flavour.windows);
  const root = alias === undefined ? undefined : roots.ownerOf(alias);
  const below = root && alias !== undefined ? segmentsBelow(root.real, alias, roots.flavour) : undefined;
  if (root && below) return { root, names: below };
  throw new Blocked('outside');
}

/** The real form of a link target that is written through links outside; only a hint, the walk proves it. */
function realAlias(target: string, windows: boolean): string | undefined {
  // On Windows asking for a network path would send credentials.
  if (windows && !/^[A-Za-z]:\\/.test(target)) return undefined;
  try {
    return realpathSync.native(target);
  } catch {
    return undefined;
  }
}
