// What every tool of this server is made from.
import type { FileQueue } from './fs/queue.ts';
import type { Files } from './fs/types.ts';
import type { Searcher } from './search/searcher.ts';

export interface Settings {
  /** Restores the official server's output shapes. */
  readonly officialOutput: boolean;
  /** Characters in one result, all text blocks together. */
  readonly maxOutputChars: number;
  /** Bytes of one media file sent inline. */
  readonly maxMediaBytes: number;
  readonly respectGitignore: boolean;
  readonly allowDelete: 'no' | 'trash' | 'permanent';
  /** Write through the existing inode instead of renaming a new file over it. */
  readonly inPlace: boolean;
  readonly refuseHardlinks: boolean;
  /** Globs of names that are neither read, written nor listed. */
  readonly deny: readonly string[];
  readonly readOnly: boolean;
}

export interface Deps {
  readonly files: Files;
  readonly settings: Settings;
  /** Serialises changes to one file. */
  readonly queue: FileQueue;
  /** Walks and searches off the main thread; started on first use. */
  readonly searcher: Searcher;
}
