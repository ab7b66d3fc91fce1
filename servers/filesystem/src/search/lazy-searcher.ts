// The searcher as the start sees it: code, worker and all come with the first search.
import { lazy } from '@plainmcp/kit/lazy';
import type { Searcher, SearcherOptions } from './searcher.ts';

/** The same as `createSharedSearcher`, which it loads when it is first used. */
export function lazySearcher(options: SearcherOptions): Searcher {
  let used = false;
  const searcher = lazy(async () => {
    const { createSharedSearcher } = await import('./shared-searcher.ts');
    return createSharedSearcher(options);
  });
  return {
    async run(job, runOptions) {
      used = true;
      return (await searcher()).run(job, runOptions);
    },
    async close() {
      if (used) await (await searcher()).close();
    },
  };
}
