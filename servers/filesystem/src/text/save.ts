// Puts new bytes in the place of a file: whole or not at all, keeping its mode, owner and other links.

import { closeSync, constants, fchmodSync, fchownSync, fstatSync, type Stats } from 'node:fs';
import { oneLine } from '@plainmcp/kit/hidden';
import { ToolError } from '@plainmcp/protocol';
import { errno, errnoOf, special } from '../fs/failures.ts';
import { putNewFile, temporaryName, within } from '../fs/put.ts';
import type { Files, PinnedDirectory, Place } from '../fs/types.ts';
import { appendBytes, overwriteBytes, writeParts } from './write-bytes.ts';

export interface SaveOptions {
  /** Write through the existing inode. */
  readonly inPlace: boolean;
  /** Fail when the file exists. */
  readonly exclusive?: boolean;
  /** What the change was made from: fails when the file is another one by now. `undefined`: any state. */
  readonly expected?: Stats | undefined;
}

export interface Saved {
  readonly created: boolean;
  /** Why the old inode was written instead of a new file put in its place. */
  readonly inPlace: string | undefined;
}

/** Writes `parts`, one after the other, to `target`, which is no link (see `Files.resolveLeaf`). Atomic unless `inPlace` says why not. */
export function save(files: Files, target: Place, parts: readonly Uint8Array[], options: SaveOptions): Saved {
  return files.withParent(target, (dir, leaf) => {
    const old = present(dir, leaf, target);
    assertUnchanged(old, options.expected, target);
    if (old === undefined) {
      replace(dir, leaf, parts, undefined, options.exclusive === true, target);
      return { created: true, inPlace: undefined };
    }
    if (options.exclusive === true) throw exists(target);
    const reason = options.inPlace
      ? 'of --in-place'
      : old.nlink > 1
        ? 'the file has other hard links'
        : undefined;
    const why = reason ?? replace(dir, leaf, parts, old, false, target);
    if (why !== undefined)
      through(
        dir,
        leaf,
        old,
        constants.O_WRONLY,
        (fd) => overwriteBytes(fd, Buffer.concat(parts), old.size),
        target,
      );
    return { created: false, inPlace: why };
  });
}

/** Adds `bytes` at the end of `target`; all of them or, when the disk refuses, none. */
export function append(files: Files, target: Place, bytes: Uint8Array, expected: Stats | undefined): Saved {
  return files.withParent(target, (dir, leaf) => {
    const old = present(dir, leaf, target);
    assertUnchanged(old, expected, target);
    if (old === undefined) replace(dir, leaf, [bytes], undefined, true, target);
    else
      through(
        dir,
        leaf,
        old,
        constants.O_WRONLY | constants.O_APPEND,
        (fd) => appendBytes(fd, bytes),
        target,
      );
    return { created: old === undefined, inPlace: undefined };
  });
}

function present(dir: PinnedDirectory, leaf: string, target: Place): Stats | undefined {
  try {
    const stats = dir.lstat(leaf);
    if (stats.isSymbolicLink()) throw changed(target);
    if (stats.isDirectory()) throw errno('EISDIR', 'open');
    if (!stats.isFile()) throw special(target.path);
    return stats;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function assertUnchanged(now: Stats | undefined, expected: Stats | undefined, target: Place): void {
  if (expected === undefined) return;
  const same = now !== undefined && isSame(now, expected) && now.size === expected.size;
  if (!same || now.mtimeMs !== expected.mtimeMs || now.ctimeMs !== expected.ctimeMs) throw changed(target);
}

function isSame(a: Stats, b: Stats): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

function changed(target: Place): ToolError {
  return new ToolError(`${oneLine(target.path)} was changed by someone else meanwhile; nothing was written`, {
    code: 'changed',
    hint: 'Read the file again and repeat the change on what it holds now.',
  });
}

function exists(target: Place): ToolError {
  return new ToolError(`File already exists: ${oneLine(target.path)}; nothing was written`, {
    code: 'exists',
    hint: 'Use mode "overwrite" to replace it, "append" to add to it, or another path.',
  });
}

/**
 * Writes a temporary file beside the target and renames it. Returns why that is not possible where writing
 * through the old inode may still be.
 */
function replace(
  dir: PinnedDirectory,
  leaf: string,
  parts: readonly Uint8Array[],
  old: Stats | undefined,
  exclusive: boolean,
  target: Place,
): string | undefined {
  const temporary = temporaryName(leaf);
  let fd: number;
  try {
    fd = dir.open(
      temporary,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
      old === undefined ? 0o666 : old.mode & 0o777,
    );
  } catch (error) {
    const code = errnoOf(error);
    if (old !== undefined && (code === 'EACCES' || code === 'EPERM'))
      return 'its directory cannot be written to';
    throw error;
  }
  let done = false;
  try {
    try {
      if (old !== undefined && !takeIdentity(fd, old)) return 'its owner could not be kept otherwise';
      writeParts(fd, parts);
    } finally {
      closeSync(fd);
    }
    if (exclusive) putNew(dir, temporary, leaf, target);
    else dir.rename(temporary, leaf);
    done = true;
  } finally {
    if (!done) remove(dir, temporary);
  }
  return undefined;
}

function putNew(dir: PinnedDirectory, temporary: string, leaf: string, target: Place): void {
  try {
    putNewFile(within(dir, temporary, leaf));
  } catch (error) {
    throw errnoOf(error) === 'EEXIST' ? exists(target) : error;
  }
}

/** Owner first, because changing it clears bits of the mode; all before there is any content. */
function takeIdentity(fd: number, old: Stats): boolean {
  const own = fstatSync(fd);
  try {
    if (own.uid !== old.uid || own.gid !== old.gid) fchownSync(fd, old.uid, old.gid);
  } catch {
    return false;
  }
  fchmodSync(fd, old.mode & 0o7777);
  return true;
}

function remove(dir: PinnedDirectory, name: string): void {
  try {
    dir.unlink(name);
  } catch {
    // The error under way says more.
  }
}

function through(
  dir: PinnedDirectory,
  leaf: string,
  old: Stats,
  flags: number,
  write: (fd: number) => void,
  target: Place,
): void {
  const fd = dir.open(leaf, flags);
  try {
    if (!isSame(fstatSync(fd), old)) throw changed(target);
    write(fd);
  } finally {
    closeSync(fd);
  }
}
