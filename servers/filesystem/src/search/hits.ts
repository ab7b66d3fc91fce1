// Walks a directory depth first and gives what matches a search_files job.
import type { Stats } from 'node:fs';
import { ToolError } from '@plainmcp/protocol';
import type { Files } from '../fs/types.ts';
import type { FilesJob } from './jobs.ts';
import type { Hit } from './path-page.ts';
import type { SearchPattern } from './patterns.ts';
import { ReadAhead } from './read-ahead.ts';
import type { Entry, Folder, Listing, Walker } from './walker.ts';

/** Entries between two chances for other jobs. */
const turnEntries = 512;

interface Step {
  readonly entry: Entry;
  readonly hit: boolean;
  readonly enter: boolean;
  readonly mtime: number;
}

interface Frame {
  readonly folder: Folder;
  readonly steps: readonly Step[];
  next: number;
}

/**
 * Hits in the order of the walk, each directory before what is in it, names in code unit order. Begins after
 * the path `after`. `undefined` means that another job may have a turn.
 */
export function* findHits(
  files: Files,
  job: FilesJob,
  pattern: SearchPattern,
  walker: Walker,
  after: string,
): Generator<Hit | undefined> {
  const ahead = new ReadAhead<Frame>(
    walker,
    (listing) => ({ folder: listing.folder, steps: plan(job, pattern, listing, after), next: 0 }),
    ({ steps }) => steps.filter(({ enter }) => enter).map(({ entry }) => entry.name),
  );
  const first = ahead.take(walker.start);
  const stack = first === undefined ? [] : [first];
  let turn = 0;
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const step = frame.steps[frame.next];
    frame.next += 1;
    if (step === undefined) {
      stack.pop();
      continue;
    }
    const { name, kind } = step.entry;
    const link = kind === 'link' ? walker.child(frame.folder, name) : undefined;
    if (step.hit && !(link && isHidden(files, link, job.absolute))) {
      yield { path: frame.folder.prefix + name, directory: kind === 'directory', mtime: step.mtime };
    }
    if (step.enter) {
      const child = ahead.take(walker.child(frame.folder, name));
      if (child !== undefined && child.steps.length > 0) stack.push(child);
    }
    if (walker.seen - turn > turnEntries) {
      turn = walker.seen;
      yield undefined;
    }
  }
}

/** What to do with the entries of one directory; entries of no interest are left out. */
function plan(job: FilesJob, pattern: SearchPattern, listing: Listing, after: string): Step[] {
  const { dir, entries, folder } = listing;
  const { prefix } = folder;
  // On the way to the last path of the page before, everything up to it was given.
  const done =
    after !== '' && after.startsWith(prefix) ? (after.slice(prefix.length).split('/', 1)[0] ?? '') : '';
  const steps: Step[] = [];
  for (const entry of entries) {
    const { name, kind } = entry;
    if (name < done) continue;
    const enter = kind === 'directory' && pattern.mayContain(prefix + name);
    let hit = name !== done && isWanted(job, pattern, entry) && pattern.matches(prefix, name);
    let mtime = 0;
    if (hit && needsStats(job)) {
      const stats = statsOf(dir, name);
      hit = stats !== undefined && fits(job, stats);
      mtime = stats?.mtimeMs ?? 0;
    }
    if (hit || enter) steps.push({ entry, hit, enter, mtime });
  }
  return steps;
}

function isWanted(job: FilesJob, pattern: SearchPattern, { kind }: Entry): boolean {
  if (pattern.directoriesOnly && kind !== 'directory') return false;
  return job.type === undefined || job.type === kind;
}

function needsStats({ sort, minSize, maxSize, modifiedAfter }: FilesJob): boolean {
  return sort === 'mtime' || minSize !== undefined || maxSize !== undefined || modifiedAfter !== undefined;
}

function fits({ minSize, maxSize, modifiedAfter }: FilesJob, stats: Stats): boolean {
  const sized = minSize !== undefined || maxSize !== undefined;
  if (sized && !stats.isFile()) return false;
  return (
    stats.size >= (minSize ?? 0) &&
    stats.size <= (maxSize ?? Number.POSITIVE_INFINITY) &&
    stats.mtimeMs >= (modifiedAfter ?? Number.NEGATIVE_INFINITY)
  );
}

function statsOf(dir: Listing['dir'], name: string): Stats | undefined {
  try {
    return dir.lstat(name);
  } catch {
    return undefined;
  }
}

/**
 * Links that lead out are not shown, because no tool would open them. The official server leaves out those that
 * lead nowhere, too.
 */
function isHidden(files: Files, link: Folder, official: boolean): boolean {
  try {
    files.stat(link.place);
    return false;
  } catch (error) {
    return official || (error instanceof ToolError && error.code === 'access_denied');
  }
}
