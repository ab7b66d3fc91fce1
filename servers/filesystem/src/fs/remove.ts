// Deletes a tree for good, deepest first, one slice a tick; a link is unlinked, never entered.
import type { Dirent } from 'node:fs';
import { errnoOf } from './failures.ts';
import { assertNameable, childOf, pacer, type RealPlace, withRealDirectory, withRealParent } from './tree.ts';
import type { Files } from './types.ts';

/** Entries deleted before others get a turn. */
const batch = 500;
/** How often a directory is looked through again because something appeared in it. */
const maxRounds = 10;

/** Deletes what `top` names: a file, a link, or a directory with all below. Returns the number of entries. */
export async function remove(files: Files, top: RealPlace, signal: AbortSignal): Promise<number> {
  files.assertWritable(top);
  if (!files.lstat(top).isDirectory()) {
    withRealParent(files, top, (dir, leaf) => dir.unlink(leaf));
    return 1;
  }
  const pace = pacer(signal);
  const stack: { place: RealPlace; rounds: number }[] = [{ place: top, rounds: 0 }];
  let removed = 0;
  for (let next = stack.at(-1); next !== undefined; next = stack.at(-1)) {
    await pace();
    const { place } = next;
    const { folders, plain } = withRealDirectory(files, place, (dir) => {
      const entries = dir.entries();
      assertNameable(dir, entries, place);
      const isFolder = (entry: Dirent) => entry.isDirectory();
      return {
        folders: entries.filter(isFolder).map((entry) => childOf(files, dir, entry.name)),
        plain: entries.filter((entry) => !isFolder(entry)),
      };
    });
    for (let start = 0; start < plain.length; start += batch) {
      await pace();
      withRealDirectory(files, place, (dir) => {
        for (const entry of plain.slice(start, start + batch)) dir.unlink(entry.name);
      });
    }
    removed += plain.length;
    if (folders.length > 0) {
      for (const folder of folders) stack.push({ place: folder, rounds: 0 });
    } else if (removeEmpty(files, place, next.rounds)) {
      removed += 1;
      stack.pop();
    } else {
      next.rounds += 1;
    }
  }
  return removed;
}

/** False when something was put into the directory meanwhile. */
function removeEmpty(files: Files, place: RealPlace, rounds: number): boolean {
  return withRealParent(files, place, (dir, leaf) => {
    try {
      dir.rmdir(leaf);
      return true;
    } catch (error) {
      const code = errnoOf(error);
      if ((code !== 'ENOTEMPTY' && code !== 'EEXIST') || rounds >= maxRounds || dir.hidesNames()) throw error;
      return false;
    }
  });
}
