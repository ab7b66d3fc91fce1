// Copies what a call names after all that speaks against it was looked at.
import { oneLine } from '@plainmcp/kit/hidden';
import { count, formatBytes } from '@plainmcp/kit/text';
import { ToolError } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { type Copied, copy } from '../fs/copy.ts';
import { destinationExists } from '../fs/failures.ts';
import { inTurn } from '../fs/in-turn.ts';
import { realLeaf } from '../fs/tree.ts';
import type { Files, Place } from '../fs/types.ts';

export interface CopyRequest {
  readonly source: string;
  readonly destination: string;
  readonly recursive?: boolean | undefined;
  readonly overwrite?: boolean | undefined;
}

/** Returns the answer of copy_file. */
export async function copyEntry(
  { files, queue }: Pick<Deps, 'files' | 'queue'>,
  { source, destination, recursive = false, overwrite = false }: CopyRequest,
  signal: AbortSignal,
): Promise<string> {
  const from = files.locate(source, 'existing');
  const to = files.locate(destination, 'new');
  check(files, from, to, recursive, overwrite);
  const [real, target] = [realLeaf(files, from), realLeaf(files, to)];
  if (target.real === real.real) throw destinationExists(to.path);
  if (/^[\\/]/.test(target.real.slice(real.real.length)) && target.real.startsWith(real.real)) {
    throw new ToolError('A directory cannot be copied into itself.', { code: 'einval' });
  }
  const copied = await inTurn(queue, files, [to], () =>
    copy(files, real, target, { overwrite, preserve: false, signal }),
  );
  return `Successfully copied ${oneLine(source, 4096)} to ${oneLine(destination, 4096)} (${amount(copied)})`;
}

function check(files: Files, from: Place, to: Place, recursive: boolean, overwrite: boolean): void {
  files.assertWritable(to);
  if (files.lstat(from).isDirectory() && !recursive) {
    throw new ToolError(`EISDIR: illegal operation on a directory, copyfile '${oneLine(from.path)}'`, {
      code: 'eisdir',
      hint: 'Pass recursive: true to copy a directory and all below.',
    });
  }
  if (!overwrite && exists(files, to)) throw destinationExists(to.path);
}

function exists(files: Files, place: Place): boolean {
  try {
    files.lstat(place);
    return true;
  } catch (error) {
    if (error instanceof ToolError && error.code === 'not_found') return false;
    throw error;
  }
}

function amount({ files, directories, links, bytes, special }: Copied): string {
  const parts = [count(files, 'file')];
  if (directories > 0) parts.push(count(directories, 'directory', 'directories'));
  if (links > 0) parts.push(count(links, 'link'));
  parts.push(formatBytes(bytes));
  if (special > 0)
    parts.push(`left out: ${count(special, 'FIFO, socket or device', 'FIFOs, sockets or devices')}`);
  return parts.join(', ');
}
