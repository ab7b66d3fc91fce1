// Reads directories one at a time through the gate and leaves out what the caller does not want to see.
import type { Dirent } from 'node:fs';
import { sep } from 'node:path';
import { ToolError } from '@plainmcp/protocol';
import type { Files, PinnedDirectory, Place } from '../fs/types.ts';
import { IgnoreRules, readIgnoreFile } from './ignore-rules.ts';
import type { Where } from './jobs.ts';
import { compileExcludes, type NameTest } from './patterns.ts';

export type Kind = 'file' | 'directory' | 'link' | 'other';

export interface Entry {
  readonly name: string;
  readonly kind: Kind;
}

/** A directory of the walk that is not open. */
export interface Folder {
  readonly place: Place;
  /** Where it must really be; anything else means it was swapped. Undefined for the start. */
  readonly real: string | undefined;
  /** Path below the start, empty or ending in `/`. */
  readonly prefix: string;
  readonly rules: IgnoreRules | undefined;
}

export interface Listing {
  readonly dir: PinnedDirectory;
  /** Sorted by name. */
  readonly entries: readonly Entry[];
  /** The folder with the rules that hold inside it. */
  readonly folder: Folder;
}

export interface WalkOptions {
  readonly where: Where;
  readonly excludePatterns: readonly string[];
  readonly respectGitignore: boolean;
  /** Directories whose left out and unreadable entries this walk counts; all when absent. */
  readonly counts?: (prefix: string) => boolean;
}

/** One walk: never follows links, keeps no directory open between two steps, counts what it cannot read. */
export class Walker {
  readonly start: Folder;
  /** Entries seen so far, for progress. */
  seen = 0;
  /** Of those, left out by .gitignore rules (what is below them was not seen). */
  ignored = 0;
  #unreadable = 0;
  #firstUnreadable = '';
  readonly #files: Files;
  readonly #counts: ((prefix: string) => boolean) | undefined;
  readonly #excludes: NameTest | undefined;

  constructor(files: Files, { where, excludePatterns, respectGitignore, counts }: WalkOptions) {
    this.#files = files;
    this.#counts = counts;
    this.#excludes = compileExcludes(excludePatterns);
    const place = placeOf(files, where);
    const rules = respectGitignore ? rulesAbove(files, place) : undefined;
    this.start = { place, real: undefined, prefix: '', rules };
  }

  /**
   * Pins the folder, lists it and runs `use`. Undefined when it cannot be read (counted; thrown for the
   * start) or is no longer the directory that was listed.
   */
  read<T>(folder: Folder, use: (listing: Listing) => T): T | undefined {
    return this.pin(folder, (dir) => this.#list(dir, folder, use));
  }

  /** Does the same with a subdirectory while its parent is pinned, which is quicker; undefined on failure, not counted. */
  readBelow<T>(parent: Listing, name: string, use: (listing: Listing) => T): T | undefined {
    let pinned = false;
    try {
      return parent.dir.enter(name, (dir) => {
        pinned = true;
        return this.#list(dir, this.child(parent.folder, name), use);
      });
    } catch (error) {
      if (pinned) throw error;
      return undefined;
    }
  }

  /** Pins a folder; undefined as for `read`. */
  pin<T>(folder: Folder, use: (dir: PinnedDirectory) => T): T | undefined {
    let pinned = false;
    try {
      return this.#files.withDirectory(folder.place, (dir) => {
        if (folder.real !== undefined && dir.real !== folder.real) throw new Error('directory was replaced');
        pinned = true;
        return use(dir);
      });
    } catch (error) {
      if (pinned || isStart(folder)) throw error;
      this.unreadable(folder.prefix);
      return undefined;
    }
  }

  /** A directory of a listing, ready to be read. */
  child(parent: Folder, name: string): Folder {
    const { place, prefix, real, rules } = parent;
    return {
      place: { root: place.root, path: join(place.path, name), segments: [...place.segments, name] },
      real: real === undefined ? undefined : join(real, name),
      prefix: `${prefix}${name}/`,
      rules,
    };
  }

  /** Counts something that could not be read. */
  unreadable(path: string): void {
    if (this.#counts?.(path.slice(0, path.lastIndexOf('/') + 1)) === false) return;
    this.#unreadable += 1;
    if (this.#unreadable === 1) this.#firstUnreadable = path;
  }

  /** How many things could not be read, and the first of them. */
  get problems(): { readonly count: number; readonly first: string } {
    return { count: this.#unreadable, first: this.#firstUnreadable };
  }

  #list<T>(dir: PinnedDirectory, folder: Folder, use: (listing: Listing) => T): T | undefined {
    const dirents = this.#dirents(dir, folder);
    if (dirents === undefined) return undefined;
    this.seen += dirents.length;
    const inside = folder.rules === undefined ? folder : withOwnRules(dir, folder, dirents);
    return use({ dir, folder: { ...inside, real: dir.real }, entries: this.#keep(inside, dirents) });
  }

  #dirents(dir: PinnedDirectory, folder: Folder): Dirent[] | undefined {
    try {
      return dir.entries();
    } catch (error) {
      if (isStart(folder)) throw error;
      this.unreadable(folder.prefix);
      return undefined;
    }
  }

  #keep(folder: Folder, dirents: readonly Dirent[]): Entry[] {
    const { prefix, rules } = folder;
    const excludes = this.#excludes;
    const kept: Entry[] = [];
    const counted = this.#counts?.(prefix) ?? true;
    for (const dirent of dirents) {
      const { name } = dirent;
      if (excludes?.matches(prefix, name)) continue;
      const kind = kindOf(dirent);
      if (rules !== undefined && (name === '.git' || rules.ignores(prefix, name, kind === 'directory'))) {
        if (counted && name !== '.git') this.ignored += 1;
        continue;
      }
      kept.push({ name, kind });
    }
    return kept.sort(byName);
  }
}

function isStart(folder: Folder): boolean {
  return folder.prefix === '';
}

/** The worker's own Place for a place of the main thread. Throws ToolError when the root is another by now. */
export function placeOf(files: Files, { root, path, segments }: Where): Place {
  const owner = files.roots.find((candidate) => candidate.path === root.path && candidate.real === root.real);
  if (owner === undefined) {
    throw new ToolError(`The allowed directory ${root.path} was moved or replaced.`, {
      code: 'changed',
      hint: 'Call list_allowed_directories, then try again.',
    });
  }
  return { root: owner, path, segments };
}

/** Order of names everywhere: by UTF-16 code unit, as `<` compares. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function kindOf(dirent: Dirent): Kind {
  if (dirent.isFile()) return 'file';
  if (dirent.isDirectory()) return 'directory';
  return dirent.isSymbolicLink() ? 'link' : 'other';
}

function join(path: string, name: string): string {
  return path.endsWith(sep) ? path + name : path + sep + name;
}

function withOwnRules(dir: PinnedDirectory, folder: Folder, dirents: readonly Dirent[]): Folder {
  let rules = folder.rules;
  const has = (name: string) => dirents.some((dirent) => dirent.name === name);
  // A repository inside another has rules of its own only.
  if (folder.prefix !== '' && has('.git')) rules = ownRepository(dir, folder.prefix);
  if (rules !== undefined && has('.gitignore')) {
    rules = rules.with(readIgnoreFile(dir, '.gitignore'), { prefix: folder.prefix });
  }
  return rules === folder.rules ? folder : { ...folder, rules };
}

function ownRepository(dir: PinnedDirectory, prefix: string): IgnoreRules {
  return IgnoreRules.at(prefix, '').with(readExclude(dir), { prefix });
}

function readExclude(dir: PinnedDirectory): string[] {
  try {
    return dir.enter('.git', (git) => git.enter('info', (info) => readIgnoreFile(info, 'exclude')));
  } catch {
    // No repository, or a worktree whose repository is elsewhere.
    return [];
  }
}

/** Rules that reach the start from the repository it lies in, as far as that is inside the root. */
function rulesAbove(files: Files, start: Place): IgnoreRules {
  const { root, segments } = start;
  const levels: { readonly lines: string[]; readonly exclude: string[]; readonly repository: boolean }[] = [];
  let top = segments.length;
  for (let depth = segments.length; depth >= 0; depth -= 1) {
    const above = segments.slice(0, depth);
    const place = { root, path: above.reduce(join, root.path), segments: above };
    const level = files.withDirectory(place, (dir) => {
      const repository = isThere(dir, '.git');
      return {
        // The start reads its own file when it is listed.
        lines: depth === segments.length ? [] : readIgnoreFile(dir, '.gitignore'),
        exclude: repository ? readExclude(dir) : [],
        repository,
      };
    });
    levels.unshift(level);
    top = depth;
    if (level.repository) break;
  }
  const inside = segments.slice(top);
  const lead = inside.map((segment) => `${segment}/`).join('');
  let rules = IgnoreRules.at('', lead);
  levels.forEach(({ lines, exclude }, index) => {
    const above = inside
      .slice(0, index)
      .map((segment) => `${segment}/`)
      .join('');
    rules = rules.with(exclude, { above }).with(lines, { above });
  });
  // Whoever names an ignored directory wants to see inside it.
  return rules.ignoresStart() ? IgnoreRules.at('', '') : rules;
}

function isThere(dir: PinnedDirectory, name: string): boolean {
  try {
    dir.lstat(name);
    return true;
  } catch {
    return false;
  }
}
