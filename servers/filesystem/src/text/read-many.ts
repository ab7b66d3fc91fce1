// What read_multiple_files answers: several files in the official layout, sharing one budget.

import { hiddenNotice, oneLine } from '@plainmcp/kit/hidden';
import { digits } from '@plainmcp/kit/text';
import { ToolError } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { charsetNotice, withText } from './open-text.ts';
import { readPage, type TextPage } from './page.ts';

export interface ManyRequest {
  readonly paths: readonly string[];
  /** First lines of each file. */
  readonly head?: number;
  /** Lines of all files together. */
  readonly limit?: number;
}

/** Files read in one call; the rest is named. */
const maxFiles = 100;
/** Room kept for our words. */
const noticeChars = 1_500;
/** Cuts told one by one. */
const toldCuts = 12;

type Part =
  | { readonly path: string; readonly page: TextPage; readonly encoding: string | undefined }
  | { readonly path: string; readonly error: string };

/** The text of one answer and our words about what it leaves out. A file that fails does not fail the others. */
export async function readMany(
  deps: Deps,
  request: ManyRequest,
  signal: AbortSignal,
): Promise<{ text: string; notices: string[] }> {
  const paths = request.paths.slice(0, maxFiles);
  const frame = paths.reduce((sum, path) => sum + path.length + 8, 0);
  const room = Math.max(1_000, deps.settings.maxOutputChars - noticeChars - frame);
  const parts: Part[] = [];
  let lines = request.limit ?? Number.POSITIVE_INFINITY;
  for (const path of paths) {
    signal.throwIfAborted();
    const limit = Math.min(request.head ?? Number.POSITIVE_INFINITY, lines);
    const part = limit === 0 ? { path, error: skipped } : await readPart(deps, path, limit, room, signal);
    if ('page' in part) lines -= part.page.lines;
    parts.push(part);
  }
  const shares = share(
    parts.map((part) => ('page' in part ? part.page.text.length : part.error.length)),
    room,
  );
  const cuts: string[] = [];
  const texts = parts.map((part, i) => {
    if ('error' in part) return `${part.path}: Error - ${part.error.slice(0, Math.max(200, shares[i] ?? 0))}`;
    const kept = fit(part.page, shares[i] ?? 0);
    if (kept.next !== undefined) cuts.push(`${oneLine(part.path, 200)}: ${kept.next}`);
    return `${part.path}:\n${kept.text}\n`;
  });
  const text = texts.join('\n---\n');
  const left = request.paths.length - paths.length;
  return {
    text,
    notices: [
      ...(deps.settings.officialOutput ? [] : notices(parts, text)),
      ...cutNotices(cuts),
      ...(left > 0 ? [`[cut: ${digits(left)} more paths not read; at most ${maxFiles} in one call]`] : []),
    ],
  };
}

const skipped = 'not read: limit is used up by the files before it';

async function readPart(
  deps: Deps,
  path: string,
  limit: number,
  maxChars: number,
  signal: AbortSignal,
): Promise<Part> {
  try {
    return await withText(deps, path, undefined, signal, async ({ source, charset }) => {
      const page = await readPage(source, charset, {
        offset: 1,
        column: 1,
        limit,
        maxChars,
        lineNumbers: false,
      });
      return { path, page, encoding: charsetNotice(charset, page.text) };
    });
  } catch (error) {
    if (error instanceof ToolError) return { path, error: error.message };
    throw error;
  }
}

/** Divides `room` so that small wants are met whole and large ones get equal shares. */
export function share(wants: readonly number[], room: number): number[] {
  const shares = wants.map(() => 0);
  let left = room;
  const rising = wants.map((want, i) => ({ want, i })).sort((a, b) => a.want - b.want);
  for (const [done, { want, i }] of rising.entries()) {
    const given = Math.min(want, Math.floor(left / (rising.length - done)));
    shares[i] = given;
    left -= given;
  }
  return shares;
}

/** The page cut to whole lines that fit, and the arguments of read_text_file that give the rest. */
function fit(page: TextPage, room: number): { text: string; next: string | undefined } {
  if (page.text.length <= room)
    return { text: page.text, next: page.next && where(page.next.offset, page.next.column) };
  const feed = page.text.lastIndexOf('\n', Math.max(0, room - 1));
  if (feed <= 0) {
    const text = page.text.slice(0, room).replace(/[\ud800-\udbff]$/, '');
    return { text, next: where(1, text.length + 1) };
  }
  const text = page.text.slice(0, feed + 1);
  return { text, next: where(text.split('\n').length, 1) };
}

function where(offset: number, column: number): string {
  return column > 1 ? `offset=${offset}, column=${column}` : `offset=${offset}`;
}

function cutNotices(cuts: readonly string[]): string[] {
  if (cuts.length === 0) return [];
  const more = cuts.length > toldCuts ? [`and ${cuts.length - toldCuts} more files`] : [];
  return [
    `[cut: ${cuts.length} ${cuts.length === 1 ? 'file' : 'files'} shown in part; next: read_text_file with\n${[...cuts.slice(0, toldCuts), ...more].join('\n')}]`,
  ];
}

function notices(parts: readonly Part[], text: string): string[] {
  const encodings = parts.flatMap((part) =>
    'page' in part && part.encoding !== undefined ? [`${oneLine(part.path, 200)}: ${part.encoding}`] : [],
  );
  return [...encodings.slice(0, toldCuts), hiddenNotice(text)].filter((notice) => notice !== undefined);
}
