// Globs of the caller, compiled once by minimatch within fixed limits.
import { ToolError } from '@plainmcp/protocol';
import { Minimatch } from 'minimatch';
import { countExpansions } from './braces.ts';

const maxPatternChars = 1024;
const maxExpansions = 256;
const maxPatterns = 100;

/** Says whether an entry matches; `prefix` is the directory below the start, empty or ending in `/`. */
export interface NameTest {
  matches(prefix: string, name: string): boolean;
}

export interface SearchPattern extends NameTest {
  /** Whether anything below this directory can match; `folder` has no trailing slash. */
  mayContain(folder: string): boolean;
  /** The pattern ended in `/`: only directories are meant. */
  readonly directoriesOnly: boolean;
}

/**
 * Compiles what `search_files` looks for: without `/` the name matches at any depth, with `/` the path
 * relative to `base`, the directory that was asked. Throws ToolError over the limits: 1,024 characters,
 * 256 brace expansions.
 */
export function compilePattern(pattern: string, base: string): SearchPattern {
  const given = stripBase(pattern, base);
  const directoriesOnly = given.length > 1 && given.endsWith('/');
  const trimmed = directoriesOnly ? given.slice(0, -1) : given;
  const anchored = trimmed.startsWith('/');
  const body = trimmed.replace(/^(?:\.?\/)+/, '');
  if (body === '') {
    throw new ToolError('pattern is empty', {
      code: 'invalid_pattern',
      hint: 'Pass pattern="*" for every name.',
    });
  }
  const anywhere = body.includes('/') ? nameAnywhere(body) : body;
  if (anywhere !== undefined && !anchored && anywhere !== '**') {
    const glob = compile(anywhere);
    return { directoriesOnly, mayContain: () => true, matches: (_prefix, name) => glob.match(name) };
  }
  const glob = compile(body);
  return {
    directoriesOnly,
    // A negated pattern matches what the inner one does not, so no folder can be left out.
    mayContain: (folder) => glob.negate || glob.match(folder, true),
    matches: (prefix, name) => glob.match(prefix + name),
  };
}

/**
 * Compiles `excludePatterns` as the official directory_tree reads them: matched against the whole path
 * relative to the start; a pattern without `*` also at any depth, with everything below it.
 */
export function compileExcludes(patterns: readonly string[]): NameTest | undefined {
  if (patterns.length === 0) return undefined;
  if (patterns.length > maxPatterns) {
    throw new ToolError(
      `excludePatterns has ${patterns.length} patterns; at most ${maxPatterns} are allowed`,
      {
        code: 'invalid_pattern',
      },
    );
  }
  const names = new Set<string>();
  /** For names anywhere, for names at the top, for whole paths. */
  const anywhere: Minimatch[] = [];
  const top: Minimatch[] = [];
  const paths: Minimatch[] = [];
  for (const given of patterns) {
    const body = slashes(given)
      .replace(/^(?:\.?\/)+/, '')
      .replace(/(?<=[^/])\/+$/, '');
    const name = nameAnywhere(body.includes('*') ? body : `**/${body}`);
    if (body === '') continue;
    if (/^[\w.@ -]+$/.test(body)) names.add(body);
    else if (name !== undefined) anywhere.push(compile(name));
    else if (!body.includes('*')) paths.push(compile(`**/${body}`));
    else (body.includes('/') || body.includes('**') ? paths : top).push(compile(body));
  }
  return {
    // Below an excluded directory nothing is visited, so `**/p/**` needs no pattern of its own.
    matches(prefix, name) {
      if (names.has(name) || anywhere.some((glob) => glob.match(name))) return true;
      if (prefix === '' && top.some((glob) => glob.match(name))) return true;
      return paths.length > 0 && matchesAny(paths, prefix + name);
    },
  };
}

function matchesAny(globs: readonly Minimatch[], path: string): boolean {
  return globs.some((glob) => glob.match(path));
}

/** The X of `**` + `/X` where X is a name: matching the name alone is the same and quicker. */
function nameAnywhere(pattern: string): string | undefined {
  return /^(?:\*\*\/)+((?!\*\*$)[^/!][^/]*)$/.exec(pattern)?.[1];
}

function compile(pattern: string): Minimatch {
  if (pattern.length > maxPatternChars) {
    throw new ToolError(`pattern has ${pattern.length} characters; at most ${maxPatternChars} are allowed`, {
      code: 'invalid_pattern',
      hint: 'Use a wider pattern with * or search a subdirectory.',
    });
  }
  if (pattern.includes('\0'))
    throw new ToolError('pattern contains a NUL character', { code: 'invalid_pattern' });
  const expansions = countExpansions(pattern);
  if (expansions > maxExpansions) {
    throw new ToolError(`the braces of the pattern expand to more than ${maxExpansions} patterns`, {
      code: 'invalid_pattern',
      hint: 'Use * instead of braces, or search several times.',
    });
  }
  return new Minimatch(pattern, {
    dot: true,
    nocomment: true,
    braceExpandMax: maxExpansions,
    windowsPathsNoEscape: process.platform === 'win32',
  });
}

/** Models often repeat the directory in the pattern: `/work/src/*.ts` asked of `/work/src` means `*.ts`, at its top. */
function stripBase(pattern: string, base: string): string {
  const given = slashes(pattern);
  const start = `${slashes(base).replace(/\/+$/, '')}/`;
  return given.startsWith(start) ? given.slice(start.length - 1) : given;
}

function slashes(value: string): string {
  return process.platform === 'win32' ? value.replaceAll('\\', '/') : value;
}
