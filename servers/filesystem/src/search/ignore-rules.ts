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
  /** Rules without `/` depend on the name alone, so verdicts can be kept per name. */
  readonly #nameOnly: boolean;
  readonly #verdicts = new Map<string, boolean>();
  #ignore: Ignore;
  #asked = 0;

  private constructor(skip: number, lead: string, patterns: readonly string[]) {
    this.#skip = skip;
    this.#lead = lead;
    this.#patterns = patterns;
    this.#nameOnly = patterns.every((pattern) => !isAnchored(pattern));
    this.#ignore = build(patterns);
  }

  /** Rules of a repository (or of no repository) that begins at `prefix` of the walk or `lead` above it. */
  static at(prefix: string, lead: string): IgnoreRules {
    return new IgnoreRules(prefix.length, lead, []);
  }

  get empty(): boolean {
    return this.#patterns.length === 0;
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
    return this.#lead !== '' && this.#test(this.#lead);
  }

  /** Whether git would ignore this entry of a directory that it does not ignore itself. */
  ignores(prefix: string, name: string, directory: boolean): boolean {
    if (this.empty) return false;
    const leaf = directory ? `${name}/` : name;
    return this.#nameOnly ? this.#byName(leaf) : this.#test(this.#lead + prefix.slice(this.#skip) + leaf);
  }

  #byName(leaf: string): boolean {
    const known = this.#verdicts.get(leaf);
    if (known !== undefined) return known;
    if (this.#verdicts.size >= maxRemembered) this.#verdicts.clear();
    const verdict = this.#test(leaf);
    this.#verdicts.set(leaf, verdict);
    return verdict;
  }

  #test(path: string): boolean {
    this.#asked += 1;
    if (this.#asked > maxRemembered) {
      this.#ignore = build(this.#patterns);
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

function build(patterns: readonly string[]): Ignore {
  return ignore({ ignorecase }).add([...patterns]);
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
