// Gives a finished temporary entry its final name in the same pinned directory, replacing or not.

import { closeSync, constants } from 'node:fs';
import { nodeCrypto } from '@plainmcp/kit/lazy-node';
import { destinationExists, errnoOf } from './failures.ts';
import type { PinnedDirectory } from './types.ts';

/** What link(2) answers where the file system or a rule forbids hard links. */
const noLinks = new Set(['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL']);

/** A name that nobody else uses, hidden, in the same directory as `leaf`. */
export function temporaryName(leaf: string): string {
  return `.${Buffer.from(leaf)
    .subarray(0, 100)
    .toString('utf8')
    .replace(/\ufffd$/, '')}.${nodeCrypto().randomBytes(6).toString('hex')}.tmp`;
}

/** Runs `act`; that the name is taken becomes `Destination already exists`. */
export function orExists<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const code = errnoOf(error);
    throw code === 'EEXIST' || code === 'ENOTEMPTY' ? destinationExists(path) : error;
  }
}

/** How a file gets from one name to another, in one directory or between two. */
export interface Passage {
  readonly from: PinnedDirectory;
  readonly fromLeaf: string;
  readonly to: PinnedDirectory;
  readonly toLeaf: string;
  rename(): void;
  link(): void;
}

export function within(dir: PinnedDirectory, fromLeaf: string, toLeaf: string): Passage {
  return {
    from: dir,
    fromLeaf,
    to: dir,
    toLeaf,
    rename: () => dir.rename(fromLeaf, toLeaf),
    link: () => dir.link(fromLeaf, toLeaf),
  };
}

/** Moves a regular file to a name that must be free: throws EEXIST when it is not, whoever else writes there. */
export function putNewFile(passage: Passage): void {
  const { from, fromLeaf, to, toLeaf } = passage;
  const before = from.lstat(fromLeaf);
  try {
    passage.link();
  } catch (error) {
    if (!noLinks.has(errnoOf(error) ?? '')) throw error;
    overPlaceholder(passage);
    return;
  }
  try {
    const now = from.lstat(fromLeaf);
    if (now.ino === before.ino && now.dev === before.dev) from.unlink(fromLeaf);
  } catch (error) {
    to.unlink(toLeaf);
    throw error;
  }
}

function overPlaceholder(passage: Passage): void {
  const { to, toLeaf } = passage;
  closeSync(to.open(toLeaf, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600));
  try {
    passage.rename();
  } catch (error) {
    to.unlink(toLeaf);
    throw error;
  }
}

/** The same for a directory: an empty one of that name is made first, and only it is replaced. */
export function putNewDirectory(passage: Passage, platform: NodeJS.Platform = process.platform): void {
  // There a directory is never renamed over another one, not even over an empty one.
  if (platform === 'win32') {
    passage.rename();
    return;
  }
  const { to, toLeaf } = passage;
  to.mkdir(toLeaf, 0o700);
  try {
    passage.rename();
  } catch (error) {
    to.rmdir(toLeaf);
    throw error;
  }
}

/** The same for a link: it is made anew with the same text, since link(2) follows links on macOS. */
export function putNewLink({ from, fromLeaf, to, toLeaf }: Passage): void {
  to.symlink(from.readlink(fromLeaf), toLeaf);
  try {
    from.unlink(fromLeaf);
  } catch (error) {
    to.unlink(toLeaf);
    throw error;
  }
}
