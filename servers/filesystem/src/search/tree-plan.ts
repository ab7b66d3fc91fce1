// Decides which part of a directory tree is shown: breadth first, a fair share for each directory, the rest counted.
import type { TreeJob } from './jobs.ts';
import { ReadAhead } from './read-ahead.ts';
import type { Entry, Folder, Kind, Walker } from './walker.ts';

/** Entries counted without being shown; beyond that the counts are lower bounds. */
const maxCounted = 2_000_000;
/** A directory is not opened to show fewer entries than this, unless it has fewer. */
const minShare = 5;
/** Entries of one level kept in memory. */
const maxLevel = 50_000;

export interface TreeNode {
  readonly name: string;
  readonly kind: Kind;
  /** Undefined for what is not a directory, and for directories that are counted only. */
  children: TreeNode[] | undefined;
  /** Entries at any depth below this directory that are not shown and not below a shown subdirectory. */
  hidden: number;
}

export interface TreePlan {
  readonly root: TreeNode;
  readonly shown: number;
  readonly hidden: number;
  /** Counting stopped early: all counts are lower bounds. */
  readonly capped: boolean;
}

/** What an entry costs of the character budget; `depth` is 0 for what is directly in the start. */
export type Cost = (path: string, name: string, depth: number, directory: boolean) => number;

interface Pending {
  readonly node: TreeNode;
  readonly folder: Folder;
}

interface Opened extends Pending {
  /** As many as could be shown at most. */
  readonly entries: readonly Entry[];
  readonly size: number;
}

interface Counted {
  readonly folder: Folder;
  readonly size: number;
  /** Names of the subdirectories. */
  readonly below: readonly string[];
}

interface Budget {
  entries: number;
  chars: number;
}

/** Plans the tree; yields the entries seen so far whenever another job may have a turn. */
export function* planTree(walker: Walker, job: TreeJob, cost: Cost): Generator<number, TreePlan> {
  const root: TreeNode = { name: '', kind: 'directory', children: undefined, hidden: 0 };
  const budget: Budget = { entries: job.maxEntries, chars: job.maxChars };
  const maxDepth = job.maxDepth ?? Number.POSITIVE_INFINITY;
  const uncounted: Pending[] = [];
  let level: Pending[] = [{ node: root, folder: walker.start }];
  for (let depth = 0; depth < maxDepth && budget.entries > 0 && budget.chars > 0; depth += 1) {
    const opened = yield* openLevel(walker, level, budget.entries, uncounted);
    if (opened.length === 0) {
      level = [];
      break;
    }
    level = showLevel(walker, opened, depth, budget, cost, uncounted);
  }
  uncounted.push(...level);
  const capped = yield* countHidden(walker, uncounted);
  return { root, shown: job.maxEntries - budget.entries, hidden: hiddenIn(root), capped };
}

function* openLevel(
  walker: Walker,
  level: readonly Pending[],
  most: number,
  uncounted: Pending[],
): Generator<number, Opened[]> {
  const opened: Opened[] = [];
  let kept = 0;
  for (const { node, folder } of level) {
    if (kept > maxLevel) {
      uncounted.push({ node, folder });
      continue;
    }
    const listing = walker.read(folder, (read) => ({ folder: read.folder, all: read.entries }));
    if (listing === undefined) {
      node.children = [];
      continue;
    }
    const { all } = listing;
    opened.push({ node, folder: listing.folder, entries: all.slice(0, most), size: all.length });
    for (const entry of all.slice(most)) hide(walker, listing.folder, node, entry, uncounted);
    kept += Math.min(most, all.length);
    yield walker.seen;
  }
  return opened;
}

/** Shows what fits of one level; returns the directories of the next. */
function showLevel(
  walker: Walker,
  opened: readonly Opened[],
  depth: number,
  budget: Budget,
  cost: Cost,
  uncounted: Pending[],
): Pending[] {
  const sizes = opened.map(({ size }) => size);
  const fits = sizes.reduce((sum, size) => sum + size, 0) <= budget.entries;
  // A level that does not fit leaves half of the room to the levels below it, if there are any.
  const below = opened.some(({ entries }) => entries.some(({ kind }) => kind === 'directory'));
  const room = Math.ceil(budget.entries / (below ? 2 : 1));
  const share = fits ? budget.entries : waterline(sizes, room);
  const next: Pending[] = [];
  for (const { node, folder, entries, size } of opened) {
    const most = Math.min(share, budget.entries);
    const open = most >= Math.min(size, minShare) && (size === 0 || budget.chars > 0);
    if (open) node.children = [];
    for (const [index, entry] of entries.entries()) {
      const directory = entry.kind === 'directory';
      const price = cost(folder.prefix + entry.name, entry.name, depth, directory);
      if (!open || index >= most || price > budget.chars) {
        hide(walker, folder, node, entry, uncounted);
        continue;
      }
      budget.entries -= 1;
      budget.chars -= price;
      const child: TreeNode = { name: entry.name, kind: entry.kind, children: undefined, hidden: 0 };
      node.children?.push(child);
      if (directory) next.push({ node: child, folder: walker.child(folder, entry.name) });
    }
  }
  return next;
}

/** The largest share each directory can have so that all together stay within `room`. */
function waterline(sizes: readonly number[], room: number): number {
  let left = room;
  const rising = [...sizes].sort((a, b) => a - b);
  for (const [index, size] of rising.entries()) {
    const share = Math.floor(left / (rising.length - index));
    if (size > share) return Math.max(minShare, share);
    left -= size;
  }
  return Math.max(minShare, rising.at(-1) ?? 0);
}

function hide(walker: Walker, folder: Folder, node: TreeNode, entry: Entry, uncounted: Pending[]): void {
  node.hidden += 1;
  if (entry.kind === 'directory') uncounted.push({ node, folder: walker.child(folder, entry.name) });
}

/** Counts what lies below directories that are not shown; true when it gave up. */
function* countHidden(walker: Walker, uncounted: readonly Pending[]): Generator<number, boolean> {
  const limit = walker.seen + maxCounted;
  const ahead = new ReadAhead<Counted>(
    walker,
    ({ folder, entries }) => ({
      folder,
      size: entries.length,
      below: entries.filter(({ kind }) => kind === 'directory').map(({ name }) => name),
    }),
    ({ below }) => below,
  );
  for (const { node, folder } of uncounted) {
    const stack = [folder];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const counted = ahead.take(at);
      if (counted === undefined) continue;
      node.hidden += counted.size;
      for (const name of counted.below) stack.push(walker.child(counted.folder, name));
      yield walker.seen;
      if (walker.seen > limit) return true;
    }
  }
  return false;
}

function hiddenIn(node: TreeNode): number {
  return (node.children ?? []).reduce((sum, child) => sum + hiddenIn(child), node.hidden);
}
