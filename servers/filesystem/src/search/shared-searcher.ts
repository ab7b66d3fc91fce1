// Two workers for content searches of directories: each searches half of them, and the halves make one page.
import { availableParallelism } from 'node:os';
import { type ContentFound, renderFound } from './content-found.ts';
import type { ContentJob, Job, Outcome } from './jobs.ts';
import { createSearcher, type RunOptions, type Searcher, type SearcherOptions } from './searcher.ts';

/** More would only wait for the same disk. */
const workers = 2;

/** A searcher that shares content searches between two workers where the machine has two processors. */
export function createSharedSearcher(options: SearcherOptions): Searcher {
  const first = createSearcher(options);
  if (availableParallelism() < workers) return first;
  const second = createSearcher(options);
  return {
    run(job, runOptions) {
      return job.kind === 'content' ? both(job, [first, second], runOptions) : first.run(job, runOptions);
    },
    async close() {
      await Promise.all([first.close(), second.close()]);
    },
  };
}

async function both(job: ContentJob, searchers: readonly Searcher[], options: RunOptions): Promise<Outcome> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const { onProgress } = options;
  const run = (searcher: Searcher, index: number) => {
    const share: Job = { ...job, shard: { index, of: searchers.length } };
    // Counts of two workers would not rise together: one of them reports for both.
    return searcher.run(share, index === 0 && onProgress ? { signal, onProgress } : { signal });
  };
  try {
    const outcomes = await Promise.all(searchers.map(run));
    // A file that was named is searched by the first alone.
    const [whole] = outcomes;
    const shares = outcomes.flatMap(({ found }): ContentFound[] => (found === undefined ? [] : [found]));
    return shares.length === 0 && whole !== undefined ? whole : renderFound(job, shares);
  } finally {
    stop.abort();
  }
}
