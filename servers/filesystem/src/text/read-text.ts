// What read_text_file answers: one page of a file and, apart from it, our words about it.

import { cutNotice } from '@plainmcp/kit/cut';
import { hiddenNotice } from '@plainmcp/kit/hidden';
import { ToolError } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { withinBudget } from './budget.ts';
import { hashBytes } from './hash.ts';
import { charsetNotice, type OpenText, withText } from './open-text.ts';
import { readPage, type TextPage } from './page.ts';
import { readTail } from './tail-page.ts';

export interface ReadRequest {
  readonly path: string;
  readonly head?: number;
  readonly tail?: number;
  readonly offset?: number;
  readonly limit?: number;
  readonly column?: number;
  readonly lineNumbers?: boolean;
  readonly encoding?: string;
}

export interface ReadText {
  /** The file's own text and nothing else, line numbers apart. */
  readonly text: string;
  /** Our words: cuts, hidden characters, the encoding. */
  readonly notices: readonly string[];
  /** For `ifHash`; only for files small enough to be read whole. */
  readonly hash: string | undefined;
}

/** Room kept for our words, so that all blocks stay within the budget. */
const noticeChars = 400;

/** Reads a page. Throws a ToolError for arguments that exclude each other and for what cannot be read as text. */
export async function readText(deps: Deps, request: ReadRequest, signal: AbortSignal): Promise<ReadText> {
  assertOneWay(request);
  const { officialOutput } = deps.settings;
  return withText(deps, request.path, request.encoding, signal, async (open) => {
    const { text, cut } = await withinBudget(
      deps.settings,
      noticeChars,
      (maxChars) =>
        request.tail === undefined
          ? forward(open, request, maxChars, officialOutput)
          : backward(open, request, request.tail, maxChars),
      (shown) => shown.text,
    );
    const own = officialOutput ? [] : [hiddenNotice(text), charsetNotice(open.charset, text)];
    const notices = [...own, cut].filter((notice) => notice !== undefined);
    const { memory } = open.source;
    return {
      text: officialOutput ? asOfficial(text, request) : text,
      notices,
      hash: memory === undefined || officialOutput ? undefined : hashBytes(memory),
    };
  });
}

function assertOneWay({ head, tail, offset, limit, column }: ReadRequest): void {
  if (head !== undefined && tail !== undefined) {
    throw new ToolError('Cannot specify both head and tail parameters simultaneously', {
      code: 'bad_arguments',
    });
  }
  const clash =
    head !== undefined && (offset !== undefined || limit !== undefined || column !== undefined)
      ? 'head with offset, limit or column'
      : tail !== undefined && (offset !== undefined || column !== undefined)
        ? 'tail with offset or column'
        : undefined;
  if (clash === undefined) return;
  throw new ToolError(`Cannot specify ${clash}`, {
    code: 'bad_arguments',
    hint: 'Use head: N for the first lines, tail: N for the last (limit: M for M of them), or offset and limit for any range.',
  });
}

interface Shown {
  readonly text: string;
  readonly cut: string | undefined;
}

async function forward(
  { source, charset }: OpenText,
  request: ReadRequest,
  maxChars: number,
  official: boolean,
): Promise<Shown> {
  const { offset = 1, column = 1, lineNumbers = false } = request;
  const limit = request.head ?? request.limit ?? Number.POSITIVE_INFINITY;
  const page = await readPage(source, charset, { offset, column, limit, maxChars, lineNumbers });
  // The official server does not tell what the caller left out by himself.
  const asked = official && page.lines === limit && page.next?.column === 1;
  return { text: page.text, cut: asked ? undefined : cutOfPage(page) };
}

/** The notice of a page that does not reach the end of the file. */
export function cutOfPage({ text, lines, total, next }: TextPage): string | undefined {
  if (next === undefined) return undefined;
  if (next.column > 1) {
    return cutNotice({
      shown: text.length,
      unit: `characters of line ${next.offset}`,
      next: `offset=${next.offset}, column=${next.column}`,
    });
  }
  return cutNotice({
    shown: lines,
    unit: 'lines',
    next: `offset=${next.offset}`,
    ...(total === undefined ? {} : { total }),
  });
}

async function backward(
  { source, charset }: OpenText,
  request: ReadRequest,
  tail: number,
  maxChars: number,
): Promise<Shown> {
  const { limit = Number.POSITIVE_INFINITY, lineNumbers = false } = request;
  const page = await readTail(source, charset, { tail, limit, maxChars, lineNumbers });
  if (page.next === undefined) return { text: page.text, cut: undefined };
  return {
    text: page.text,
    cut: cutNotice({ shown: page.lines, total: page.asked, unit: 'lines', next: page.next }),
  };
}

/** The official server joins the lines of head without the last line end, and knows only LF in tail. */
function asOfficial(text: string, { head, tail }: ReadRequest): string {
  if (head !== undefined) return text.replace(/\n$/, '');
  return tail === undefined ? text : text.replaceAll('\r\n', '\n');
}
