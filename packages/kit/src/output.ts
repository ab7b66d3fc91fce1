// Collects the rows of one result until the budget ends, and says so in blocks of its own.
import { type Content, text } from '@plainmcp/protocol';
import { type Cut, cutNotice } from './cut.ts';
import { hiddenNotice } from './hidden.ts';
import { maxRows } from './limits.ts';
import { cutAt } from './text.ts';

/** Room kept for the notices, so that all text blocks together stay within the budget. */
const noticeChars = 400;

export interface PageOptions {
  /** Characters over all text blocks of the result: the option `maxOutputChars`. */
  readonly maxChars: number;
  /** At most 500, whatever is asked. */
  readonly maxRows?: number;
  /** Between rows; a line feed unless given. */
  readonly separator?: string;
  /** False for rows made wholly of our own words: no look for hidden characters. */
  readonly foreign?: boolean;
}

export interface PageEnd {
  /** Plural: `lines`, `files`, `rows`. */
  readonly unit: string;
  /** All there are, where known. */
  readonly total?: number;
  /** Rows before the first one added (the offset of this page); they do not count as left out. */
  readonly skipped?: number;
  /** More exist than were added, where `total` is unknown and the source stopped by itself. */
  readonly more?: boolean;
  /** The argument that continues after `shown` rows, for example `offset=813`. */
  readonly next?: (shown: number) => string | undefined;
  /** What to pass to get less, where nothing continues. */
  readonly narrow?: string;
  /** The whole text when there are no rows. */
  readonly empty?: string;
}

/** One result in the making: `add` rows until it says no, then `blocks`. */
export class Page {
  readonly #rows: string[] = [];
  readonly #separator: string;
  readonly #foreign: boolean;
  readonly #rowLimit: number;
  #room: number;
  #shown = 0;
  #full = false;
  #longRow = 0;

  constructor(options: PageOptions) {
    this.#room = Math.max(1, options.maxChars - noticeChars);
    this.#rowLimit = Math.min(options.maxRows ?? maxRows, maxRows);
    this.#separator = options.separator ?? '\n';
    this.#foreign = options.foreign ?? true;
  }

  /** Rows taken so far; headings do not count. */
  get shown(): number {
    return this.#shown;
  }

  /** Characters that still fit. */
  get room(): number {
    return this.#room;
  }

  /** Whether a row was refused or cut. */
  get full(): boolean {
    return this.#full;
  }

  /** A line of ours before or between rows. Always taken: keep it short. */
  heading(line: string): void {
    this.#take(line);
  }

  /**
   * Takes a row, or returns false when it does not fit; then stop. Only the first row is ever cut, because
   * a page without any row could not be continued.
   */
  add(row: string): boolean {
    if (this.#full) return false;
    const size = row.length + (this.#rows.length === 0 ? 0 : this.#separator.length);
    if (this.#shown >= this.#rowLimit || (size > this.#room && this.#shown > 0)) {
      this.#full = true;
      return false;
    }
    this.#shown += 1;
    if (size <= this.#room) {
      this.#take(row);
      return true;
    }
    this.#longRow = row.length;
    this.#full = true;
    this.#take(cutAt(row, Math.max(1, this.#room - this.#separator.length)));
    return true;
  }

  /** Adds rows while they fit; returns whether all did. */
  addAll(rows: Iterable<string>): boolean {
    for (const row of rows) if (!this.add(row)) return false;
    return true;
  }

  /** The rows as one block and, apart from it, what we have to say about them. */
  blocks(end: PageEnd): readonly Content[] {
    const body = this.#rows.join(this.#separator);
    if (this.#shown === 0 && end.empty !== undefined) {
      return [text(body === '' ? end.empty : `${body}${this.#separator}${end.empty}`)];
    }
    const notices: string[] = [];
    const seen = this.#foreign ? hiddenNotice(body) : undefined;
    if (seen !== undefined) notices.push(seen);
    const last = this.#rows.at(-1) ?? '';
    if (this.#longRow > 0) {
      notices.push(cutNotice({ shown: last.length, total: this.#longRow, unit: 'characters of this row' }));
    }
    const cut = this.#cut(end);
    if (cut !== undefined) notices.push(cutNotice(cut));
    return notices.length === 0 ? [text(body)] : [text(body), text(notices.join('\n'))];
  }

  #cut(end: PageEnd): Cut | undefined {
    const left =
      end.total === undefined
        ? end.more === true || (this.#full && this.#longRow === 0)
        : (end.skipped ?? 0) + this.#shown < end.total;
    if (!left) return undefined;
    const next = end.next?.(this.#shown);
    return {
      shown: this.#shown,
      unit: end.unit,
      ...(end.total === undefined ? {} : { total: end.total }),
      ...(next === undefined ? {} : { next }),
      ...(end.narrow === undefined ? {} : { narrow: end.narrow }),
    };
  }

  #take(line: string): void {
    this.#room -= line.length + (this.#rows.length === 0 ? 0 : this.#separator.length);
    this.#rows.push(line);
  }
}
