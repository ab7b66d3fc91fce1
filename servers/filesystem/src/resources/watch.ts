// Change subscriptions: the parent directory is watched, and the file compared before anybody is told.
import type { FSWatcher } from 'node:fs';
import { ToolError } from '@plainmcp/protocol';
import type { Files, Place } from '../fs/types.ts';
import { orNotFound, placeOfUri } from './place-of-uri.ts';

/** Changes within this time are told once. */
const debounceMs = 50;
const maxWatches = 256;

/** All watches of one server. */
export class Watches {
  readonly #files: Files;
  readonly #open = new Set<Watch>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** Calls `changed` when the file or directory changes, appears or goes. Returns what ends it. */
  add(uri: string, changed: () => void): () => void {
    if (this.#open.size >= maxWatches) {
      throw new ToolError(`At most ${maxWatches} files can be watched at once.`, {
        code: 'too_many',
        hint: 'Unsubscribe from some first.',
      });
    }
    const place = placeOfUri(this.#files, uri);
    const watch = orNotFound(uri, () => new Watch(this.#files, place, changed));
    this.#open.add(watch);
    return () => {
      watch.close();
      this.#open.delete(watch);
    };
  }

  close(): void {
    for (const watch of this.#open) watch.close();
    this.#open.clear();
  }
}

class Watch {
  readonly #files: Files;
  readonly #place: Place;
  readonly #changed: () => void;
  readonly #watchers: readonly FSWatcher[];
  #state: string;
  #timer: NodeJS.Timeout | undefined;

  constructor(files: Files, place: Place, changed: () => void) {
    this.#files = files;
    this.#place = place;
    this.#changed = changed;
    const leaf = place.segments.at(-1);
    // Watched before it is looked at, so that no change falls between.
    const watchers = leaf === undefined ? [] : [files.withParent(place, (dir) => dir.watch())];
    try {
      if (isDirectory(files, place)) watchers.push(files.withDirectory(place, (dir) => dir.watch()));
      this.#state = this.#look();
    } catch (error) {
      for (const watcher of watchers) watcher.close();
      throw error;
    }
    this.#watchers = watchers;
    for (const watcher of watchers) {
      watcher.on('change', () => this.#soon());
      watcher.on('error', () => this.#soon());
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.close();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.#compare(), debounceMs).unref();
  }

  /** Neighbours change too, and a link may have come in its place: only what the gate shows counts. */
  #compare(): void {
    this.#timer = undefined;
    const now = this.#look();
    if (now === this.#state) return;
    this.#state = now;
    this.#changed();
  }

  #look(): string {
    try {
      const { dev, ino, size, mtimeMs, ctimeMs } = this.#files.stat(this.#place);
      return [dev, ino, size, mtimeMs, ctimeMs].join(' ');
    } catch (error) {
      if (error instanceof ToolError) return 'not there';
      throw error;
    }
  }
}

function isDirectory(files: Files, place: Place): boolean {
  try {
    return files.stat(place).isDirectory();
  } catch (error) {
    if (error instanceof ToolError && error.code === 'not_found') return false;
    throw error;
  }
}
