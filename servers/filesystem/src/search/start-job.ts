// Starts the work of any job as a generator that yields how far it is.
import { nearestBlock } from '../edit/nearest.ts';
import type { Files } from '../fs/types.ts';
import { searchContent } from './content-job.ts';
import { searchFiles } from './files-job.ts';
import type { Job, NearestJob, Outcome } from './jobs.ts';
import { directoryTree } from './tree-job.ts';

/** A job under way; each value is the number of entries seen so far. */
export type Task = Generator<number, Outcome>;

export function startJob(files: Files, job: Job): Task {
  switch (job.kind) {
    case 'files':
      return searchFiles(files, job);
    case 'content':
      return searchContent(files, job);
    case 'tree':
      return directoryTree(files, job);
    case 'nearest':
      return nearest(job);
  }
}

function* nearest({ text, wanted, budget }: NearestJob): Task {
  yield 0;
  const found = nearestBlock(text.split('\n'), wanted, budget);
  return { text: '', notes: [], ...(found === undefined ? {} : { nearest: found }) };
}
