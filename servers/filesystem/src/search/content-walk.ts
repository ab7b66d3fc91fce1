// Opens the files of a directory tree for search_content: the files of each directory before its subdirectories.
import { closeSync, constants } from 'node:fs';
import type { PinnedDirectory } from '../fs/types.ts';
import type { NameTest } from './patterns.ts';
import type { Folder, Listing, Walker } from './walker.ts';

/** Milliseconds spent on the files of one directory before others have a turn. */
const batchTime = 8;

export interface ContentVisitor {
  /** Path of the last file of the page before, or empty; files before it are left out, it is not. */
  readonly after: string;
  readonly glob: NameTest | undefined;
  /** Whether the files of this directory are searched by this worker. */
  owns(prefix: string): boolean;
  /** Whether this worker has anything to do in this directory or below it. */
  enters(prefix: string): boolean;
  /** Nothing more is wanted. */
  readonly done: boolean;
  /** Searches an open file in one step; false when it takes more than one. */
  small(fd: number, path: string): boolean;
  /** Searches a file that takes several steps. */
  large(fd: number, path: string): Generator<void>;
}

interface Frame {
  readonly folder: Folder;
  readonly files: readonly string[];
  readonly directories: readonly string[];
  nextFile: number;
  nextDirectory: number;
}

/** Visits the files in order; yields whenever another job may have a turn. */
export function* visitFiles(walker: Walker, visitor: ContentVisitor): Generator<void> {
  const first = walker.read(walker.start, (listing) => plan(listing, visitor));
  const stack = first === undefined ? [] : [first];
  for (let frame = stack.at(-1); frame !== undefined && !visitor.done; frame = stack.at(-1)) {
    if (frame.nextFile < frame.files.length) {
      yield* visitBatch(walker, visitor, frame);
      continue;
    }
    const name = frame.directories[frame.nextDirectory];
    frame.nextDirectory += 1;
    if (name === undefined) {
      stack.pop();
      continue;
    }
    // The files of a small directory are searched while it is pinned for its listing.
    let large: number | undefined;
    const folder = walker.child(frame.folder, name);
    if (!visitor.enters(folder.prefix)) continue;
    const child = walker.read(folder, (listing) => {
      const opened = plan(listing, visitor);
      large = searchBatch(walker, visitor, opened, listing.dir);
      return opened;
    });
    if (child === undefined) continue;
    stack.push(child);
    yield* finishLarge(visitor, child, large);
  }
}

function* visitBatch(walker: Walker, visitor: ContentVisitor, frame: Frame): Generator<void> {
  const before = frame.nextFile;
  const large = walker.pin(frame.folder, (dir) => searchBatch(walker, visitor, frame, dir));
  // A directory that is gone or swapped has no more files to search.
  if (large === undefined && frame.nextFile === before) frame.nextFile = frame.files.length;
  yield* finishLarge(visitor, frame, large);
}

/** Searches files while time is left; returns the descriptor of one that takes longer. */
function searchBatch(
  walker: Walker,
  visitor: ContentVisitor,
  frame: Frame,
  dir: PinnedDirectory,
): number | undefined {
  const end = performance.now() + batchTime;
  while (frame.nextFile < frame.files.length && !visitor.done) {
    const name = frame.files[frame.nextFile] ?? '';
    const path = frame.folder.prefix + name;
    frame.nextFile += 1;
    let fd: number;
    try {
      fd = dir.open(name, constants.O_RDONLY);
    } catch {
      walker.unreadable(path);
      continue;
    }
    let keep = false;
    try {
      keep = !visitor.small(fd, path);
    } finally {
      if (!keep) closeSync(fd);
    }
    if (keep) return fd;
    if (performance.now() > end) break;
  }
  return undefined;
}

function* finishLarge(visitor: ContentVisitor, frame: Frame, fd: number | undefined): Generator<void> {
  if (fd === undefined) {
    yield;
    return;
  }
  try {
    yield* visitor.large(fd, frame.folder.prefix + (frame.files[frame.nextFile - 1] ?? ''));
  } finally {
    closeSync(fd);
  }
}

function plan({ entries, folder }: Listing, visitor: ContentVisitor): Frame {
  const { after, glob } = visitor;
  const { prefix } = folder;
  const owned = visitor.owns(prefix);
  const [name = '', below] =
    after !== '' && after.startsWith(prefix) ? after.slice(prefix.length).split('/', 2) : [];
  const files: string[] = [];
  const directories: string[] = [];
  for (const entry of entries) {
    if (entry.kind === 'file') {
      if (!owned) continue;
      // The page before ended in a subdirectory: all files here came before it.
      if (below !== undefined || entry.name < name) continue;
      if (glob === undefined || glob.matches(prefix, entry.name)) files.push(entry.name);
    } else if (entry.kind === 'directory') {
      if (below === undefined || entry.name >= name) directories.push(entry.name);
    }
  }
  return { folder, files, directories, nextFile: 0, nextDirectory: 0 };
}
