// list_directory: names and kinds of what is in one directory.
import { readCursor, writeCursor } from '@plainmcp/kit/cursor';
import { Page } from '@plainmcp/kit/output';
import { t, text, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { linkTargets, listEntries } from '../fs/listing.ts';
import { officialOutput, sameText } from '../official.ts';
import { type Entry, entryLine, officialLine, totals } from '../render.ts';

/** Entries of one page; the character budget may end it earlier. */
const pageEntries = 500;

export const listDirectory = ({ files, settings }: Pick<Deps, 'files' | 'settings'>) =>
  tool({
    name: 'list_directory',
    title: 'List Directory',
    description: 'List a directory by name, 500 entries a page. For all below use directory_tree.',
    input: t.object({
      path: t.string(),
      cursor: t.string().optional(),
      showHidden: t.boolean().optional(),
    }),
    ...officialOutput(settings),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    run({ path, cursor, showHidden = true }) {
      const place = files.locate(path, 'existing');
      const entries = listEntries(files, place, showHidden);
      if (settings.officialOutput) return sameText(settings, entries.map(officialLine).join('\n'));
      const scope = `list_directory|${place.path}|${showHidden}`;
      const after = cursor === undefined ? undefined : readCursor(scope, cursor, ([name]) => String(name));
      const first = after === undefined ? 0 : entries.findIndex(({ name }) => name > after);
      const skipped = first === -1 ? entries.length : first;
      const page = new Page({ maxChars: settings.maxOutputChars, maxRows: pageEntries });
      const part = entries.slice(skipped, skipped + pageEntries);
      page.addAll(lines(part));
      const blocks = page.blocks({
        unit: 'entries',
        total: entries.length,
        skipped,
        next: (shown) => `cursor=${writeCursor(scope, [part[shown - 1]?.name ?? ''])}`,
        empty: 'The directory is empty.',
      });
      return entries.length === 0 ? blocks : [...blocks, text(`[${totals(entries)}]`)];

      function* lines(shown: readonly Entry[]): Generator<string> {
        const links = shown.filter(({ kind }) => kind === 'link').map(({ name }) => name);
        const targets = linkTargets(files, place, links);
        for (const entry of shown) yield entryLine(entry, targets.get(entry.name));
      }
    },
  });
