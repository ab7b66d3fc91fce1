// Makes the missing directories above a file, one component at a time from a pinned directory down.
import { errnoOf } from '../fs/failures.ts';
import type { Files, PinnedDirectory, Place } from '../fs/types.ts';

/** After this the parent of `place` exists, unless a ToolError says why not. */
export function makeParents(files: Files, place: Place): void {
  const names = place.segments.slice(0, -1);
  const missing: string[] = [];
  while (names.length > 0 && !isThere(files, place, names)) missing.unshift(names.pop() ?? '');
  if (missing.length > 0) files.withDirectory(above(place, names.length), (dir) => descend(dir, missing));
}

function isThere(files: Files, place: Place, names: readonly string[]): boolean {
  try {
    files.lstat(above(place, names.length));
    return true;
  } catch {
    return false;
  }
}

/** The directory `depth` components below the root. */
function above(place: Place, depth: number): Place {
  const segments = place.segments.slice(0, depth);
  const tail = place.segments.slice(depth).join('/').length + 1;
  return { root: place.root, segments, path: place.path.slice(0, -tail) };
}

function descend(dir: PinnedDirectory, names: readonly string[]): void {
  const [name, ...rest] = names;
  if (name === undefined) return;
  try {
    dir.mkdir(name);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
  dir.enter(name, (child) => descend(child, rest));
}
