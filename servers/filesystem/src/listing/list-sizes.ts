// One directory with the size of each file and the entry count of each directory, in the order asked for.
import { Page } from '@plainmcp/kit/output';
import { formatBytes } from '@plainmcp/kit/text';
import { type Content, type Result, text } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { countInside, listEntries, listSizes } from '../fs/listing.ts';
import { sameText } from '../official.ts';
import {
  combinedSize,
  officialSizedLine,
  officialSummary,
  type SizedEntry,
  sizedLine,
  totals,
} from '../render.ts';
import { mostEntries } from './most-entries.ts';

const orders = {
  name: (a: SizedEntry, b: SizedEntry) => a.name.localeCompare(b.name, 'en'),
  size: (a: SizedEntry, b: SizedEntry) => b.size - a.size,
  mtime: (a: SizedEntry, b: SizedEntry) => b.mtimeMs - a.mtimeMs,
} as const;

export interface SizesRequest {
  readonly path: string;
  readonly sortBy?: keyof typeof orders | undefined;
  readonly limit?: number | undefined;
}

/** Returns the answer of list_directory_with_sizes. */
export async function listWithSizes(
  { files, settings }: Pick<Deps, 'files' | 'settings'>,
  { path, sortBy = 'name', limit }: SizesRequest,
  signal: AbortSignal,
): Promise<Result | string | readonly Content[]> {
  const place = files.locate(path, 'existing');
  const entries = await listSizes(files, place, listEntries(files, place, true), signal);
  entries.sort(orders[sortBy]);
  if (settings.officialOutput) {
    const lines = entries.slice(0, limit ?? entries.length).map(officialSizedLine);
    return sameText(settings, [...lines, officialSummary(entries)].join('\n'));
  }
  const part = entries.slice(0, limit ?? mostEntries);
  const folders = part.filter(({ kind }) => kind === 'directory').map(({ name }) => name);
  const counts = countInside(files, place, folders);
  const page = new Page({ maxChars: settings.maxOutputChars, maxRows: mostEntries });
  page.addAll(part.map((entry) => sizedLine(entry, counts.get(entry.name), sortBy === 'mtime')));
  const blocks = page.blocks({
    unit: 'entries',
    total: entries.length,
    narrow: 'sortBy size or mtime puts what matters first',
    empty: 'The directory is empty.',
  });
  if (entries.length === 0) return blocks;
  return [...blocks, text(`[${totals(entries)}; ${formatBytes(combinedSize(entries))}]`)];
}
