// The bytes of one open file into another, without blocking others while it is large.
import { read, readSync, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { ToolError } from '@plainmcp/protocol';

const readAsync = promisify(read);
const writeAsync = promisify(write);
const chunkBytes = 1024 * 1024;

/** Copies from the start of `source` to its end; up to 1 MiB in one tick. Throws AbortError when cancelled. */
export async function copyBody(
  source: number,
  target: number,
  size: number,
  signal: AbortSignal,
): Promise<number> {
  const small = size < chunkBytes;
  const buffer = Buffer.allocUnsafe(small ? size + 1 : chunkBytes);
  let copied = 0;
  for (;;) {
    signal.throwIfAborted();
    const got = small
      ? readSync(source, buffer, 0, buffer.length, copied)
      : (await readAsync(source, buffer, 0, buffer.length, copied)).bytesRead;
    if (got === 0) return copied;
    let put = 0;
    while (put < got) {
      const written = small
        ? writeSync(target, buffer, put, got - put, copied + put)
        : (await writeAsync(target, buffer, put, got - put, copied + put)).bytesWritten;
      if (written === 0) throw new ToolError('The disk took no more bytes.', { code: 'io' });
      put += written;
    }
    copied += got;
  }
}
