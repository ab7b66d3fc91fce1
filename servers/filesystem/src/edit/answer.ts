// What the model reads when the edits are done: the hunks, or the official server's fenced diff.

import { cutNotice } from '@plainmcp/kit/cut';
import { hiddenNotice, oneLine } from '@plainmcp/kit/hidden';
import { count, cutAt } from '@plainmcp/kit/text';
import { type Result, result, text } from '@plainmcp/protocol';
import { hashBytes } from '../text/hash.ts';
import { smallBytes } from '../text/read-bytes.ts';
import { hashKey } from '../text/text-result.ts';
import { readable } from '../text/whole-text.ts';
import type { Edited } from './edit-bytes.ts';
import { which } from './failure.ts';
import { hunks } from './hunks.ts';

/** Characters of hunks in one answer. */
const diffChars = 4_000;

export interface AnswerFacts {
  /** As the caller named it. */
  readonly path: string;
  readonly dryRun: boolean;
  readonly maxChars: number;
  /** Why the old inode was written. */
  readonly inPlace: string | undefined;
}

/** One line of ours, then the hunks; what was cut is said in a block of its own. */
export function editAnswer(edited: Edited, facts: AnswerFacts): Result {
  const all = hunks(edited.original, edited.changes);
  const { shown, chars } = fitting(all, Math.min(diffChars, Math.max(200, facts.maxChars - 600)));
  const diff = readable(shown);
  const notices = [
    hiddenNotice(diff),
    chars === undefined
      ? undefined
      : cutNotice({
          shown: shown.length,
          total: chars,
          unit: 'characters of the diff',
          narrow: 'read_text_file shows the rest',
        }),
  ].filter((notice) => notice !== undefined);
  const size = edited.parts.reduce((sum, part) => sum + part.length, 0);
  const hash = facts.dryRun || size > smallBytes ? undefined : hashBytes(...edited.parts);
  return result({
    content: [
      text(`${opening(edited, facts)}\n${diff}`),
      ...(notices.length === 0 ? [] : [text(notices.join('\n'))]),
    ],
    ...(hash === undefined ? {} : { meta: { [hashKey]: hash } }),
  });
}

/** Whole hunks while they fit; the first is cut rather than left out. `chars` is the size of all when not all are shown. */
function fitting(all: readonly string[], room: number): { shown: string; chars: number | undefined } {
  const chars = all.reduce((sum, hunk) => sum + hunk.length + 1, -1);
  const shown: string[] = [];
  let left = room + 1;
  for (const hunk of all) {
    if (hunk.length + 1 > left) break;
    left -= hunk.length + 1;
    shown.push(hunk);
  }
  if (shown.length === all.length) return { shown: shown.join('\n'), chars: undefined };
  if (shown.length > 0) return { shown: shown.join('\n'), chars };
  const part = cutAt(all[0] ?? '', room);
  return { shown: part.slice(0, Math.max(part.lastIndexOf('\n'), 0)) || part, chars };
}

function opening({ steps, changes }: Edited, { path, dryRun, inPlace }: AnswerFacts): string {
  const places = steps.reduce((sum, step) => sum + step.count, 0);
  const facts = [
    ...(places > steps.length ? [count(places, 'place')] : []),
    ...steps.flatMap(({ step }, i) =>
      step === 'exact' ? [] : [`${which(i, steps.length)} matched after equalising ${step}`],
    ),
    ...(inPlace === undefined ? [] : [`written in place because ${inPlace}`]),
    ...(changes.length === 0 ? ['the edits undo each other'] : []),
  ];
  const notes = facts.length === 0 ? '' : ` (${facts.join('; ')})`;
  return dryRun
    ? `Dry run, nothing was written to ${oneLine(path)}${notes}`
    : `Successfully edited ${oneLine(path)}${notes}`;
}
