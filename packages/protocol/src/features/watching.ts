// Watching one resource for changes, with bursts of changes told as one.
import type { Core } from '../engine/core.ts';
import { ResourceNotFoundError } from '../errors.ts';

export type Unwatch = () => void;

/** File systems report one save several times. */
const SETTLE_MS = 50;

/**
 * A function that starts to watch `uri`, or undefined when that resource cannot be watched. Throws
 * ResourceNotFoundError when there is none.
 */
export function watcher(core: Core, uri: string): ((changed: () => void) => Promise<Unwatch>) | undefined {
  const found = core.catalog.find(uri);
  const watch = found.kind === 'resource' ? found.resource.watch : found.template.watch;
  if (watch === undefined) return undefined;
  return async (changed) => {
    let timer: NodeJS.Timeout | undefined;
    let over = false;
    const stop = await watch(uri, () => {
      if (over) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        changed();
      }, SETTLE_MS).unref();
    });
    return () => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      stop();
    };
  };
}

/** `watcher`, for callers to whom a resource that does not exist is one that cannot be watched. */
export function watcherIfAny(core: Core, uri: string): ReturnType<typeof watcher> {
  try {
    return watcher(core, uri);
  } catch (error) {
    if (error instanceof ResourceNotFoundError) return undefined;
    throw error;
  }
}
