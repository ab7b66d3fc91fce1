// directory_tree: as much of a tree as fits, breadth first, with the number of entries wherever it is cut.
import { digits } from '@plainmcp/kit/text';
import type { Files } from '../fs/types.ts';
import type { Outcome, TreeJob } from './jobs.ts';
import { noteChars, walkNotes } from './render.ts';
import { planTree } from './tree-plan.ts';
import { costs, renderTree } from './tree-render.ts';
import { Walker } from './walker.ts';

/** Runs the job; yields the entries seen so far whenever another job may have a turn. */
export function* directoryTree(files: Files, job: TreeJob): Generator<number, Outcome> {
  const walker = new Walker(files, job);
  const room = { ...job, maxChars: job.maxChars - noteChars };
  const plan = yield* planTree(walker, room, costs[job.format]);
  const text = renderTree(plan, job.format);
  const notes = walkNotes(text, walker);
  if (plan.hidden > 0) {
    const all = `${digits(plan.shown + plan.hidden)}${plan.capped ? '+' : ''}`;
    notes.push(
      `[cut: ${digits(plan.shown)} of ${all} entries shown; narrow: path=a subdirectory, excludePatterns or maxDepth]`,
    );
  }
  return { text, notes };
}
