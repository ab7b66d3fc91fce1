// Searches one open file and puts what it finds on the page.
import { isAscii } from 'node:buffer';
import { fstatSync } from 'node:fs';
import { oneLine } from '@plainmcp/kit/hidden';
import { ToolError } from '@plainmcp/protocol';
import { type Charset, charsetOfMark, detectCharset } from '../text/charset.ts';
import { decode } from '../text/decode.ts';
import type { FileReader, Piece } from './chunks.ts';
import type { Skip } from './content-found.ts';
import type { ContentPage } from './content-page.ts';
import { excerpt } from './excerpt.ts';
import type { ContentJob } from './jobs.ts';
import type { Query } from './query.ts';
import { type Match, type Scope, scan } from './scan.ts';

/** A NUL among so many bytes at the start makes a file binary. */
const binaryBytes = 1024;
/** Larger files are searched only when named. */
const maxFileBytes = 16 * 1024 * 1024;

const utf8: Charset = { name: 'utf-8', bom: 0, because: 'sound' };

export interface FileSearch {
  readonly job: ContentJob;
  readonly query: Query;
  readonly reader: FileReader;
  readonly page: ContentPage;
  /** Matches of this file up to this line were on the page before. */
  readonly afterLine: number;
  /** The caller named this very file. */
  readonly named: boolean;
}

interface Text {
  readonly text: string;
  readonly ascii: boolean;
  readonly scope: Scope;
}

/** The state of a search in one file, over all its pieces. */
export class OpenSearch {
  readonly #search: FileSearch;
  readonly #path: string;
  #shownTo = 0;
  count = 0;

  constructor(search: FileSearch, path: string) {
    this.#search = search;
    this.#path = path;
  }

  /** Searches a piece; false when nothing more is wanted of this file. */
  take(piece: Text): boolean {
    const { job, page, afterLine } = this.#search;
    if (job.mode !== 'matches') {
      this.#scan(piece, () => {
        this.count += 1;
        return job.mode === 'count';
      });
      return job.mode === 'count' || this.count === 0;
    }
    // A match is shown when the next one is known: its context ends there.
    let waiting: Match | undefined;
    const show = (match: Match, nextLine: number): boolean => {
      const { rows, lastLine } = excerpt(piece.text, match, {
        context: job.context,
        shownTo: this.#shownTo,
        nextLine,
      });
      if (!page.addMatch(this.#path, match.line, rows)) return false;
      this.#shownTo = lastLine;
      return true;
    };
    this.#scan(piece, (match) => {
      if (match.line <= afterLine) return true;
      this.count += 1;
      const before = waiting;
      waiting = match;
      return before === undefined || show(before, match.line);
    });
    if (waiting !== undefined && !page.full) show(waiting, Number.POSITIVE_INFINITY);
    return !page.full;
  }

  #scan({ text, ascii, scope }: Text, onMatch: (match: Match) => boolean): void {
    try {
      scan(text, ascii, this.#search.query, scope, onMatch);
    } catch (error) {
      // The engine gives up on expressions that need too much memory for this text.
      if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
      throw new ToolError(
        `the regular expression is too complex for ${oneLine(this.#path)}: ${error.message}`,
        {
          code: 'invalid_query',
          hint: 'Use a simpler expression, regex: false, or exclude the file.',
        },
      );
    }
  }

  /** Puts the file itself on the page, in the modes that show files. */
  finish(): void {
    const { job, page } = this.#search;
    if (this.count === 0) return;
    if (job.mode === 'files') page.addFile(this.#path);
    else if (job.mode === 'count') page.addCount(this.#path, this.count);
  }
}

/** Searches a file that is one piece; `more` means that it is not: continue with `searchPieces`. */
export function searchSmall(search: FileSearch, fd: number, path: string): Skip | 'more' | undefined {
  const { bytes, whole } = search.reader.begin(fd);
  if (!whole) return 'more';
  const charset = charsetOf(bytes, search.query, true);
  if (charset === 'none') return undefined;
  if (charset === undefined) return 'binary';
  finishWith(search, path, wholeText(bytes, charset));
  return undefined;
}

/** Searches a larger file; yields after each piece. */
export function* searchPieces(
  search: FileSearch,
  fd: number,
  path: string,
): Generator<void, Skip | undefined> {
  const { reader, query, job } = search;
  // Pieces beyond the first are read by position, so nothing is lost when others use the reader meanwhile.
  if (!search.named && fstatSync(fd).size > maxFileBytes) return 'large';
  const charset = charsetOf(reader.begin(fd).bytes, { ...query, needles: [] }, false);
  if (charset === undefined || charset === 'none') return 'binary';
  try {
    if (query.spansLines || charset.name.startsWith('utf-16')) {
      const bytes = reader.whole(fd);
      if (bytes === undefined) return 'long';
      finishWith(search, path, wholeText(bytes, charset));
      return undefined;
    }
    const open = new OpenSearch(search, path);
    const context = job.mode === 'matches' ? job.context : 0;
    for (const piece of reader.pieces(fd, context, job.mode === 'matches')) {
      if (hasNeedle(piece.bytes, query) && !open.take(pieceText(piece, charset))) break;
      yield;
    }
    open.finish();
    return undefined;
  } finally {
    reader.release();
  }
}

function finishWith(search: FileSearch, path: string, text: Text): void {
  const open = new OpenSearch(search, path);
  open.take(text);
  open.finish();
}

/** The encoding; undefined for binary; `none` when the bytes show that there is no match. */
function charsetOf(bytes: Buffer, query: Query, whole: boolean): Charset | 'none' | undefined {
  if (charsetOfMark(bytes) !== undefined) return detectCharset(bytes, whole);
  const nul = bytes.indexOf(0);
  if (nul >= 0 && nul < binaryBytes) return detectCharset(bytes, whole);
  if (!hasNeedle(bytes, query)) return 'none';
  if (isAscii(bytes)) return utf8;
  // One NUL far into a text does not make it binary.
  return detectCharset(bytes, whole) ?? (nul < 0 ? undefined : utf8);
}

function hasNeedle(bytes: Buffer, { needles }: Query): boolean {
  return needles.length === 0 || needles.some((needle) => bytes.includes(needle));
}

function wholeText(bytes: Buffer, charset: Charset): Text {
  const ascii = charset.bom === 0 && isAscii(bytes) && !charset.name.startsWith('utf-16');
  const text = ascii ? bytes.toString('latin1') : decode(charset, bytes.subarray(charset.bom));
  return { text, ascii, scope: { from: 0, to: Number.POSITIVE_INFINITY, firstLine: 1 } };
}

function pieceText({ bytes, coreStart, coreEnd, firstLine, first }: Piece, charset: Charset): Text {
  const ascii = isAscii(bytes);
  const part = (from: number, to: number) =>
    ascii ? bytes.toString('latin1', from, to) : decode(charset, bytes.subarray(from, to));
  const lead = part(0, coreStart);
  const core = part(first ? charset.bom : coreStart, coreEnd);
  const text = lead + core + part(coreEnd, bytes.length);
  return { text, ascii, scope: { from: lead.length, to: lead.length + core.length, firstLine } };
}
