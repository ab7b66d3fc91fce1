// Bytes into lines: one concat a message, UTF-8 safe across chunks, a cap that never lets memory grow.
import { isUtf8 } from 'node:buffer';

const LF = 10;
const CR = 13;
/** Unfinished lines are copied into blocks of this size, which are used again and again. */
const BLOCK = 64 * 1024;
/** Blocks kept for the next long line. */
const SPARE_BLOCKS = 16;
/** Lines up to this size are put together in one buffer that is kept. */
const SCRATCH = 2 * 1024 * 1024;
/** How much of an oversize line is kept from each end, to recover its id. */
const EDGE = 512;

/** A line that cannot be handed on as text. `head` and `tail` are its first and last bytes, at most 512 each. */
export type BadLine =
  | { readonly reason: 'oversize'; readonly bytes: number; readonly head: Buffer; readonly tail: Buffer }
  | { readonly reason: 'encoding'; readonly bytes: number };

/**
 * Splits a byte stream at newlines (MCP transports, "stdio"). Feed it with `push`, empty it with `next`, call
 * `end` once the stream is over. Blank lines, the CR of CRLF and a byte order mark are dropped.
 */
export class LineReader {
  readonly #maxBytes: number;
  /** Chunks not looked at yet; of the first one, the bytes from `#offset` on. */
  readonly #chunks: Buffer[] = [];
  #offset = 0;
  /** The line in hand, as far as it came in earlier chunks. */
  readonly #partial = new Blocks();
  #overflow: Overflow | undefined;
  #ended = false;

  /** `maxBytes` is the longest line allowed, newline not counted. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** `chunk` may be used again by its owner once `next` has returned undefined. */
  push(chunk: Buffer): void {
    if (chunk.length > 0) this.#chunks.push(chunk);
  }

  /** The stream is over: what is left without a newline counts as the last line. */
  end(): void {
    this.#ended = true;
  }

  /** The next line, or undefined when more bytes are needed. */
  next(): string | BadLine | undefined {
    for (;;) {
      const chunk = this.#chunks[0];
      if (chunk === undefined) return this.#ended ? this.#last() : undefined;
      const start = this.#offset;
      const newline = chunk.indexOf(LF, start);
      this.#offset = newline < 0 ? chunk.length : newline + 1;
      if (this.#offset === chunk.length) {
        this.#chunks.shift();
        this.#offset = 0;
      }
      if (newline < 0) {
        this.#keep(start === 0 ? chunk : chunk.subarray(start));
        continue;
      }
      const line = this.#finish(chunk, start, newline);
      if (line !== undefined) return line;
    }
  }

  #last(): string | BadLine | undefined {
    if (this.#partial.bytes === 0 && this.#overflow === undefined) return undefined;
    return this.#finish(Buffer.alloc(0), 0, 0);
  }

  /** Ends the line in hand with `chunk[start, end)`; undefined when it is blank. */
  #finish(chunk: Buffer, start: number, end: number): string | BadLine | undefined {
    if (this.#overflow !== undefined || this.#partial.bytes + end - start > this.#maxBytes) {
      this.#keep(chunk.subarray(start, end));
      const bad = this.#overflow?.describe();
      this.#overflow = undefined;
      return bad;
    }
    if (this.#partial.bytes === 0) return decode(chunk, start, end);
    this.#partial.add(chunk.subarray(start, end));
    const whole = this.#partial.take();
    return decode(whole, 0, whole.length);
  }

  /** Adds a piece to the line in hand, or to what is being thrown away. */
  #keep(piece: Buffer): void {
    if (this.#overflow === undefined && this.#partial.bytes + piece.length > this.#maxBytes) {
      this.#overflow = new Overflow();
      for (const part of this.#partial.drop()) this.#overflow.add(part);
    }
    if (this.#overflow === undefined) this.#partial.add(piece);
    else this.#overflow.add(piece);
  }
}

/** Bytes of one line, copied: a million one-byte writes do not keep a million buffers. */
class Blocks {
  bytes = 0;
  #full: Buffer[] = [];
  #block: Buffer | undefined;
  #used = 0;
  #spare: Buffer[] = [];
  #scratch: Buffer = Buffer.alloc(0);

  add(piece: Buffer): void {
    this.bytes += piece.length;
    for (let from = 0; from < piece.length; ) {
      this.#block ??= this.#spare.pop() ?? Buffer.allocUnsafeSlow(BLOCK);
      const copied = piece.copy(this.#block, this.#used, from);
      from += copied;
      this.#used += copied;
      if (this.#used < BLOCK) continue;
      this.#full.push(this.#block);
      this.#block = undefined;
      this.#used = 0;
    }
  }

  /** All bytes in one buffer, which is good until the next `add`. */
  take(): Buffer {
    const { bytes } = this;
    const parts = this.drop();
    const first = parts[0];
    if (parts.length === 1 && first !== undefined) return first;
    if (bytes > SCRATCH) return Buffer.concat(parts);
    if (this.#scratch.length < bytes) this.#scratch = Buffer.allocUnsafeSlow(Math.min(SCRATCH, 2 * bytes));
    let at = 0;
    for (const part of parts) at += part.copy(this.#scratch, at);
    return this.#scratch.subarray(0, bytes);
  }

  /** The pieces, which are good until the next `add`. */
  drop(): Buffer[] {
    const parts = this.#full;
    const room = SPARE_BLOCKS - this.#spare.length;
    this.#spare.push(...parts.slice(0, room));
    if (this.#block !== undefined) {
      parts.push(this.#block.subarray(0, this.#used));
      if (parts.length <= room) this.#spare.push(this.#block);
    }
    this.bytes = 0;
    this.#full = [];
    this.#block = undefined;
    this.#used = 0;
    return parts;
  }
}

/** The size and both ends of a line that is being thrown away. */
class Overflow {
  #head: Buffer = Buffer.alloc(0);
  #tail: Buffer = Buffer.alloc(0);
  #bytes = 0;

  add(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#head.length < EDGE) {
      this.#head = Buffer.concat([this.#head, piece.subarray(0, EDGE - this.#head.length)]);
    }
    const joined = Buffer.concat([this.#tail, piece.subarray(Math.max(0, piece.length - EDGE))]);
    this.#tail = joined.subarray(Math.max(0, joined.length - EDGE));
  }

  describe(): BadLine {
    return { reason: 'oversize', bytes: this.#bytes, head: this.#head, tail: this.#tail };
  }
}

function decode(bytes: Buffer, start: number, end: number): string | BadLine | undefined {
  const stop = end > start && bytes[end - 1] === CR ? end - 1 : end;
  let from = start;
  // Windows shells put a byte order mark at the start of what they pipe.
  if (bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf) from += 3;
  if (isBlank(bytes, from, stop)) return undefined;
  const line = bytes.toString('utf8', from, stop);
  // A replacement character is rare enough to look twice: text that was never UTF-8 must not reach a file.
  if (line.includes('\ufffd') && !isUtf8(bytes.subarray(from, stop))) {
    return { reason: 'encoding', bytes: stop - from };
  }
  return line;
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte !== 32 && byte !== 9 && byte !== CR) return false;
  }
  return true;
}
