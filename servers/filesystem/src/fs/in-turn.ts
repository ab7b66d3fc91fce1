// Takes the turn of several files at once, always in the same order, so that no two calls wait for each other.
import type { FileQueue } from './queue.ts';
import { realLeaf } from './tree.ts';
import type { Files, Place } from './types.ts';

/** Runs `work` when no other change of these places is under way. A link is itself here, not what it leads to. */
export async function inTurn<T>(
  queue: FileQueue,
  files: Files,
  places: readonly Place[],
  work: () => Promise<T> | T,
): Promise<T> {
  const keys = [...new Set(places.map((place) => realLeaf(files, place).path))].sort();
  const run = (index: number): Promise<T> => {
    const key = keys[index];
    return key === undefined ? Promise.resolve().then(work) : queue.run(key, () => run(index + 1));
  };
  return await run(0);
}
