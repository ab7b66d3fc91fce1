// What read_multiple_files answers: several files in the official layout, sharing one budget.
import { hiddenNotice, oneLine } from '@plainmcp/kit/hidden';
import { cutAt, digits } from '@plainmcp/kit/text';
import { ToolError } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { withinBudget } from './budget.ts';
import { charsetNotice, withText } from './open-text.ts';
import { readPage, type TextPage } from './page.ts';
import { share } from './share.ts';

export interface ManyRequest {
  readonly paths: readonly string[];
  /** First lines of each file. */
  readonly head?: number;
  /** Lines of all files together. */
  readonly limit?: number;
}

export interface ReadMany {
  readonly text: string;
  /** Our words about what is left out. */
  readonly notices: readonly string[];
}

/** Files read in one call; the rest is named. The official server has no limit. */
const maxFiles = 100;
/** Room kept for our words. */
const noticeChars = 1_500;
/** Cuts and encodings told one by one. */
const told = 12;
/** Characters of all files held at once beyond the budget, before they are cut to their shares. */
const heldChars = 8_000_000;

type Part =
  | { readonly path: string; readonly page: TextPage; readonly encoding: string | undefined }
  | { readonly path: string; readonly error: string };

/** A file that fails does not fail the others. */
export async function readMany(deps: Deps, request: ManyRequest, signal: AbortSignal): Promise<ReadMany> {
  return withinBudget(
    deps.settings,
    noticeChars,
    (maxChars) => answer(deps, request, maxChars, signal),
    ({ text }) => text,
  );
}

async function answer(
  deps: Deps,
  request: ManyRequest,
  maxChars: number,
  signal: AbortSignal,
): Promise<ReadMany> {
  const official = deps.settings.officialOutput;
  const { paths, room } = admitted(request.paths, maxChars, official ? Number.POSITIVE_INFINITY : maxFiles);
  const parts = await readParts(deps, request, paths, room, signal);
  const shares = share(parts.map(sizeOf), room);
  const cuts: string[] = [];
  const texts = parts.map((part, i) => {
    const most = shares[i] ?? 0;
    if ('error' in part) return `${part.path}: Error - ${cutAt(part.error, most)}`;
    const kept = fit(part.page, most);
    if (kept.next !== undefined) cuts.push(`${oneLine(part.path, 200)}: ${kept.next}`);
    return `${part.path}:\n${kept.text}\n`;
  });
  const text = texts.join('\n---\n');
  const asked = official && request.head !== undefined ? [] : cutNotices(cuts);
  return {
    text,
    notices: [
      ...(official ? [] : remarks(parts, text)),
      ...asked,
      ...leftOut(request.paths.length - paths.length),
    ],
  };
}

/** The paths whose names leave half of the room to their texts, and that room. */
function admitted(all: readonly string[], maxChars: number, most: number): { paths: string[]; room: number } {
  const paths: string[] = [];
  let room = maxChars;
  for (const path of all.slice(0, most)) {
    const shown = cutAt(path, 4_096);
    room -= shown.length + frameChars;
    if (paths.length > 0 && room < maxChars / 2) break;
    paths.push(shown);
  }
  return { paths, room: Math.max(200, room) };
}

/** Characters around one file: colon, line ends, the rule between two, the word of an error. */
const frameChars = 20;

async function readParts(
  deps: Deps,
  request: ManyRequest,
  paths: readonly string[],
  room: number,
  signal: AbortSignal,
): Promise<Part[]> {
  const parts: Part[] = [];
  const atLeast = Math.floor(heldChars / paths.length);
  const bySize =
    room > atLeast
      ? share(
          paths.map((path) => bytesOf(deps, path)),
          room,
        )
      : [];
  let lines = request.limit ?? Number.POSITIVE_INFINITY;
  for (const [i, path] of paths.entries()) {
    signal.throwIfAborted();
    const limit = Math.min(request.head ?? Number.POSITIVE_INFINITY, lines);
    const most = Math.min(room, Math.max(atLeast, bySize[i] ?? 0));
    const part = limit === 0 ? { path, error: usedUp } : await readPart(deps, path, limit, most, signal);
    if ('page' in part) lines -= part.page.lines;
    parts.push(part);
  }
  return parts;
}

const usedUp = 'not read: limit is used up by the files before it';

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

function bytesOf({ files }: Deps, path: string): number {
  try {
    return files.stat(files.locate(path, 'existing')).size;
  } catch {
    // Reading it will tell why.
    return 0;
  }
}

function sizeOf(part: Part): number {
  return 'page' in part ? part.page.text.length : part.error.length;
}

/** The page cut to whole lines that fit, and the arguments of read_text_file that give the rest. */
function fit(page: TextPage, room: number): { text: string; next: string | undefined } {
  if (page.text.length <= room) {
    return { text: page.text, next: page.next && where(page.next.offset, page.next.column) };
  }
  const feed = page.text.lastIndexOf('\n', Math.max(0, room - 1));
  if (feed <= 0) {
    const text = cutAt(page.text, room);
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
  const more = cuts.length > told ? [`and ${cuts.length - told} more files`] : [];
  const files = cuts.length === 1 ? 'file' : 'files';
  const rows = [...cuts.slice(0, told), ...more].join('\n');
  return [`[cut: ${cuts.length} ${files} shown in part; next: read_text_file with\n${rows}]`];
}

function leftOut(paths: number): string[] {
  return paths === 0 ? [] : [`[cut: the last ${digits(paths)} paths not read; next: a call with them]`];
}

function remarks(parts: readonly Part[], text: string): string[] {
  const encodings = parts.flatMap((part) =>
    'page' in part && part.encoding !== undefined ? [`${oneLine(part.path, 60)}: ${part.encoding}`] : [],
  );
  return [...encodings.slice(0, told), hiddenNotice(text)].filter((notice) => notice !== undefined);
}
