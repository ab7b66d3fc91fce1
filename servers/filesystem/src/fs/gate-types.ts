// What a gate must do; everything above it is the same for both.
import type { Stats } from 'node:fs';
import type { Surroundings } from './confined-directory.ts';
import type { OpenRoot } from './roots.ts';
import type { GateKind, ParentPair, PinnedDirectory, Place } from './types.ts';

/** A descriptor of a regular file, open for reading, and where it really is. */
export interface OpenedFile {
  readonly fd: number;
  readonly real: string;
  readonly stats: Stats;
}

/**
 * All methods are synchronous: one tick is what makes the working directory a pin, and the thread pool would
 * only slow them down. They throw Node's errors, `Blocked` and ToolErrors; `Files` words them.
 */
export interface Gate {
  readonly kind: GateKind;
  /** Holds the directory at a real path. Throws ENOENT, ENOTDIR, and `Blocked` when a link is on the way. */
  hold(root: RootToHold): OpenRoot;
  release(root: OpenRoot): void;
  /** Whether the held directory is no longer the one of that name. */
  isStale(root: OpenRoot): boolean;
  /** Pins the directory at `place`, links followed inside the roots. */
  directory<T>(around: Surroundings, place: Place, use: (dir: PinnedDirectory) => T): T;
  /** Opens the regular file at `place` for reading, links followed inside the roots. */
  file(around: Surroundings, place: Place): OpenedFile;
  /** Stats of what `place` leads to. */
  stat(around: Surroundings, place: Place): Stats;
  /** Pins two directories at once. */
  pair<T>(
    around: Surroundings,
    from: Place,
    to: Place,
    leaves: readonly [string, string],
    use: (pair: ParentPair) => T,
  ): T;
}

export interface RootToHold {
  readonly path: string;
  readonly real: string;
  readonly readOnly: boolean;
  readonly linkOnly: boolean;
}
