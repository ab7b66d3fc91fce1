// Builds git repositories from literals: fixed names, dates and configuration, so that hashes are the same everywhere.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { baseEnvironment } from './spawn.ts';
import { type Literal, type Tree, type TreeOptions, tree } from './tmp.ts';

export interface Commit {
  readonly message: string;
  /** Written before the commit; null removes the file. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
  /** Switches to this branch first, making it where it does not exist. */
  readonly branch?: string;
  /** Merges this branch (never fast-forward); `files` are not used then. */
  readonly merge?: string;
  readonly tag?: string;
  /** `Name <mail>`; default `Ada Tester <ada@example.invalid>`. */
  readonly author?: string;
  /** ISO 8601; default: 2025-01-01T00:00:00Z and one minute more for each commit. */
  readonly date?: string;
}

export interface RepoLiteral {
  readonly commits?: readonly Commit[];
  /** Written after the last commit and left uncommitted. */
  readonly dirty?: Literal;
  /** Default `main`. */
  readonly branch?: string;
  readonly config?: Readonly<Record<string, string>>;
}

export interface Repo extends Tree {
  /** Runs git here, with the same fixed environment; returns stdout without the last newline. */
  git(...args: string[]): string;
}

const firstCommit = Date.parse('2025-01-01T00:00:00Z');

/** The environment in which test repositories are made: no configuration of the machine or the user. */
export function gitEnvironment(date = '2025-01-01T00:00:00Z'): Record<string, string> {
  return {
    ...baseEnvironment(),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Ada Tester',
    GIT_AUTHOR_EMAIL: 'ada@example.invalid',
    GIT_COMMITTER_NAME: 'Ada Tester',
    GIT_COMMITTER_EMAIL: 'ada@example.invalid',
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
    TZ: 'UTC',
    LC_ALL: 'C',
  };
}

/** A repository in a temporary folder. Removed when the test ends. */
export function repo(literal: RepoLiteral = {}, options: TreeOptions = {}): Repo {
  const base = tree({}, options);
  const git = (date: string | undefined, ...args: string[]): string =>
    execFileSync('git', args, {
      cwd: base.path,
      env: gitEnvironment(date),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trimEnd();
  git(undefined, 'init', '--quiet', `--initial-branch=${literal.branch ?? 'main'}`);
  const config = { 'core.autocrlf': 'false', 'commit.gpgsign': 'false', 'gc.auto': '0', ...literal.config };
  for (const [key, value] of Object.entries(config)) git(undefined, 'config', key, value);

  const branches = new Set([literal.branch ?? 'main']);
  (literal.commits ?? []).forEach((commit, index) => {
    const date = commit.date ?? new Date(firstCommit + index * 60_000).toISOString();
    if (commit.branch !== undefined) {
      git(date, 'switch', '--quiet', ...(branches.has(commit.branch) ? [] : ['-c']), commit.branch);
      branches.add(commit.branch);
    }
    if (commit.merge === undefined) record(base, commit, (...args) => git(date, ...args));
    else git(date, 'merge', '--quiet', '--no-ff', '-m', commit.message, commit.merge);
    if (commit.tag !== undefined) git(date, 'tag', commit.tag);
  });
  for (const [name, content] of Object.entries(literal.dirty ?? {})) {
    if (typeof content !== 'string' && !(content instanceof Uint8Array))
      throw new Error(`dirty ${name}: only text or bytes`);
    base.write(name, content);
  }
  return { ...base, git: (...args) => git(undefined, ...args) };
}

function record(base: Tree, commit: Commit, git: (...args: string[]) => string): void {
  for (const [name, content] of Object.entries(commit.files ?? {})) {
    if (content === null) {
      fs.rmSync(base.join(name));
      continue;
    }
    fs.mkdirSync(dirname(base.join(name)), { recursive: true });
    base.write(name, content);
  }
  git('add', '--all');
  git(
    'commit',
    '--quiet',
    '--allow-empty',
    '-m',
    commit.message,
    ...(commit.author === undefined ? [] : [`--author=${commit.author}`]),
  );
}
