// Reads a file in pieces that end at line ends, through one buffer that all searches of the worker share.
import { readSync } from 'node:fs';

/** Bytes of one piece; most files are one. */
const pieceBytes = 1024 * 1024;
/** A piece grows to this where lines are long; longer lines are searched in parts. */
export const maxPieceBytes = 8 * 1024 * 1024;

const lineFeed = 10;

export interface Piece {
  /** Lines before the ones to search (context), the ones to search, lines after (context). Valid until the next turn. */
  readonly bytes: Buffer;
  readonly coreStart: number;
  readonly coreEnd: number;
  /** Number of the first line of the core, 1-based. */
  readonly firstLine: number;
  /** The piece begins where the file begins. */
  readonly first: boolean;
}

export class FileReader {
  #buffer = Buffer.allocUnsafeSlow(pieceBytes);

  /** The beginning of a file. `whole` when the piece is all of it. */
  begin(fd: number): { readonly bytes: Buffer; readonly whole: boolean } {
    const length = this.#read(fd, 0);
    return { bytes: this.#buffer.subarray(0, length), whole: length < this.#buffer.length };
  }

  /** A whole file of at most 8 MiB, or undefined. */
  whole(fd: number): Buffer | undefined {
    for (;;) {
      const { bytes, whole } = this.begin(fd);
      if (whole) return bytes;
      if (!this.#grow()) return undefined;
    }
  }

  /** The pieces of a file, with `context` lines around each. `countLines` false saves counting. */
  *pieces(fd: number, context: number, countLines: boolean): Generator<Piece> {
    let position = 0;
    let coreStart = 0;
    let firstLine = 1;
    for (;;) {
      const length = this.#read(fd, position);
      const bytes = this.#buffer.subarray(0, length);
      const last = length < this.#buffer.length;
      let coreEnd = last ? length : afterLineEnd(bytes, length, context + 1);
      if (coreEnd <= coreStart) {
        if (this.#grow()) continue;
        coreEnd = characterStart(bytes, length);
      }
      const nextStart = last ? coreEnd : beforeLines(bytes, coreEnd, context);
      const nextLine = firstLine + (countLines && !last ? lineEnds(bytes, coreStart, coreEnd) : 0);
      yield { bytes, coreStart, coreEnd, firstLine, first: position === 0 };
      if (last) return;
      position += nextStart;
      coreStart = coreEnd - nextStart;
      firstLine = nextLine;
    }
  }

  /** Gives back what long lines needed. */
  release(): void {
    if (this.#buffer.length > pieceBytes) this.#buffer = Buffer.allocUnsafeSlow(pieceBytes);
  }

  #grow(): boolean {
    if (this.#buffer.length >= maxPieceBytes) return false;
    this.#buffer = Buffer.allocUnsafeSlow(Math.min(maxPieceBytes, this.#buffer.length * 2));
    return true;
  }

  /** A regular file gives less than asked only at its end; asking again would cost a call for every file. */
  #read(fd: number, position: number): number {
    return readSync(fd, this.#buffer, 0, this.#buffer.length, position);
  }
}

/** Offset after the `count`-th line end from the end; 0 when there are fewer. */
function afterLineEnd(bytes: Buffer, length: number, count: number): number {
  let at = length;
  for (let left = count; left > 0; left -= 1) {
    at = at === 0 ? -1 : bytes.lastIndexOf(lineFeed, at - 1);
    if (at < 0) return 0;
  }
  return at + 1;
}

/** Where the `count` lines before `end` begin; `end` follows a line end. */
function beforeLines(bytes: Buffer, end: number, count: number): number {
  return count === 0 ? end : afterLineEnd(bytes, end, count + 1);
}

/** A cut that does not split a UTF-8 sequence. */
function characterStart(bytes: Buffer, length: number): number {
  for (let back = 1; back <= 3 && back < length; back += 1) {
    const byte = bytes[length - back] ?? 0;
    if (byte < 0x80) return length;
    if (byte >= 0xc0) return length - back;
  }
  return length;
}

function lineEnds(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) if (bytes[at] === lineFeed) count += 1;
  return count;
}
