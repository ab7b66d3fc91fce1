// mkdir -p, one component at a time below a pinned directory.
import { ToolError } from '@plainmcp/protocol';
import { diskError, errnoOf } from './failures.ts';
import type { Files, PinnedDirectory, Place } from './types.ts';

/** Makes the directory and its parents. Returns how many were made; 0 when it was there. */
export function makeDirectories(files: Files, place: Place): number {
  const { segments } = place;
  const upTo = (depth: number): Place => ({ ...place, segments: segments.slice(0, depth) });
  if (segments.length === 0 || tryFrom(files, place, place, []) !== undefined) return 0;
  files.assertWritable(place);
  // How deep the path exists is found by halves: every look at a long path that is not there is slow.
  let there = 0;
  let missing = segments.length;
  while (there + 1 < missing) {
    const middle = (there + missing) >>> 1;
    if (tryFrom(files, upTo(middle), place, []) === undefined) missing = middle;
    else there = middle;
  }
  const made = tryFrom(files, upTo(there), place, segments.slice(there));
  if (made === undefined) throw diskError('ENOENT', 'mkdir', place.path, undefined);
  return made;
}

/** Undefined when the directory to begin from is not there. */
function tryFrom(files: Files, start: Place, place: Place, names: readonly string[]): number | undefined {
  let entered = false;
  try {
    return files.withDirectory(start, (dir) => {
      entered = true;
      return descend(dir, names, 0, place);
    });
  } catch (error) {
    if (entered || !(error instanceof ToolError)) throw error;
    if (error.code === 'not_found') return undefined;
    if (error.code === 'enotdir') {
      const isFile = names.length === 0 && isThere(files, place);
      const hint = isFile ? 'A file has this name; choose another one.' : undefined;
      throw diskError(isFile ? 'EEXIST' : 'ENOTDIR', 'mkdir', place.path, error, hint);
    }
    throw error;
  }
}

function descend(dir: PinnedDirectory, names: readonly string[], at: number, place: Place): number {
  const name = names[at];
  if (name === undefined) return 0;
  let made = 1;
  try {
    dir.mkdir(name);
  } catch (error) {
    // Somebody else was faster, or a link leads nowhere: only a real directory will do.
    if (errnoOf(error) !== 'EEXIST') throw error;
    if (!dir.lstat(name).isDirectory()) throw diskError('EEXIST', 'mkdir', place.path, error);
    made = 0;
  }
  if (at === names.length - 1) return made;
  return made + dir.enter(name, (child) => descend(child, names, at + 1, place));
}

function isThere(files: Files, place: Place): boolean {
  try {
    files.lstat(place);
    return true;
  } catch (error) {
    if (error instanceof ToolError) return false;
    throw error;
  }
}
