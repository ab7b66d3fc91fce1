// One directory as names and kinds, page by page.
import { readCursor, writeCursor } from '@plainmcp/kit/cursor';
import { Page } from '@plainmcp/kit/output';
import { type Content, type Result, text } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { linkTargets, listEntries } from '../fs/listing.ts';
import { sameText } from '../official.ts';
import { type Entry, entryLine, officialLine, totals } from '../render.ts';
import { mostEntries } from './most-entries.ts';

export interface NamesRequest {
  readonly path: string;
  readonly cursor?: string | undefined;
  readonly showHidden?: boolean | undefined;
}

/** Returns the answer of list_directory. */
export function listNames(
  { files, settings }: Pick<Deps, 'files' | 'settings'>,
  { path, cursor, showHidden = true }: NamesRequest,
): Result | string | readonly Content[] {
  const place = files.locate(path, 'existing');
  const entries = listEntries(files, place, showHidden);
  if (settings.officialOutput) return sameText(settings, entries.map(officialLine).join('\n'));
  const scope = `list_directory|${place.path}|${showHidden}`;
  const after = cursor === undefined ? undefined : readCursor(scope, cursor, ([name]) => String(name));
  const first = after === undefined ? 0 : entries.findIndex(({ name }) => name > after);
  const skipped = first === -1 ? entries.length : first;
  const page = new Page({ maxChars: settings.maxOutputChars, maxRows: mostEntries });
  const part = entries.slice(skipped, skipped + mostEntries);
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
}
