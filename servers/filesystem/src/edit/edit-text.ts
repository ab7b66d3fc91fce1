// What edit_file does: reads once, edits in memory, writes once, one call at a time per file.

import { setImmediate } from 'node:timers/promises';
import { cutNotice } from '@plainmcp/kit/cut';
import { oneLine } from '@plainmcp/kit/hidden';
import { type Result, ToolError } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import type { OpenFile, Place } from '../fs/types.ts';
import { withinBudget } from '../text/budget.ts';
import { assertWellFormed } from '../text/form.ts';
import { assertHash, hashBytes } from '../text/hash.ts';
import { charsetOf } from '../text/open-text.ts';
import { allBytes, openSource } from '../text/read-bytes.ts';
import { save } from '../text/save.ts';
import { textResult } from '../text/text-result.ts';
import { editAnswer } from './answer.ts';
import type { Edit } from './apply.ts';
import { type Edited, editBytes, type Failed } from './edit-bytes.ts';
import { assertChosen, notFound, which } from './failure.ts';
import { toLf } from './lf-view.ts';
import { nearestBlock, nearestBudget } from './nearest.ts';
import { officialDiff } from './official-diff.ts';

export interface EditRequest {
  readonly path: string;
  readonly edits: readonly Edit[];
  readonly dryRun?: boolean;
  readonly ifHash?: string;
  readonly encoding?: string;
}

/** Files up to this size are edited. */
const maxBytes = 64 * 1024 * 1024;
/** Below this the nearest block is found here, above it in the worker. */
const nearestHere = 256 * 1024;

/** Edits or explains why not; a failure of any edit leaves the file as it was. */
export async function editText(deps: Deps, request: EditRequest, signal: AbortSignal): Promise<Result> {
  const official = deps.settings.officialOutput;
  assertEdits(request.edits, official);
  const place = deps.files.locate(request.path, 'existing');
  const target = deps.files.resolveLeaf(place);
  if (!request.dryRun) {
    deps.files.assertWritable(place);
    deps.files.assertWritable(target);
  }
  return deps.queue.run(target.path, () => editTarget(deps, request, target, signal));
}

function assertEdits(edits: readonly Edit[], official: boolean): void {
  if (edits.length === 0 && !official)
    throw new ToolError('edits is empty: there is nothing to do', { code: 'bad_arguments' });
  for (const [index, { oldText, newText }] of edits.entries()) {
    const name = which(index, edits.length);
    assertWellFormed(oldText, `oldText of ${name}`);
    assertWellFormed(newText, `newText of ${name}`);
    if (official || toLf(oldText) !== toLf(newText)) continue;
    const same = oldText === newText;
    throw new ToolError(
      `oldText and newText of ${name} ${same ? 'are the same' : 'differ only in line ends'}; nothing was written`,
      {
        code: 'no_change',
        ...(same
          ? {}
          : { hint: 'edit_file keeps the line ends of the file; to change them use write_file.' }),
      },
    );
  }
}

async function editTarget(
  deps: Deps,
  request: EditRequest,
  target: Place,
  signal: AbortSignal,
): Promise<Result> {
  signal.throwIfAborted();
  const file = deps.files.openFile(target);
  try {
    const done = await editOpen(request, file, signal);
    if (done.kind === 'failed') return await explain(deps, done, request.edits, signal);
    const inPlace = request.dryRun
      ? undefined
      : save(deps.files, target, done.parts, { inPlace: deps.settings.inPlace, expected: file.stats })
          .inPlace;
    if (deps.settings.officialOutput) return await officialAnswer(deps, file.real, done);
    return editAnswer(done, {
      path: request.path,
      dryRun: request.dryRun ?? false,
      maxChars: deps.settings.maxOutputChars,
      inPlace,
    });
  } finally {
    file.close();
  }
}

async function officialAnswer({ settings }: Deps, path: string, edited: Edited): Promise<Result> {
  const make = async (maxChars: number) => officialDiff(path, edited, maxChars);
  const { text, shown, total } = await withinBudget(settings, 0, make, (diff) => diff.text);
  const notice = cutNotice({ shown, total, unit: 'hunks', narrow: 'read_text_file shows the rest' });
  return textResult(true, text, shown < total ? [notice] : []);
}

async function editOpen(request: EditRequest, file: OpenFile, signal: AbortSignal): Promise<Edited | Failed> {
  const source = openSource(file.fd, file.stats.size, signal);
  const bytes = await allBytes(source, maxBytes, oneLine(request.path));
  if (request.ifHash !== undefined) assertHash(hashBytes(bytes), request.ifHash, oneLine(request.path));
  const charset = await charsetOf(source, request.path, request.encoding, false);
  const empty = request.edits.findIndex((edit) => edit.oldText === '');
  if (empty !== -1 && bytes.length > charset.bom) {
    throw new ToolError(`oldText of ${which(empty, request.edits.length)} is empty; nothing was written`, {
      code: 'bad_arguments',
      hint: 'Only an empty file can be edited so. Repeat a line of the file in oldText and newText to put text beside it, or use write_file.',
    });
  }
  return editBytes(bytes, charset, request.edits, async () => {
    await setImmediate();
    signal.throwIfAborted();
  });
}

async function explain(
  deps: Deps,
  failed: Failed,
  edits: readonly Edit[],
  signal: AbortSignal,
): Promise<Result> {
  assertChosen(failed, edits);
  const official = deps.settings.officialOutput;
  const wanted = toLf(edits[failed.index]?.oldText ?? '').split('\n');
  if (official) return notFound(failed, edits, undefined, true);
  const { original: text } = failed;
  const nearest =
    text.length <= nearestHere
      ? nearestBlock(text.split('\n'), wanted, nearestBudget)
      : (await deps.searcher.run({ kind: 'nearest', text, wanted, budget: nearestBudget }, { signal }))
          .nearest;
  return notFound(failed, edits, nearest, false);
}
