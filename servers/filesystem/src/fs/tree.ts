// Whole trees in slices: one directory a tick through the gate, links never followed, cancellable.
import type { Dirent } from 'node:fs';
import { oneLine } from '@plainmcp/kit/hidden';
import { ToolError } from '@plainmcp/protocol';
import { errnoOf } from './failures.ts';
import type { Files, PinnedDirectory, Place } from './types.ts';

/** Milliseconds of work before others get a turn. */
const sliceMs = 8;

/** Lets other requests run now and then; throws when the call was cancelled. */
export function pacer(signal: AbortSignal): () => Promise<void> {
  let since = performance.now();
  return async () => {
    signal.throwIfAborted();
    if (performance.now() - since < sliceMs) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    since = performance.now();
    signal.throwIfAborted();
  };
}

/** A place spelled by its real path, so that no link is on the way to it. */
export interface RealPlace extends Place {
  readonly real: string;
}

/** The leaf of `place` below the real form of its parent. The leaf may be a link, or missing. */
export function realLeaf(files: Files, place: Place): RealPlace {
  return files.withParent(place, (dir, leaf) => childOf(files, dir, leaf));
}

/** The place of a name in a pinned directory. */
export function childOf(files: Files, dir: Pick<PinnedDirectory, 'real'>, name: string): RealPlace {
  const separator = dir.real.endsWith('/') || dir.real.endsWith('\\') ? '' : separatorOf(dir.real);
  const real = `${dir.real}${separator}${name}`;
  const found = files.placeOf(real);
  if (found === undefined) throw changed(real);
  return { ...found, real };
}

/** Pins a directory only if it is still reached without any link. */
export function withRealDirectory<T>(files: Files, place: RealPlace, use: (dir: PinnedDirectory) => T): T {
  return files.withDirectory(place, (dir) => {
    if (dir.real !== place.real) throw changed(place.path);
    return use(dir);
  });
}

/** Like `withParent`, only if the parent is still reached without any link. */
export function withRealParent<T>(
  files: Files,
  place: RealPlace,
  use: (dir: PinnedDirectory, leaf: string) => T,
): T {
  return files.withParent(place, (dir, leaf) => {
    if (childOf(files, dir, leaf).real !== place.real) throw changed(place.path);
    return use(dir, leaf);
  });
}

export interface Visit {
  readonly place: RealPlace;
  /** Names from the top; empty for the top itself. */
  readonly below: readonly string[];
  readonly entries: readonly Dirent[];
}

/** Every directory from `top` down, parents first. */
export async function* directories(files: Files, top: RealPlace, signal: AbortSignal): AsyncGenerator<Visit> {
  const pace = pacer(signal);
  const queue: { place: RealPlace; below: readonly string[] }[] = [{ place: top, below: [] }];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    await pace();
    const { place, below } = next;
    const { entries, children } = withRealDirectory(files, place, (dir) => {
      const found = dir.entries();
      assertNameable(dir, found, place);
      const folders = found.filter((entry) => entry.isDirectory());
      return { entries: found, children: folders.map((entry) => childOf(files, dir, entry.name)) };
    });
    yield { place, below, entries };
    for (const child of children)
      queue.push({ place: child, below: [...below, child.segments.at(-1) ?? ''] });
  }
}

/**
 * Throws when a name is no UTF-8: it is told with U+FFFD in it, and acting on that name would miss the entry or
 * hit another one that is really called so.
 */
export function assertNameable(dir: PinnedDirectory, entries: readonly Dirent[], { path }: Place): void {
  const odd = entries.filter(({ name }) => name.includes('\ufffd')).map(({ name }) => name);
  if (new Set(odd).size === odd.length && odd.every((name) => isThere(dir, name))) return;
  throw new ToolError(
    `${oneLine(path)} has an entry whose name is not valid UTF-8; nothing was done there.`,
    {
      code: 'bad_name',
      hint: 'Work with the other entries one by one; only the user can rename or delete this one.',
    },
  );
}

function isThere(dir: PinnedDirectory, name: string): boolean {
  try {
    dir.lstat(name);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Throws when `--deny` protects something below: a moved or deleted tree would take it along. */
export async function assertNothingDenied(files: Files, top: RealPlace, signal: AbortSignal): Promise<void> {
  if (!files.hasDenyRules) return;
  for await (const { place } of directories(files, top, signal)) {
    if (withRealDirectory(files, place, (dir) => dir.hidesNames())) {
      throw new ToolError(`Access denied - ${oneLine(top.path)} contains names excluded by --deny.`, {
        code: 'access_denied',
        hint: 'Move or delete the other entries one by one.',
      });
    }
  }
}

export function changed(path: string): ToolError {
  return new ToolError(`${oneLine(path)} was moved or replaced meanwhile.`, {
    code: 'changed',
    hint: 'Look again with list_directory, then repeat the call.',
  });
}

function separatorOf(real: string): string {
  return real.startsWith('/') ? '/' : '\\';
}
