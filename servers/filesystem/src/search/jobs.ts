// What the server asks of the search worker, and what it gets back: plain data that can cross processes.

import type { Nearest } from '../edit/nearest.ts';
import type { GateKind, Place, Root, RootSpec } from '../fs/types.ts';
import type { PolicyOptions } from '../policy.ts';
import type { ContentFound } from './content-found.ts';
import type { Share } from './share.ts';

/** A directory or file as plain data: the worker looks the root up among its own. */
export interface Where {
  readonly root: Pick<Root, 'path' | 'real'>;
  readonly path: string;
  readonly segments: readonly string[];
}

/** How a job names the directory or file it works on. */
export function whereOf({ root, path, segments }: Place): Where {
  return { root: { path: root.path, real: root.real }, path, segments };
}

interface WalkJob {
  readonly where: Where;
  readonly excludePatterns: readonly string[];
  readonly respectGitignore: boolean;
  /** Characters of the rendered answer; the worker never sends more. */
  readonly maxChars: number;
}

export type EntryType = 'file' | 'directory' | 'link';

export interface FilesJob extends WalkJob {
  readonly kind: 'files';
  readonly pattern: string;
  readonly limit: number;
  readonly cursor: string | undefined;
  readonly sort: 'name' | 'mtime';
  readonly type: EntryType | undefined;
  /** bytes */
  readonly minSize: number | undefined;
  /** bytes */
  readonly maxSize: number | undefined;
  /** milliseconds since 1970 */
  readonly modifiedAfter: number | undefined;
  /** Absolute paths, as the official server prints them. */
  readonly absolute: boolean;
}

export interface ContentJob extends WalkJob {
  readonly kind: 'content';
  readonly query: string;
  readonly regex: boolean;
  readonly ignoreCase: boolean;
  readonly wholeWord: boolean;
  readonly multiline: boolean;
  readonly glob: string | undefined;
  /** Lines before and after each match. */
  readonly context: number;
  readonly mode: 'matches' | 'files' | 'count';
  readonly limit: number;
  readonly cursor: string | undefined;
  /** The share of the files that this worker searches; all of them when absent. */
  readonly shard?: Share;
}

export interface TreeJob extends WalkJob {
  readonly kind: 'tree';
  readonly maxDepth: number | undefined;
  readonly maxEntries: number;
  readonly format: 'compact' | 'json' | 'official';
}

export interface NearestJob {
  readonly kind: 'nearest';
  /** The whole file, lines separated by LF. */
  readonly text: string;
  readonly wanted: readonly string[];
  /** Characters looked at; see `nearestBudget`. */
  readonly budget: number;
}

export type Job = FilesJob | ContentJob | TreeJob | NearestJob;

/** The outcome of one job. */
export interface Outcome {
  /** Names or lines found, rendered; empty when there is nothing. */
  readonly text: string;
  /** Our own words about the answer (cuts, skips, errors), one sentence a line; goes into a block of its own. */
  readonly notes: readonly string[];
  /** Only of content jobs with a shard; text and notes are empty then. */
  readonly found?: ContentFound;
  /** Only of nearest jobs, when something is near. */
  readonly nearest?: Nearest;
}

/** What the worker needs to open the disk as the server does. */
export interface Setup {
  readonly linkTargets: readonly RootSpec[];
  readonly policy: PolicyOptions;
  readonly gate: GateKind;
}

export type ToWorker =
  | { readonly type: 'setup'; readonly setup: Setup }
  /** `roots` are the allowed directories at the time of the call. */
  | { readonly type: 'run'; readonly id: number; readonly job: Job; readonly roots: readonly RootSpec[] }
  | { readonly type: 'cancel'; readonly id: number };

export interface Failure {
  readonly message: string;
  readonly stack: string | undefined;
  /** Something the model can act on; otherwise a bug. */
  readonly tool: boolean;
  readonly code: string | undefined;
  readonly hint: string | undefined;
}

export type FromWorker =
  /** The job whose turn begins, and how many entries it has seen so far. */
  | { readonly type: 'turn'; readonly id: number; readonly seen: number }
  | { readonly type: 'done'; readonly id: number; readonly outcome: Outcome }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure }
  | { readonly type: 'cancelled'; readonly id: number };
