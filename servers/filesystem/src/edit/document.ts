// A text under edit: what of the original is kept, what was put in, and where.

/** Replace `start` to `end` of the text as it stands by `text`. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A piece of the text as it stands: kept from the original at `from`, or new (`from` is -1). */
interface Piece {
  readonly from: number;
  readonly text: string;
  readonly length: number;
}

export class Document {
  readonly original: string;
  /** Built when asked for: after the last edit nobody needs it. */
  #text: string | undefined;
  #pieces: readonly Piece[];
  /** Where each piece begins in the text as it stands. */
  #starts: readonly number[] | undefined;

  constructor(original: string) {
    this.original = original;
    this.#text = original;
    this.#pieces = [{ from: 0, text: '', length: original.length }];
  }

  /** The text as it stands. */
  get text(): string {
    this.#text ??= this.#pieces
      .map(({ from, text, length }) => (from < 0 ? text : this.original.slice(from, from + length)))
      .join('');
    return this.#text;
  }

  /** Applies splices that rise and do not overlap; all count in the text as it stood before. */
  apply(splices: readonly Splice[]): void {
    this.#pieces = splicePieces(this.#pieces, splices);
    this.#text = undefined;
    this.#starts = undefined;
  }

  /** Index in the original of the character at `index`; for new text, of the next kept character. */
  originOf(index: number): number {
    this.#starts ??= startsOf(this.#pieces);
    for (let i = lastUpTo(this.#starts, index); i < this.#pieces.length; i++) {
      const { from = -1, length = 0 } = this.#pieces[i] ?? {};
      const skip = Math.max(0, index - (this.#starts[i] ?? 0));
      if (from >= 0 && skip < length) return from + skip;
    }
    return this.original.length;
  }

  /** What changed, as splices of the original, rising, as small as prefix and suffix allow. */
  changes(): Splice[] {
    const found: Splice[] = [];
    let start = 0;
    let added: string[] = [];
    const close = (end: number) => {
      const change = trimSplice(this.original, { start, end, text: added.join('') });
      if (change.start < change.end || change.text !== '') found.push(change);
      added = [];
    };
    for (const piece of this.#pieces) {
      if (piece.from < 0) added.push(piece.text);
      else if (piece.length > 0) {
        close(piece.from);
        start = piece.from + piece.length;
      }
    }
    close(this.original.length);
    return found;
  }
}

function startsOf(pieces: readonly Piece[]): number[] {
  let at = 0;
  return pieces.map(({ length }) => {
    at += length;
    return at - length;
  });
}

/** Index of the last of the rising `numbers` that is not above `limit`. */
function lastUpTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle;
  }
  return low;
}

function splicePieces(pieces: readonly Piece[], splices: readonly Splice[]): Piece[] {
  const out: Piece[] = [];
  let piece = 0;
  let skip = 0;
  /** Passes over `count` characters, keeping them or not. */
  const pass = (count: number, keep: boolean) => {
    let left = count;
    while (left > 0) {
      const current = pieces[piece];
      if (current === undefined) return;
      const taken = Math.min(left, current.length - skip);
      if (keep && taken > 0) out.push(part(current, skip, taken));
      left -= taken;
      skip += taken;
      if (skip === current.length) {
        piece++;
        skip = 0;
      }
    }
  };
  let at = 0;
  for (const { start, end, text } of splices) {
    pass(start - at, true);
    if (text !== '') out.push({ from: -1, text, length: text.length });
    pass(end - start, false);
    at = end;
  }
  pass(Number.MAX_SAFE_INTEGER, true);
  return out;
}

function part(piece: Piece, skip: number, length: number): Piece {
  return piece.from < 0
    ? { from: -1, text: piece.text.slice(skip, skip + length), length }
    : { from: piece.from + skip, text: '', length };
}

/** Leaves out what the old and the new text have in common at both ends; never cuts a surrogate pair. */
export function trimSplice(source: string, splice: Splice): Splice {
  let { start, end, text } = splice;
  const most = Math.min(end - start, text.length);
  let same = 0;
  while (same < most && source.charCodeAt(start + same) === text.charCodeAt(same)) same++;
  if (isLead(source.charCodeAt(start + same - 1)) && same > 0) same--;
  start += same;
  text = text.slice(same);
  const rest = Math.min(end - start, text.length);
  same = 0;
  while (same < rest && source.charCodeAt(end - 1 - same) === text.charCodeAt(text.length - 1 - same)) same++;
  if (same > 0 && isTrail(source.charCodeAt(end - same))) same--;
  end -= same;
  return { start, end, text: text.slice(0, text.length - same) };
}

function isLead(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isTrail(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
