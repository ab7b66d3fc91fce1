// The .gitignore rules that hold in one directory: those of its ancestors up to the repository, then its own.
import { closeSync, constants, fstatSync, readSync } from 'node:fs';
import ignore, { type Ignore } from 'ignore';
import type { PinnedDirectory } from '../fs/types.ts';

const maxFileBytes = 256 * 1024;
const maxLineChars = 1024;
const maxRules = 2000;
/** The package remembers every path it was asked; it is rebuilt after so many to keep memory bounded. */
const maxRemembered = 8192;

/** git compares case-sensitively on Linux and not on the usual disks of macOS and Windows. */
const ignorecase = process.platform === 'darwin' || process.platform === 'win32';

export class IgnoreRules {
  /** Length of the part of a walked path that lies above the repository (0 when it starts above the walk). */
  readonly #skip: number;
  /** Path from the repository to the start of the walk, empty or ending in `/`. */
  readonly #lead: string;
  readonly #patterns: readonly string[];
  readonly #all: Rules;
  /** Rules without `/`, which depend on the name alone. */
  readonly #names: Rules;
  /** Numbers of names in the paths that rules with `/` can match; undefined for any. */
  readonly #depths: ReadonlySet<number> | undefined;
  readonly #verdicts = new Map<string, boolean>();
  #folder: { readonly prefix: string; readonly path: string; readonly byName: boolean } | undefined;

  private constructor(skip: number, lead: string, patterns: readonly string[]) {
    this.#skip = skip;
    this.#lead = lead;
    this.#patterns = patterns;
    this.#all = new Rules(patterns);
    this.#names = new Rules(patterns.filter((pattern) => !isAnchored(pattern)));
    this.#depths = depthsOf(patterns.filter(isAnchored));
  }

  /** Rules of a repository (or of no repository) that begins at `prefix` of the walk or `lead` above it. */
  static at(prefix: string, lead: string): IgnoreRules {
    return new IgnoreRules(prefix.length, lead, []);
  }

  /**
   * These rules and, after them, the lines of the ignore file in `prefix` (a directory of the walk), or in
   * `above`, a directory between the repository and the start.
   */
  with(
    lines: readonly string[],
    folder: { readonly prefix: string } | { readonly above: string },
  ): IgnoreRules {
    const from = 'above' in folder ? folder.above : this.#lead + folder.prefix.slice(this.#skip);
    const added = lines.map((line) => below(from, line)).filter((line) => line !== undefined);
    if (added.length === 0) return this;
    return new IgnoreRules(this.#skip, this.#lead, [...this.#patterns, ...added].slice(0, maxRules));
  }

  /** Whether git would ignore the directory the walk starts in. */
  ignoresStart(): boolean {
    return this.#lead !== '' && this.#all.ignores(this.#lead);
  }

  /** Whether git would ignore this entry of a directory that it does not ignore itself. */
  ignores(prefix: string, name: string, directory: boolean): boolean {
    if (this.#patterns.length === 0) return false;
    const leaf = directory ? `${name}/` : name;
    const { path, byName } = this.#folderOf(prefix);
    if (!byName) return this.#all.ignores(path + leaf);
    const known = this.#verdicts.get(leaf);
    if (known !== undefined) return known;
    if (this.#verdicts.size >= maxRemembered) this.#verdicts.clear();
    const verdict = this.#names.ignores(leaf);
    this.#verdicts.set(leaf, verdict);
    return verdict;
  }

  /** The directory as the rules see it; entries of one directory are asked one after the other. */
  #folderOf(prefix: string): { readonly path: string; readonly byName: boolean } {
    if (this.#folder?.prefix === prefix) return this.#folder;
    const path = this.#lead + prefix.slice(this.#skip);
    const depth = path.split('/').length;
    this.#folder = { prefix, path, byName: this.#depths !== undefined && !this.#depths.has(depth) };
    return this.#folder;
  }
}

/** The package's matcher, with bounded memory. */
class Rules {
  readonly #patterns: readonly string[];
  #ignore: Ignore | undefined;
  #asked = 0;

  constructor(patterns: readonly string[]) {
    this.#patterns = patterns;
  }

  ignores(path: string): boolean {
    this.#asked += 1;
    if (this.#ignore === undefined || this.#asked > maxRemembered) {
      this.#ignore = ignore({ ignorecase }).add([...this.#patterns]);
      this.#asked = 1;
    }
    return this.#ignore.ignores(path);
  }
}

/** Lines of an ignore file in a pinned directory; empty when there is none that can be read. */
export function readIgnoreFile(dir: PinnedDirectory, name: string): string[] {
  let fd: number;
  try {
    fd = dir.open(name, constants.O_RDONLY);
  } catch {
    return [];
  }
  try {
    if (!fstatSync(fd).isFile()) return [];
    const bytes = Buffer.alloc(maxFileBytes);
    const length = readSync(fd, bytes, 0, maxFileBytes, 0);
    const lines = bytes
      .toString('utf8', 0, length)
      .replace(/^\ufeff/, '')
      .split('\n');
    // The last line of a file that was cut may be half a rule.
    if (length === maxFileBytes) lines.pop();
    return lines.slice(0, maxRules * 2);
  } catch {
    return [];
  } finally {
    closeSync(fd);
  }
}

/** How many names the paths have that anchored rules match; what is below an ignored directory is never asked. */
function depthsOf(anchored: readonly string[]): ReadonlySet<number> | undefined {
  const depths = new Set<number>();
  for (const pattern of anchored) {
    // `**` spans any number of names, and in a class or behind a backslash `/` separates none.
    if (pattern.includes('**') || /[[\\]/.test(pattern)) return undefined;
    depths.add(
      pattern
        .replace(/^!?\/?/, '')
        .replace(/\/$/, '')
        .split('/').length,
    );
  }
  return depths;
}

/** The rule as the repository's own .gitignore would state it; undefined for blank lines and comments. */
function below(folder: string, line: string): string | undefined {
  const rule = line.replace(/\r$/, '').replace(/(?<!\\) +$/, '');
  if (rule === '' || rule.startsWith('#') || rule.length > maxLineChars) return undefined;
  if (folder === '') return rule;
  const negated = rule.startsWith('!');
  const body = negated ? rule.slice(1) : rule;
  if (body === '') return undefined;
  const base = `/${folder.replaceAll(/[\\*?[\]!# ]/g, '\\$&')}`;
  const anchored = isAnchored(body) ? base + body.replace(/^\//, '') : `${base}**/${body}`;
  return negated ? `!${anchored}` : anchored;
}

/** A separator anywhere but at the end ties a rule to its directory. */
function isAnchored(rule: string): boolean {
  const slash = rule.indexOf('/');
  return slash >= 0 && slash < rule.length - 1;
}
