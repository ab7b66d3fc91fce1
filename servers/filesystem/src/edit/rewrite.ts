// The bytes of a file after its edits: changed ranges encoded anew, all others copied as they are.
import { ToolError } from '@plainmcp/protocol';
import type { WholeText } from '../text/whole-text.ts';
import type { Splice } from './document.ts';
import type { Eol, LfView } from './lf-view.ts';

/** Pieces that are written one by one. */
const maxParts = 16;

/**
 * Bytes with `changes` (splices of the LF view) applied. New lines end as the lines they replace do, else as
 * their neighbours; `fallback` serves files without any line end. Throws a ToolError where the encoding cannot
 * hold the new text.
 */
export function rewrite(
  bytes: Buffer,
  whole: WholeText,
  view: LfView,
  changes: readonly Splice[],
  fallback: Eol,
): readonly Buffer[] {
  const parts: Buffer[] = [];
  const splices = changes.map((change) => inSource(view, change, fallback));
  let at = 0;
  for (const { start, end, text } of splices) {
    parts.push(bytes.subarray(at, whole.byteAt(start)), whole.encode(text));
    at = whole.byteAt(end);
  }
  parts.push(bytes.subarray(at));
  if (whole.reread?.(Buffer.concat(parts)) !== (whole.reread && spliced(whole.text, splices)))
    throw blended();
  return parts.length > maxParts ? [Buffer.concat(parts)] : parts;
}

/** The change in the text with its own line ends. */
function inSource(view: LfView, change: Splice, fallback: Eol): Splice {
  const eol = eolFor(view, change) ?? fallback;
  return {
    start: view.toSource(change.start),
    end: view.toSource(change.end),
    text: eol === '\n' ? change.text : change.text.replaceAll('\n', eol),
  };
}

function spliced(text: string, splices: readonly Splice[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const splice of splices) {
    parts.push(text.slice(at, splice.start), splice.text);
    at = splice.end;
  }
  return [...parts, text.slice(at)].join('');
}

function blended(): ToolError {
  return new ToolError(
    'The new text would run into stray bytes beside it and become another text; nothing was written',
    {
      code: 'unencodable',
      hint: 'Choose oldText and newText so that the change leaves more room to such bytes.',
    },
  );
}

function eolFor(view: LfView, { start, end, text }: Splice): Eol | undefined {
  if (view.eol === undefined || !text.includes('\n')) return view.eol;
  const after = view.text.indexOf('\n', start);
  if (after !== -1 && after < end) return view.eolAt(after);
  const before = start === 0 ? -1 : view.text.lastIndexOf('\n', start - 1);
  const next = after === -1 ? before : after;
  return next === -1 ? view.eol : view.eolAt(next);
}
