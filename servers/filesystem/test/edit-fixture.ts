// Edits of bytes in memory, for tests of the engine.
import type { Edit } from '../src/edit/apply.ts';
import { type Edited, editBytes } from '../src/edit/edit-bytes.ts';
import { detectCharset } from '../src/text/charset.ts';

export async function run(bytes: Buffer | string, edits: readonly Edit[]) {
  const source = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  const charset = detectCharset(source, true);
  if (charset === undefined) throw new Error('binary');
  return editBytes(source, charset, edits, async () => undefined);
}

export async function edited(
  bytes: Buffer | string,
  ...edits: readonly Edit[]
): Promise<Edited & { readonly bytes: Buffer }> {
  const done = await run(bytes, edits);
  if (done.kind !== 'edited') throw new Error(`edit ${done.index}: ${JSON.stringify(done.outcome)}`);
  return { ...done, bytes: Buffer.concat(done.parts) };
}

export const bytesAfter = async (bytes: Buffer | string, ...edits: readonly Edit[]) =>
  (await edited(bytes, ...edits)).bytes;

export const after = async (bytes: Buffer | string, ...edits: readonly Edit[]) =>
  (await bytesAfter(bytes, ...edits)).toString('utf8');
