// The `.trash` folder of a root: deleted things wait there and can be moved back.
import { closeSync, constants, writeSync } from 'node:fs';
import { ToolError } from '@plainmcp/protocol';
import { errnoOf } from './failures.ts';
import { move } from './move.ts';
import { childOf, type RealPlace } from './tree.ts';
import type { Files, PinnedDirectory, Place, Root } from './types.ts';

export const trashName = '.trash';

/** Longer ones are no file type. */
const maxEnding = 40;
/** NAME_MAX, in UTF-8 bytes. */
const maxNameBytes = 255;

/** Tries with another name when two deletions meet. */
const maxTries = 20;

/** Whether the place is the trash folder of its root, or in it. */
export function isTrashed(place: Place): boolean {
  return place.segments[0] === trashName;
}

/**
 * Moves what `from` names into the trash of its root, or of `named` where callers cannot name its root (the
 * target of a link); returns where it is now.
 */
export async function moveToTrash(
  files: Files,
  from: RealPlace,
  named: Root,
  signal: AbortSignal,
): Promise<Place> {
  const root = files.roots.some(({ path }) => path === from.root.path) ? from.root : named;
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    const to = freePlace(files, root, from);
    try {
      await move(files, from, to, { overwrite: false, signal });
      return to;
    } catch (error) {
      if (!(error instanceof ToolError && error.code === 'exists')) throw error;
    }
  }
  throw new ToolError(`The trash has too many entries called like this one.`, {
    code: 'exists',
    hint: `Empty ${trashName} first, or ask the user to.`,
  });
}

/** A free name in the trash, which is made when it is missing. */
function freePlace(files: Files, root: Root, from: RealPlace): RealPlace {
  const home: Place = { root, path: root.path, segments: [] };
  const leaf = from.segments.at(-1) ?? '';
  return files.withDirectory(home, (top) => {
    makeTrash(top);
    return top.enter(trashName, (trash) => childOf(files, trash, freeName(trash, leaf)));
  });
}

function makeTrash(top: PinnedDirectory): void {
  try {
    top.mkdir(trashName, 0o700);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    if (top.lstat(trashName).isDirectory()) return;
    throw new ToolError(`${trashName} in the allowed directory is not a directory.`, {
      code: 'enotdir',
      hint: 'The user must rename it before anything can be deleted.',
    });
  }
  top.enter(trashName, ignoreByGit);
}

/** The trash keeps itself out of version control. */
function ignoreByGit(trash: PinnedDirectory): void {
  const fd = trash.open('.gitignore', constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    writeSync(fd, '*\n');
  } finally {
    closeSync(fd);
  }
}

/** `a.txt`, `a.2.txt`, `a.3.txt`: the first that is free. */
function freeName(trash: PinnedDirectory, leaf: string): string {
  const taken = new Set(trash.entries().map((entry) => entry.name));
  if (!taken.has(leaf)) return leaf;
  const dot = leaf.lastIndexOf('.');
  const [stem, ending] =
    dot > 0 && leaf.length - dot <= maxEnding ? [leaf.slice(0, dot), leaf.slice(dot)] : [leaf, ''];
  for (let number = 2; ; number += 1) {
    const tail = `.${number}${ending}`;
    const name = shortened(stem, maxNameBytes - Buffer.byteLength(tail)) + tail;
    if (!taken.has(name)) return name;
  }
}

/** As many whole characters as fit. */
function shortened(stem: string, bytes: number): string {
  if (Buffer.byteLength(stem) <= bytes) return stem;
  return Buffer.from(stem)
    .subarray(0, Math.max(0, bytes))
    .toString('utf8')
    .replace(/\ufffd$/, '');
}
