// The confined view of the disk that every tool works through; gate code implements it.
import type { Dirent, FSWatcher, Stats } from 'node:fs';

/** One allowed directory. */
export interface Root {
  /** Absolute path as the user gave it (after `~` and relative parts are resolved): what answers show. */
  readonly path: string;
  /** The same directory with links resolved. */
  readonly real: string;
  /** Given as `DIR:ro`, or the whole server is read-only. */
  readonly readOnly: boolean;
}

/** A name that lies under a root by its text alone; the disk has not been asked. */
export interface Place {
  readonly root: Root;
  /** Absolute path, normalised, without trailing separator. */
  readonly path: string;
  /** Path components below the root; empty for the root itself. */
  readonly segments: readonly string[];
}

/** An open regular file that is proven to lie under a root. Close it. */
export interface OpenFile extends Disposable {
  readonly fd: number;
  readonly place: Place;
  readonly stats: Stats;
  /** Real absolute path at the time of opening. */
  readonly real: string;
  close(): void;
}

/**
 * A directory that is proven to lie under a root and cannot be swapped while it is used. All names are
 * single components. Only valid inside the callback that received it; every method is synchronous.
 * Methods throw Node's errors (with `code`), and ToolErrors for denied names and read-only roots.
 */
export interface PinnedDirectory {
  /** The innermost root it lies in: its `readOnly` counts. */
  readonly root: Root;
  /** Real absolute path at the time of pinning. */
  readonly real: string;
  /** Sorted as the disk gives them; denied names are left out. */
  entries(): Dirent[];
  /** Whether `--deny` keeps something in here out of `entries`. */
  hidesNames(): boolean;
  /** Stats of the directory itself. */
  self(): Stats;
  lstat(name: string): Stats;
  readlink(name: string): string;
  /**
   * Opens a leaf, never following a link (O_NOFOLLOW and O_NONBLOCK are added); refuses what is not a regular
   * file. Returns the descriptor.
   */
  open(name: string, flags: number, mode?: number): number;
  mkdir(name: string, mode?: number): void;
  rename(from: string, to: string): void;
  link(existing: string, created: string): void;
  symlink(target: string, name: string): void;
  /** Permissions and times (seconds) of the directory itself. */
  restore(stats: Pick<Stats, 'mode' | 'atime' | 'mtime'>): void;
  unlink(name: string): void;
  rmdir(name: string): void;
  /** Watches the directory itself (node:fs.watch); outlives the callback. */
  watch(): FSWatcher;
  /** Descends into a real subdirectory (never through a link). */
  enter<T>(name: string, use: (child: PinnedDirectory) => T): T;
}

export interface Files {
  readonly roots: readonly Root[];
  /** Where links may lead as well; not to be named by callers. */
  readonly linkTargets: readonly Root[];
  /** Whether `--deny` has rules: then whole directories must be looked through before they are moved. */
  readonly hasDenyRules: boolean;
  /** Which gate is in use. */
  readonly gate: GateKind;
  /** Configured directories that cannot be used, one sentence each. */
  readonly problems: readonly string[];
  /**
   * Turns a path of the caller into a Place. Absolute paths must lie under a root by text (given or real
   * form); a relative path is looked for under every root (`existing`: the first root where it exists;
   * `new`: the same, else the root where most of its parents exist). Throws ToolError `Access denied - path
   * outside allowed directories: ...` without touching the disk, and for control characters, over-long paths,
   * denied names.
   */
  locate(path: string, want: 'existing' | 'new'): Place;
  /** Throws a ToolError when the place may not be written (read-only root or server, or a root itself). */
  assertWritable(place: Place): void;
  /** Opens a regular file for reading, following links that stay under a root. FIFOs, devices, sockets are refused without blocking. */
  openFile(place: Place): OpenFile;
  /** Stats of what the name leads to, inside the roots. */
  stat(place: Place): Stats;
  /** Stats of the name itself: a link is a link. `syscall` is for the words of an error. */
  lstat(place: Place, syscall?: string): Stats;
  /** Pins a directory (links that stay under a root are followed) for the time of `use`. */
  withDirectory<T>(place: Place, use: (dir: PinnedDirectory) => T): T;
  /** Pins the parent; the leaf itself is not followed. */
  withParent<T>(place: Place, use: (dir: PinnedDirectory, leaf: string) => T): T;
  /** Pins both parents and renames or links across them. See fs/move.ts for use. */
  withParents<T>(from: Place, to: Place, use: (pair: ParentPair) => T): T;
  /** Where writing `place` really lands: links resolved under the roots; the place itself when it is not there yet. */
  resolveLeaf(place: Place): Place;
  /** The place of a real path, for example of an OpenFile or PinnedDirectory; undefined outside the roots. */
  placeOf(real: string): Place | undefined;
  /** Whether an allowed directory or link target lies at or below this real path. */
  holdsRoot(real: string): boolean;
  /** Replaces the allowed directories by those of the client. `none` says why there are none, if so. */
  replaceRoots(specs: readonly RootSpec[], none?: string): void;
  close(): void;
}

export interface ParentPair {
  readonly from: PinnedDirectory;
  readonly fromLeaf: string;
  readonly to: PinnedDirectory;
  readonly toLeaf: string;
  /**
   * rename(from/fromLeaf, to/toLeaf); replaces what is there. Throws EXDEV across file systems, and between
   * two directories where the portable gate is in use: copy and delete then.
   */
  rename(): void;
  /** link(2) without following: fails with EEXIST when the target is there. EXDEV as in rename. */
  link(): void;
}

/** A directory as configured; plain data, so that it can be sent to a worker. */
export interface RootSpec {
  readonly path: string;
  readonly readOnly: boolean;
  /** What `path` must lead to; refused when it leads elsewhere by now. */
  readonly real?: string;
}

/** `pinned`: descriptors and /proc (Linux). `chdir`: the working directory as the pin (anywhere, main thread only). */
export type GateKind = 'pinned' | 'chdir';
