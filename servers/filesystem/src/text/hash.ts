// The short hash of a file's bytes that `ifHash` compares.
import { nodeCrypto } from '@plainmcp/kit/lazy-node';
import { ToolError } from '@plainmcp/protocol';
import { eachChunk, type Source } from './read-bytes.ts';

/** Hexadecimal digits of SHA-256 that are shown: enough to tell versions apart, short enough to copy. */
const digits = 16;

/** The hash of the parts as one file. */
export function hashBytes(...parts: readonly Uint8Array[]): string {
  const hash = nodeCrypto().createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, digits);
}

/** The hash of all bytes of an open file, in pieces and cancellable. */
export async function hashFile(source: Source): Promise<string> {
  if (source.memory !== undefined) return hashBytes(source.memory);
  const hash = nodeCrypto().createHash('sha256');
  await eachChunk(source, 0, source.size, (chunk) => {
    hash.update(chunk);
    return false;
  });
  return hash.digest('hex').slice(0, digits);
}

/** Throws a ToolError unless the file still has the hash its caller saw; a full SHA-256 is taken too. */
export function assertHash(actual: string | undefined, wanted: string, name: string): void {
  if (actual !== undefined && wanted.trim().toLowerCase().slice(0, digits) === actual) return;
  const now = actual === undefined ? 'it does not exist' : `its hash is ${actual}`;
  throw new ToolError(`${name} is not the version that ifHash names: ${now}; nothing was written`, {
    code: 'changed',
    hint: 'Read the file again and repeat the change on what it holds now.',
  });
}
