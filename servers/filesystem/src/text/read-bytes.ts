// Bytes of an open file by position: small pieces at once, large ones off the main thread and cancellable.
import { read, readSync } from 'node:fs';
import { ToolError } from '@plainmcp/protocol';

/** Up to here a read costs less than handing it to another thread. */
const atOnce = 256 * 1024;
/** Bytes between two looks at the signal. */
const chunkBytes = 1024 * 1024;

/** An open file as the readers of this folder see it. */
export interface Source {
  readonly fd: number;
  /** Bytes when it was opened. */
  readonly size: number;
  readonly signal: AbortSignal;
  /** All of a small file, read once. */
  readonly memory?: Buffer;
}

/** Files up to this size are read once and kept while they are looked at. */
export const smallBytes = 256 * 1024;

/** A source over an open file; small files are read at once. */
export function openSource(fd: number, size: number, signal: AbortSignal): Source {
  if (size > smallBytes) return { fd, size, signal };
  const memory = Buffer.allocUnsafe(size);
  let done = 0;
  while (done < size) {
    const got = readSync(fd, memory, done, size - done, done);
    if (got === 0) break;
    done += got;
  }
  return { fd, size: done, signal, memory: memory.subarray(0, done) };
}

/** The same file ending earlier. */
export function shortened(source: Source, size: number): Source {
  return source.memory === undefined
    ? { ...source, size }
    : { ...source, size, memory: source.memory.subarray(0, size) };
}

/** Fills `buffer` from `position`; returns the bytes read, fewer only at the end of the file. */
export async function readAt(source: Source, buffer: Buffer, position: number): Promise<number> {
  if (source.memory !== undefined) return source.memory.copy(buffer, 0, position);
  let done = 0;
  while (done < buffer.length) {
    source.signal.throwIfAborted();
    const length = Math.min(buffer.length - done, chunkBytes);
    const got =
      buffer.length <= atOnce
        ? readSync(source.fd, buffer, done, length, position + done)
        : await readAsync(source.fd, buffer, done, length, position + done);
    if (got === 0) break;
    done += got;
  }
  return done;
}

function readAsync(
  fd: number,
  buffer: Buffer,
  offset: number,
  length: number,
  position: number,
): Promise<number> {
  return new Promise((resolve, reject) => {
    read(fd, buffer, offset, length, position, (error, bytes) =>
      error === null ? resolve(bytes) : reject(error),
    );
  });
}

/** The bytes from `start` to `end`, or to the end of the file. */
export async function bytesBetween(source: Source, start: number, end: number): Promise<Buffer> {
  if (source.memory !== undefined) return source.memory.subarray(start, end);
  const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(end, source.size) - start));
  return buffer.subarray(0, await readAt(source, buffer, start));
}

/** Passes over the bytes from `start` to `end` in pieces; `use` returns true to stop. The piece is reused. */
export async function eachChunk(
  source: Source,
  start: number,
  end: number,
  use: (chunk: Buffer, position: number) => boolean,
): Promise<void> {
  // A buffer of its own: counting looks at it four bytes at a time.
  const buffer = Buffer.allocUnsafeSlow(Math.max(1, Math.min(chunkBytes, end - start)));
  for (let position = start; position < end; ) {
    const got = await readAt(source, buffer.subarray(0, Math.min(buffer.length, end - position)), position);
    if (got === 0 || use(buffer.subarray(0, got), position)) return;
    position += got;
  }
}

/** All bytes of a file of at most `most` bytes; a ToolError beyond. */
export async function allBytes(source: Source, most: number, name: string): Promise<Buffer> {
  if (source.size > most) {
    throw new ToolError(`${name} has ${source.size} bytes; at most ${most} can be handled whole`, {
      code: 'too_large',
      hint: 'Read it in pages with read_text_file (offset, limit).',
    });
  }
  return bytesBetween(source, 0, source.size);
}
