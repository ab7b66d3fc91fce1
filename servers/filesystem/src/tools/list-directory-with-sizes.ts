// list_directory_with_sizes: one directory with the size of each file and the entry count of each directory.
import { Page } from '@plainmcp/kit/output';
import { formatBytes } from '@plainmcp/kit/text';
import { t, text, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { countInside, listEntries, listSizes } from '../fs/listing.ts';
import { officialOutput, sameText } from '../official.ts';
import {
  combinedSize,
  officialSizedLine,
  officialSummary,
  type SizedEntry,
  sizedLine,
  totals,
} from '../render.ts';

/** Entries of one answer; the character budget may end it earlier. */
const mostEntries = 500;

const orders = {
  name: (a: SizedEntry, b: SizedEntry) => a.name.localeCompare(b.name, 'en'),
  size: (a: SizedEntry, b: SizedEntry) => b.size - a.size,
  mtime: (a: SizedEntry, b: SizedEntry) => b.mtimeMs - a.mtimeMs,
} as const;

export const listDirectoryWithSizes = ({ files, settings }: Pick<Deps, 'files' | 'settings'>) =>
  tool({
    name: 'list_directory_with_sizes',
    title: 'List Directory with Sizes',
    description: 'List a directory with sizes of files and entry counts of directories.',
    input: t.object({
      path: t.string(),
      sortBy: t.enum(['name', 'size', 'mtime']).optional(),
      limit: t.count('Default 500', { max: mostEntries }).optional(),
    }),
    ...officialOutput(settings),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async run({ path, sortBy = 'name', limit }, { signal }) {
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
    },
  });
