// Watching one resource for changes, with bursts of changes told as one.

import { reportBug } from '../engine/bugs.ts';
import type { Core } from '../engine/core.ts';
import { shown } from './names.ts';

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
      try {
        stop();
      } catch (error) {
        reportBug(core.settings.onBug, `the end of watching ${shown(uri)}`, error);
      }
    };
  };
}
