// Moves or renames what a call names.
import { oneLine } from '@plainmcp/kit/hidden';
import type { Result } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { inTurn } from '../fs/in-turn.ts';
import { move } from '../fs/move.ts';
import { sameText } from '../official.ts';

export interface MoveRequest {
  readonly source: string;
  readonly destination: string;
  readonly overwrite?: boolean | undefined;
}

/** Returns the answer of move_file. */
export async function moveEntry(
  { files, settings, queue }: Pick<Deps, 'files' | 'settings' | 'queue'>,
  { source, destination, overwrite = false }: MoveRequest,
  signal: AbortSignal,
): Promise<Result | string> {
  const from = files.locate(source, 'existing');
  const to = files.locate(destination, 'new');
  files.lstat(from, 'rename');
  const how = await inTurn(queue, files, [from, to], () => move(files, from, to, { overwrite, signal }));
  if (settings.officialOutput) return sameText(settings, `Successfully moved ${source} to ${destination}`);
  const note = how === 'copied' ? ' (copied, then deleted)' : '';
  return `Successfully moved ${oneLine(source, 4096)} to ${oneLine(destination, 4096)}${note}`;
}
