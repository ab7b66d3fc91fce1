// Moves a file, link or directory: by name where both parents can be pinned, else by copying and deleting.
import type { Stats } from 'node:fs';
import { oneLine } from '@plainmcp/kit/hidden';
import { ToolError } from '@plainmcp/protocol';
import { copy } from './copy.ts';
import { destinationExists, diskError, errnoOf, rootItself } from './failures.ts';
import { putNewDirectory, putNewFile, putNewLink } from './put.ts';
import { remove } from './remove.ts';
import { assertNothingDenied, changed, type RealPlace, realLeaf } from './tree.ts';
import type { Files, ParentPair, Place } from './types.ts';

export interface MoveOptions {
  readonly overwrite: boolean;
  readonly signal: AbortSignal;
}

/** Moves the name `from` to `to`. A link stays a link; a directory is never replaced. */
export async function move(
  files: Files,
  from: Place,
  to: Place,
  options: MoveOptions,
): Promise<'renamed' | 'copied'> {
  files.assertWritable(from);
  files.assertWritable(to);
  const stats = files.lstat(from, 'rename');
  const source = realLeaf(files, from);
  const target = realLeaf(files, to);
  if (files.holdsRoot(source.real)) throw rootItself(from.path);
  if (stats.isDirectory()) {
    if (isBelow(target.real, source.real)) {
      throw diskError('EINVAL', 'rename', to.path, undefined, 'A directory cannot be moved into itself.');
    }
    await assertNothingDenied(files, source, options.signal);
  }
  if (byName(files, source, target, stats, options.overwrite)) return 'renamed';
  return await byCopy(files, source, target, options);
}

/** False when the two places cannot be joined by one call of the system. */
function byName(files: Files, from: RealPlace, to: RealPlace, stats: Stats, overwrite: boolean): boolean {
  return files.withParents(from, to, (pair) => {
    const now = pair.from.lstat(pair.fromLeaf);
    if (!isSame(now, stats)) throw changed(from.path);
    try {
      act(pair, now, to, overwrite);
      return true;
    } catch (error) {
      const code = errnoOf(error);
      if (code === 'EXDEV') return false;
      if (code === 'EEXIST' || code === 'ENOTEMPTY') throw destinationExists(to.path);
      throw error;
    }
  });
}

function act(pair: ParentPair, stats: Stats, to: RealPlace, overwrite: boolean): void {
  const there = lstatOrNothing(pair);
  if (there !== undefined) {
    // On a disk that folds case, `a` and `A` are one entry: renaming it changes the spelling.
    const respelled = isSame(there, stats) && pair.from.real === pair.to.real && stats.nlink === 1;
    if (respelled && pair.fromLeaf !== pair.toLeaf) {
      pair.rename();
      return;
    }
    if (!overwrite) throw destinationExists(to.path);
    replace(pair, stats, there, to);
    return;
  }
  if (stats.isDirectory()) putNewDirectory(pair);
  else if (stats.isSymbolicLink()) putNewLink(pair);
  else putNewFile(pair);
}

function replace(pair: ParentPair, stats: Stats, there: Stats, to: RealPlace): void {
  if (there.isDirectory() || stats.isDirectory()) {
    throw new ToolError(`Destination already exists: ${oneLine(to.path)}`, {
      code: 'exists',
      hint: 'overwrite replaces a file by a file only; a directory is never replaced.',
    });
  }
  const isItself = isSame(there, stats) && pair.from.real === pair.to.real && pair.fromLeaf === pair.toLeaf;
  pair.rename();
  // rename(2) does nothing between two hard links of one file.
  if (!isItself && isSame(there, stats)) pair.from.unlink(pair.fromLeaf);
}

async function byCopy(files: Files, from: RealPlace, to: RealPlace, options: MoveOptions): Promise<'copied'> {
  const copied = await copy(files, from, to, { ...options, preserve: true });
  if (copied.special > 0) {
    throw new ToolError(`${oneLine(from.path)} was copied to ${oneLine(to.path)} but not deleted.`, {
      code: 'special_files',
      hint: `${copied.special} FIFOs, sockets or devices in it cannot be copied between file systems.`,
    });
  }
  await remove(files, from, options.signal);
  return 'copied';
}

function lstatOrNothing({ to, toLeaf }: ParentPair): Stats | undefined {
  try {
    return to.lstat(toLeaf);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isSame(a: Stats, b: Stats): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}

function isBelow(path: string, above: string): boolean {
  return path.startsWith(above) && /^[\\/]/.test(path.slice(above.length));
}
