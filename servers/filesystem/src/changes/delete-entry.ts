// Deletes what a call names: to the trash of the same root, or for good once somebody agreed.
import { assertConfirmed } from '@plainmcp/kit/confirm';
import { oneLine } from '@plainmcp/kit/hidden';
import { count, formatBytes } from '@plainmcp/kit/text';
import { type Context, ToolError } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { rootItself } from '../fs/failures.ts';
import { inTurn } from '../fs/in-turn.ts';
import { takeInventory } from '../fs/inventory.ts';
import { remove } from '../fs/remove.ts';
import { isTrashed, moveToTrash } from '../fs/trash.ts';
import { assertNothingDenied, changed, type RealPlace, realLeaf } from '../fs/tree.ts';
import type { Files } from '../fs/types.ts';

export interface DeleteRequest {
  readonly path: string;
  readonly recursive?: boolean | undefined;
  readonly permanent?: boolean | undefined;
  /** The token of an earlier refusal. */
  readonly confirm?: string | undefined;
}

/** Returns the answer of delete_file. */
export async function deleteEntry(
  { files, settings, queue }: Pick<Deps, 'files' | 'settings' | 'queue'>,
  { path, recursive = false, permanent = false, confirm }: DeleteRequest,
  ctx: Context,
): Promise<string> {
  if (settings.allowDelete === 'no') throw notEnabled('delete_file', '--allow-delete');
  if (permanent && settings.allowDelete !== 'permanent')
    throw notEnabled('permanent', '--allow-delete=permanent');
  const place = files.locate(path, 'existing');
  files.assertWritable(place);
  const stats = files.lstat(place, 'unlink');
  const real = realLeaf(files, place);
  if (files.holdsRoot(real.real)) throw rootItself(place.path);
  const isDirectory = stats.isDirectory();
  const filled =
    isDirectory && files.withDirectory(place, (dir) => dir.entries().length > 0 || dir.hidesNames());
  if (filled && !recursive) throw notEmpty(place.path);
  if (isDirectory) await assertNothingDenied(files, real, ctx.signal);
  if (permanent) {
    const loses = filled || (stats.isFile() && stats.size > 0);
    const agreed = loses ? await ask(files, real, ctx, confirm) : undefined;
    const removed = await inTurn(queue, files, [place], async () => {
      if (agreed !== undefined) await assertStill(files, real, agreed, ctx.signal);
      return await remove(files, real, ctx.signal);
    });
    return `Successfully deleted ${oneLine(path, 4096)}${removed > 1 ? ` (${count(removed, 'entry', 'entries')})` : ''}`;
  }
  if (isTrashed(real)) {
    throw new ToolError(`${oneLine(place.path)} is in the trash already.`, {
      code: 'in_trash',
      hint: 'Move it out with move_file, or delete it for good with permanent: true where the server allows that.',
    });
  }
  const to = await inTurn(queue, files, [place], () => moveToTrash(files, real, place.root, ctx.signal));
  return `Successfully deleted ${oneLine(path, 4096)}: moved to ${oneLine(to.path, 4096)}; move_file brings it back`;
}

/** Returns the fingerprint of what the person agreed to lose. */
async function ask(files: Files, real: RealPlace, ctx: Context, token: string | undefined): Promise<string> {
  const { files: inside, directories, bytes, fingerprint } = await takeInventory(files, real, ctx.signal);
  const folders = directories > 0 ? ` and ${count(directories, 'directory', 'directories')}` : '';
  const loss = `${oneLine(real.path)} would be deleted for good: ${count(inside, 'file')}${folders}, ${formatBytes(bytes)}.`;
  // An answer given for another state of the tree does not count for this one.
  await assertConfirmed(ctx, {
    key: `delete-${fingerprint.slice(0, 16)}`,
    loss,
    state: fingerprint,
    token,
    spared: 'nothing was deleted',
  });
  return fingerprint;
}

async function assertStill(
  files: Files,
  real: RealPlace,
  agreed: string,
  signal: AbortSignal,
): Promise<void> {
  const { fingerprint } = await takeInventory(files, real, signal);
  if (fingerprint !== agreed) throw changed(real.path);
}

function notEmpty(path: string): ToolError {
  return new ToolError(`ENOTEMPTY: directory not empty, rmdir '${oneLine(path)}'`, {
    code: 'enotempty',
    hint: 'Pass recursive: true to delete it with all below.',
  });
}

function notEnabled(what: string, option: string): ToolError {
  return new ToolError(`${what} is not enabled.`, {
    code: 'not_enabled',
    hint: `The user can start the server with ${option}.`,
  });
}
