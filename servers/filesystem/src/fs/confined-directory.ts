// What both gates share of a pinned directory: names, rules and leaf operations; a gate says only how to reach a name.
import {
  chmodSync,
  closeSync,
  constants,
  type Dirent,
  type FSWatcher,
  fstatSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  rmdirSync,
  type Stats,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  watch,
} from 'node:fs';
import { ToolError } from '@plainmcp/protocol';
import type { Policy } from '../policy.ts';
import { Blocked, deniedName, hardlinked } from './failures.ts';
import { type Flavour, isSingleName } from './lexical.ts';
import { rename } from './rename.ts';
import { assertChangeable, type OpenRoot, type RootSet } from './roots.ts';
import type { PinnedDirectory } from './types.ts';
import { maybeShortName } from './windows-names.ts';

/** What a gate needs to judge names. */
export interface Surroundings {
  readonly roots: RootSet;
  readonly policy: Policy;
}

const changing =
  constants.O_WRONLY | constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC | constants.O_APPEND;

/** Never follow, never wait for the other end of a FIFO, never become a controlling terminal. Absent on Windows. */
export const guardFlags =
  (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

export abstract class ConfinedDirectory implements PinnedDirectory {
  readonly root: OpenRoot;
  readonly real: string;
  protected readonly around: Surroundings;

  constructor(around: Surroundings, root: OpenRoot, real: string) {
    this.around = around;
    this.root = root;
    this.real = real;
  }

  /** A path that leads to this very directory, or to `name` in it, whatever happens to names meanwhile. */
  protected abstract at(name?: string): string;

  abstract enter<T>(name: string, use: (child: PinnedDirectory) => T): T;

  entries(): Dirent[] {
    const all = readdirSync(this.at(), { withFileTypes: true });
    if (!this.around.policy.hasRules) return all;
    return all.filter((entry) => this.#rule(entry.name) === undefined);
  }

  hidesNames(): boolean {
    return (
      this.around.policy.hasRules && readdirSync(this.at()).some((name) => this.#rule(name) !== undefined)
    );
  }

  self(): Stats {
    return statSync(this.at());
  }

  lstat(name: string): Stats {
    return lstatSync(this.#readable(name));
  }

  readlink(name: string): string {
    return readlinkSync(this.#readable(name));
  }

  open(name: string, flags: number, mode = 0o666): number {
    const path = (flags & changing) === 0 ? this.#readableFile(name) : this.#changeable(name);
    // Nothing is truncated before it is known what was opened.
    const fd = openSync(path, (flags & ~constants.O_TRUNC) | guardFlags, mode);
    try {
      const stats = fstatSync(fd);
      if (!stats.isFile()) throw new Blocked(stats.isDirectory() ? 'directory' : 'special');
      if (stats.nlink > 1 && this.around.policy.refuseHardlinks) throw hardlinked(this.pathOf(name));
      this.verifyOpened(name, fd);
      if ((flags & constants.O_TRUNC) !== 0) ftruncateSync(fd);
      return fd;
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  mkdir(name: string, mode = 0o777): void {
    mkdirSync(this.#changeable(name), { mode });
  }

  rename(from: string, to: string): void {
    rename(this.#changeable(from), this.#changeable(to));
  }

  link(existing: string, created: string): void {
    linkSync(this.#changeable(existing), this.#changeable(created));
  }

  symlink(target: string, name: string): void {
    symlinkSync(target, this.#changeable(name));
  }

  restore({ mode, atime, mtime }: Pick<Stats, 'mode' | 'atime' | 'mtime'>): void {
    assertChangeable(this.root, this.real);
    chmodSync(this.at(), mode & 0o7777);
    utimesSync(this.at(), atime, mtime);
  }

  unlink(name: string): void {
    unlinkSync(this.#changeable(name));
  }

  rmdir(name: string): void {
    rmdirSync(this.#changeable(name));
  }

  watch(): FSWatcher {
    return watch(this.at(), { persistent: false });
  }

  /** The real path of a name in here. */
  pathOf(name: string): string {
    return this.around.roots.flavour.path.join(this.real, name);
  }

  /** A path for another operation of the gate (rename across directories), judged like the ones here. */
  changeablePath(name: string): string {
    return this.#changeable(name);
  }

  /** A gate that cannot rely on O_NOFOLLOW compares what it opened with the name. */
  protected verifyOpened(_name: string, _fd: number): void {}

  /** Refuses names that are not one component of this directory, or denied. */
  protected checkName(name: string): void {
    const { flavour } = this.around.roots;
    if (!isSingleName(name, flavour)) throw new ToolError('Access denied - not a single file name.');
    const glob = this.#rule(name);
    if (glob !== undefined) throw deniedName(this.pathOf(name), glob);
    if (flavour.windows && maybeShortName(name) && !this.#lists(name, flavour))
      throw new Blocked('short-name');
  }

  /** The path to open `name` by when it is only read; a gate may know a quicker one than `at`. */
  protected readableAt(name: string): string {
    return this.at(name);
  }

  #readableFile(name: string): string {
    this.checkName(name);
    return this.readableAt(name);
  }

  #readable(name: string): string {
    this.checkName(name);
    return this.at(name);
  }

  #changeable(name: string): string {
    this.checkName(name);
    assertChangeable(this.root, this.pathOf(name));
    return this.at(name);
  }

  #lists(name: string, flavour: Flavour): boolean {
    return readdirSync(this.at()).some(
      (entry) => entry === name || (flavour.foldsNames && fold(entry) === fold(name)),
    );
  }

  #rule(name: string): string | undefined {
    return deniedBy(this.around, this.root, this.pathOf(name));
  }
}

/** The glob that denies a real path, if one does. */
export function deniedBy({ roots, policy }: Surroundings, root: OpenRoot, real: string): string | undefined {
  const { sep } = roots.flavour.path;
  const below = real.slice(root.real.length);
  return policy.denied((below.startsWith(sep) ? below.slice(1) : below).replaceAll(sep, '/'));
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
