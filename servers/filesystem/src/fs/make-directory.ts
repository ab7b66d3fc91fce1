// mkdir -p, one component at a time below a pinned directory.
import { ToolError } from '@plainmcp/protocol';
import { diskError, errnoOf } from './failures.ts';
import type { Files, PinnedDirectory, Place } from './types.ts';

/** Makes the directory and its parents. Returns how many were made; 0 when it was there. */
export function makeDirectories(files: Files, place: Place): number {
  const { segments } = place;
  const from = (depth: number): number | undefined =>
    tryFrom(files, { ...place, segments: segments.slice(0, depth) }, place, segments.slice(depth));
  if (segments.length === 0 || isDirectory(files, place)) return 0;
  files.assertWritable(place);
  const made = from(deepestBelow(files, place));
  if (made === undefined) throw diskError('ENOENT', 'mkdir', place.path, undefined);
  return made;
}

/** How many components are there; found by halves, since each look at a long path is a long way. */
function deepestBelow(files: Files, place: Place): number {
  let low = 0;
  let high = place.segments.length;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (isDirectory(files, { ...place, segments: place.segments.slice(0, middle) }, place)) low = middle;
    else high = middle;
  }
  return low;
}

/** Undefined when the directory to begin from is not there. */
function tryFrom(files: Files, start: Place, place: Place, names: readonly string[]): number | undefined {
  let entered = false;
  try {
    return files.withDirectory(start, (dir) => {
      entered = true;
      return descend(dir, names, place);
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

function descend(dir: PinnedDirectory, [name, ...rest]: readonly string[], place: Place): number {
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
  return made + (rest.length === 0 ? 0 : dir.enter(name, (child) => descend(child, rest, place)));
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
