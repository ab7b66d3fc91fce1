// The bytes of a file after its edits: changed ranges encoded anew, all others copied as they are.
import type { WholeText } from '../text/whole-text.ts';
import type { Splice } from './document.ts';
import type { Eol, LfView } from './lf-view.ts';

/** Pieces that are written one by one. */
const maxParts = 16;

/**
 * Bytes with `changes` (splices of the LF view) applied. New lines end as the lines they replace do, else as
 * their neighbours; `fallback` serves files without any line end.
 */
export function rewrite(
  bytes: Buffer,
  whole: WholeText,
  view: LfView,
  changes: readonly Splice[],
  fallback: Eol,
): readonly Buffer[] {
  const parts: Buffer[] = [];
  let at = 0;
  for (const change of changes) {
    const start = whole.byteAt(view.toSource(change.start));
    const end = whole.byteAt(view.toSource(change.end));
    const eol = eolFor(view, change) ?? fallback;
    const text = eol === '\n' ? change.text : change.text.replaceAll('\n', eol);
    parts.push(bytes.subarray(at, start), whole.encode(text));
    at = end;
  }
  parts.push(bytes.subarray(at));
  return parts.length > maxParts ? [Buffer.concat(parts)] : parts;
}

function eolFor(view: LfView, { start, end, text }: Splice): Eol | undefined {
  if (view.eol === undefined || !text.includes('\n')) return view.eol;
  const after = view.text.indexOf('\n', start);
  if (after !== -1 && after < end) return view.eolAt(after);
  const before = start === 0 ? -1 : view.text.lastIndexOf('\n', start - 1);
  const next = after === -1 ? before : after;
  return next === -1 ? view.eol : view.eolAt(next);
}
