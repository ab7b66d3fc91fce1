// What the model reads when an edit finds no place, or too many.

import { cutAt, digits } from '@plainmcp/kit/text';
import { text as block, type Result, result, ToolError } from '@plainmcp/protocol';
import { readable } from '../text/whole-text.ts';
import type { Edit } from './apply.ts';
import type { Failed } from './edit-bytes.ts';
import { toLf } from './lf-view.ts';
import { maxMatches } from './match.ts';
import type { Nearest } from './nearest.ts';

/** Characters of oldText that the error repeats. */
const echoChars = 400;
/** Characters of the nearest block that are shown. */
const nearestChars = 1_500;
/** newText shorter than this is found by chance. */
const tellingChars = 12;

/** `edit 2 of 3`, or `the edit` when there is one. */
export function which(index: number, count: number): string {
  return count === 1 ? 'the edit' : `edit ${index + 1} of ${count}`;
}

/** Throws when more than one place fits, or none at the line asked. */
export function assertChosen({ index, outcome }: Failed, edits: readonly Edit[]): void {
  if (outcome.kind === 'none') return;
  const { count, lines, step } = outcome;
  const how = step === 'exact' ? '' : ` (differing in ${step})`;
  const at = `${lines.length === 1 ? 'line' : 'lines'} ${lines.map(digits).join(', ')}${count > lines.length ? ', ...' : ''}`;
  const what = `oldText of ${which(index, edits.length)}`;
  if (outcome.kind === 'other line') {
    throw new ToolError(
      `${what} does not begin at line ${edits[index]?.line ?? 0} but at ${at}${how}; nothing was written`,
      {
        code: 'not_at_line',
        hint: 'Pass one of these lines, as the file is on disk, or leave line out.',
      },
    );
  }
  if (outcome.kind === 'too many') {
    throw new ToolError(
      `${what} fits ${digits(count)} places${how}; replaceAll takes at most ${digits(maxMatches)}; nothing was written`,
      {
        code: 'too_many',
        hint: 'Use a longer oldText, or write_file.',
      },
    );
  }
  throw new ToolError(`${what} fits ${digits(count)} places${how}, at ${at}; nothing was written`, {
    code: 'ambiguous',
    hint: 'Add lines around it to oldText, pass line with one of these numbers, or replaceAll: true.',
  });
}

/**
 * The error for an oldText that is nowhere. Begins as the official server's; what is ours stands before the
 * file's text in a block of its own. With `official`, only the official words.
 */
export function notFound(
  { index, original }: Failed,
  edits: readonly Edit[],
  nearest: Nearest | undefined,
  official: boolean,
): Result {
  const { oldText = '', newText = '' } = edits[index] ?? {};
  const opening = 'Could not find exact match for edit:\n';
  if (official) return result({ isError: true, content: opening + oldText });
  const short = oldText.length > echoChars ? `${cutAt(oldText, echoChars)}...` : oldText;
  const facts = [...(edits.length === 1 ? [] : [which(index, edits.length)]), 'nothing was written'];
  const there = lineOfNewText(original, toLf(newText));
  if (there !== undefined) facts.push(`newText is already there, at line ${digits(there)}`);
  facts.push(
    nearest === undefined
      ? 'nothing in the file is like it; read it with read_text_file'
      : whereNearest(nearest),
  );
  const own = `[${facts.join('; ')}]`;
  const lines = nearest === undefined ? '' : `\n${readable(cutAt(nearest.lines.join('\n'), nearestChars))}`;
  return result({ isError: true, content: [block(opening + short), block(own + lines)] });
}

function whereNearest({ firstLine, lastLine, reason }: Nearest): string {
  const one = firstLine === lastLine;
  return `nearest: ${one ? `line ${digits(firstLine)}` : `lines ${digits(firstLine)}-${digits(lastLine)}`} of the file, which ${one ? reason.replace(/^differ/, 'differs').replace(/^are/, 'is') : reason}`;
}

function lineOfNewText(original: string, newText: string): number | undefined {
  const at = newText.trim().length < tellingChars ? -1 : original.indexOf(newText);
  return at === -1 ? undefined : original.slice(0, at).split('\n').length;
}
