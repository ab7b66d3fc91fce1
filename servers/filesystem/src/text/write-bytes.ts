// Writes to an open descriptor so that a full disk takes nothing away.
import { fstatSync, ftruncateSync, writeSync } from 'node:fs';

/** Writes the parts one after the other from the beginning of a new file. */
export function writeParts(fd: number, parts: readonly Uint8Array[]): void {
  let position = 0;
  for (const part of parts) {
    writeAll(fd, part, position);
    position += part.length;
  }
}

/** Writes all of `bytes`; at the end of the file when `position` is null. */
export function writeAll(fd: number, bytes: Uint8Array, position: number | null): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(fd, bytes, done, bytes.length - done, position === null ? null : position + done);
  }
}

/**
 * Replaces the content of a file of `oldSize` bytes. What lies beyond its old end is written first: only
 * that needs room on the disk, and it can be taken back.
 */
export function overwriteBytes(fd: number, bytes: Uint8Array, oldSize: number): void {
  try {
    writeAll(fd, bytes.subarray(oldSize), oldSize);
  } catch (error) {
    ftruncateSync(fd, oldSize);
    throw error;
  }
  writeAll(fd, bytes.subarray(0, oldSize), 0);
  ftruncateSync(fd, bytes.length);
}

/** Adds to a file opened with O_APPEND, and takes a part written before an error back. */
export function appendBytes(fd: number, bytes: Uint8Array): void {
  const before = fstatSync(fd).size;
  try {
    writeAll(fd, bytes, null);
  } catch (error) {
    ftruncateSync(fd, before);
    throw error;
  }
}
