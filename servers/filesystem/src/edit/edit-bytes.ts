// All edits of one call on the bytes of one file: the new bytes, or the first edit that failed and how.
import type { Charset } from '../text/charset.ts';
import { wholeText } from '../text/whole-text.ts';
import { applyEdit, type Edit, type Outcome } from './apply.ts';
import { Document, type Splice } from './document.ts';
import { firstEol, lfView, toLf } from './lf-view.ts';
import type { Step } from './match.ts';
import { rewrite } from './rewrite.ts';

export interface Edited {
  readonly kind: 'edited';
  /** The new bytes of the file, in pieces: most of them are those it had. */
  readonly parts: readonly Buffer[];
  /** Before and after, in LF. */
  readonly original: string;
  text(): string;
  /** What changed, as splices of `original`. */
  readonly changes: readonly Splice[];
  /** For each edit, the step of the cascade that found it and how many places it changed. */
  readonly steps: readonly { readonly step: Step; readonly count: number }[];
}

export interface Failed {
  readonly kind: 'failed';
  /** Which edit, from 0. */
  readonly index: number;
  readonly outcome: Exclude<Outcome, { kind: 'done' }>;
  readonly original: string;
}

/** Characters searched between two pauses. */
const pauseChars = 16_000_000;

/**
 * Applies the edits in order. Throws a ToolError where the encoding cannot hold the new text. `pause` is
 * awaited now and then, for many edits of a large file take long; it may throw.
 */
export async function editBytes(
  bytes: Buffer,
  charset: Charset,
  edits: readonly Edit[],
  pause: () => Promise<void>,
): Promise<Edited | Failed> {
  const whole = wholeText(bytes, charset);
  const view = lfView(whole.text);
  const document = new Document(view.text);
  const steps: { step: Step; count: number }[] = [];
  let searched = 0;
  for (const [index, edit] of edits.entries()) {
    const outcome = applyEdit(document, {
      ...edit,
      oldText: toLf(edit.oldText),
      newText: toLf(edit.newText),
    });
    if (outcome.kind !== 'done') return { kind: 'failed', index, outcome, original: view.text };
    searched += view.text.length;
    if (searched > pauseChars) {
      searched = 0;
      await pause();
    }
    steps.push({ step: outcome.step, count: outcome.count });
  }
  const changes = document.changes();
  const fallback = edits.map((edit) => firstEol(edit.newText)).find((eol) => eol !== undefined) ?? '\n';
  return {
    kind: 'edited',
    parts: rewrite(bytes, whole, view, changes, fallback),
    original: view.text,
    text: () => document.text,
    changes,
    steps,
  };
}
