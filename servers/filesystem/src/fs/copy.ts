// Copies files and trees under a temporary name first; links are copied as links, never read through.
import { closeSync, constants, fchmodSync, fstatSync, futimesSync, type Stats } from 'node:fs';
import { sep } from 'node:path';
import { copyBody } from './copy-body.ts';
import { diskError, errnoOf, special } from './failures.ts';
import { orExists, putNewDirectory, putNewFile, temporaryName, within } from './put.ts';
import { remove } from './remove.ts';
import {
  changed,
  childOf,
  directories,
  pacer,
  type RealPlace,
  withRealDirectory,
  withRealParent,
} from './tree.ts';
import type { Files } from './types.ts';

export interface CopyOptions {
  /** Replace a file or link of that name. A directory is never replaced. */
  readonly overwrite: boolean;
  /** Keep owner-independent facts too: times and the modes of directories (a move across file systems). */
  readonly preserve: boolean;
  readonly signal: AbortSignal;
}

export interface Copied {
  files: number;
  directories: number;
  links: number;
  bytes: number;
  /** FIFOs, sockets and devices: not copied. */
  special: number;
}

/** Copies what `from` names to `to`. Nothing is seen under the new name before it is complete. */
export async function copy(
  files: Files,
  from: RealPlace,
  to: RealPlace,
  options: CopyOptions,
): Promise<Copied> {
  const done: Copied = { files: 0, directories: 0, links: 0, bytes: 0, special: 0 };
  const stats = files.lstat(from);
  if (stats.isSymbolicLink()) copyLink(files, from, to, options.overwrite, done);
  else if (stats.isDirectory()) await copyTree(files, from, to, options, done);
  else if (stats.isFile()) await copyFile(files, from, to, options, done);
  else throw special(from.path);
  return done;
}

async function copyFile(
  files: Files,
  from: RealPlace,
  to: RealPlace,
  options: CopyOptions,
  done: Copied,
): Promise<void> {
  const temporary = withRealParent(files, to, (dir, leaf) => childOf(files, dir, temporaryName(leaf)));
  const written = await copyContent(files, from, temporary, options);
  try {
    withRealParent(files, to, (dir, leaf) => {
      const name = temporary.segments.at(-1) ?? '';
      const { ino, dev } = dir.lstat(name);
      if (ino !== written.ino || dev !== written.dev) throw changed(temporary.path);
      if (options.overwrite && !isDirectory(() => dir.lstat(leaf))) dir.rename(name, leaf);
      else orExists(to.path, () => putNewFile(within(dir, name, leaf)));
    });
  } catch (error) {
    discard(files, temporary);
    throw error;
  }
  done.files += 1;
  done.bytes += written.size;
}

/** Writes a new file with the content and mode of another; returns the stats of what was written. */
async function copyContent(
  files: Files,
  from: RealPlace,
  to: RealPlace,
  { preserve, signal }: CopyOptions,
): Promise<Stats> {
  const source = withRealParent(files, from, (dir, leaf) => dir.open(leaf, constants.O_RDONLY));
  try {
    const before = fstatSync(source);
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
    const target = withRealParent(files, to, (dir, leaf) => dir.open(leaf, flags, 0o600));
    try {
      await copyBody(source, target, before.size, signal);
      // Set-user-id bits are not handed on to a copy.
      fchmodSync(target, before.mode & (preserve ? 0o7777 : 0o777));
      if (preserve) futimesSync(target, before.atime, before.mtime);
      return fstatSync(target);
    } catch (error) {
      discard(files, to);
      const code = errnoOf(error);
      const ofDisk = code !== undefined && error instanceof Error && 'syscall' in error;
      throw ofDisk ? diskError(code, 'copyfile', from.path, error) : error;
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source);
  }
}

function copyLink(files: Files, from: RealPlace, to: RealPlace, overwrite: boolean, done: Copied): void {
  const target = withRealParent(files, from, (dir, leaf) => dir.readlink(leaf));
  withRealParent(files, to, (dir, leaf) => {
    if (overwrite && !isDirectory(() => dir.lstat(leaf))) {
      const name = temporaryName(leaf);
      dir.symlink(target, name);
      dir.rename(name, leaf);
    } else {
      orExists(to.path, () => dir.symlink(target, leaf));
    }
  });
  done.links += 1;
}

async function copyTree(
  files: Files,
  from: RealPlace,
  to: RealPlace,
  options: CopyOptions,
  done: Copied,
): Promise<void> {
  const top = withRealParent(files, to, (dir, leaf) => {
    const name = temporaryName(leaf);
    dir.mkdir(name, 0o700);
    return childOf(files, dir, name);
  });
  try {
    const made: { place: RealPlace; stats: Stats }[] = [];
    const pace = pacer(options.signal);
    for await (const { place, below, entries } of directories(files, from, options.signal)) {
      const target = below.length === 0 ? top : childOf(files, top, below.join(sep));
      if (below.length > 0) withRealParent(files, target, (dir, leaf) => dir.mkdir(leaf, 0o700));
      made.push({ place: target, stats: withRealDirectory(files, place, (dir) => dir.self()) });
      done.directories += 1;
      for (const entry of entries) {
        if (entry.isDirectory()) continue;
        await pace();
        const [source, copyPlace] = [childOf(files, place, entry.name), childOf(files, target, entry.name)];
        if (entry.isSymbolicLink()) copyLink(files, source, copyPlace, false, done);
        else if (entry.isFile()) await addFile(files, source, copyPlace, options, done);
        else done.special += 1;
      }
    }
    for (const { place, stats } of made.reverse()) {
      await pace();
      finish(files, place, stats, options.preserve);
    }
    withRealParent(files, to, (dir, leaf) =>
      orExists(to.path, () => putNewDirectory(within(dir, top.segments.at(-1) ?? '', leaf))),
    );
  } catch (error) {
    await remove(files, top, new AbortController().signal).catch(() => 0);
    throw error;
  }
}

async function addFile(
  files: Files,
  from: RealPlace,
  to: RealPlace,
  options: CopyOptions,
  done: Copied,
): Promise<void> {
  const { size } = await copyContent(files, from, to, options);
  done.files += 1;
  done.bytes += size;
}

/** Directories were made private while they were filled. */
function finish(files: Files, place: RealPlace, stats: Stats, preserve: boolean): void {
  const now = new Date();
  const mode = preserve ? stats.mode : stats.mode & 0o777 & ~process.umask();
  withRealDirectory(files, place, (dir) =>
    dir.restore({ mode, atime: preserve ? stats.atime : now, mtime: preserve ? stats.mtime : now }),
  );
}

function isDirectory(look: () => Stats): boolean {
  try {
    return look().isDirectory();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function discard(files: Files, place: RealPlace): void {
  try {
    withRealParent(files, place, (dir, leaf) => dir.unlink(leaf));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}
