// Reads directories for the list tools: entries in a stable order, sizes in slices, link targets inside the roots.
import type { Dirent } from 'node:fs';
import { ToolError } from '@plainmcp/protocol';
import { type Entry, kindOf, type SizedEntry } from '../render.ts';
import { errnoOf } from './failures.ts';
import { pacer } from './tree.ts';
import type { Files, PinnedDirectory, Place } from './types.ts';

/** Entries looked at in one tick. */
const slice = 500;

/** All entries by name, in the order of their UTF-16 units, so that a cursor can be a name. */
export function listEntries(files: Files, place: Place, showHidden: boolean): Entry[] {
  const found = files.withDirectory(place, (dir) => dir.entries());
  const shown = showHidden ? found : found.filter((entry) => !entry.name.startsWith('.'));
  return shown.map(toEntry).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The same with the size and time of each entry itself; links are not followed. */
export async function listSizes(
  files: Files,
  place: Place,
  entries: readonly Entry[],
  signal: AbortSignal,
): Promise<SizedEntry[]> {
  const pace = pacer(signal);
  const sized: SizedEntry[] = [];
  for (let start = 0; start < entries.length; start += slice) {
    await pace();
    const part = entries.slice(start, start + slice);
    files.withDirectory(place, (dir) => {
      for (const entry of part) sized.push(...sizeOf(dir, entry));
    });
  }
  return sized;
}

/** Nothing when the entry has gone since it was listed. */
function sizeOf(dir: PinnedDirectory, entry: Entry): SizedEntry[] {
  try {
    const stats = dir.lstat(entry.name);
    return [{ name: entry.name, kind: kindOf(stats), size: stats.size, mtimeMs: stats.mtimeMs }];
  } catch (error) {
    const code = errnoOf(error);
    // A name that is no UTF-8 cannot be asked about, but it is there.
    if (code === 'ENOENT' && !entry.name.includes('\ufffd')) return [];
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EPERM')
      return [{ ...entry, size: 0, mtimeMs: 0 }];
    throw error;
  }
}

/** How many entries each of these directories has; undefined where it cannot be read. */
export function countInside(
  files: Files,
  place: Place,
  names: readonly string[],
): ReadonlyMap<string, number | undefined> {
  return files.withDirectory(
    place,
    (dir) =>
      new Map(names.map((name) => [name, quietly(() => dir.enter(name, (child) => child.entries().length))])),
  );
}

/** What to show after `->` for each of these links: its text when that leads to a place inside the roots. */
export function linkTargets(
  files: Files,
  place: Place,
  names: readonly string[],
): ReadonlyMap<string, string> {
  const texts = files.withDirectory(
    place,
    (dir) => new Map(names.map((name) => [name, quietly(() => dir.readlink(name))])),
  );
  return new Map(names.map((name) => [name, targetText(files, place, name, texts.get(name))]));
}

function targetText(files: Files, place: Place, name: string, text: string | undefined): string {
  const link: Place = { ...place, segments: [...place.segments, name], path: `${place.path}/${name}` };
  try {
    files.stat(link);
    return text ?? '?';
  } catch (error) {
    if (error instanceof ToolError && error.code === 'not_found') return `${text ?? '?'} (missing)`;
    if (error instanceof ToolError) return '(not allowed)';
    throw error;
  }
}

function quietly<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof ToolError || errnoOf(error) !== undefined) return undefined;
    throw error;
  }
}

function toEntry(entry: Dirent): Entry {
  return { name: entry.name, kind: kindOf(entry) };
}
