// How names and our own remarks look in the answers of walks and searches.
import { hiddenNotice, oneLine } from '@plainmcp/kit/hidden';
import { count } from '@plainmcp/kit/text';
import type { Walker } from './walker.ts';

/** Room kept for the notes of one answer, beside its cursor. */
export const noteChars = 600;

const maxNameChars = 8192;
const plain = /^[\x20-\x7e]*$/;

/** A path as one line; hidden characters and line ends are escaped. */
export function showPath(path: string): string {
  return plain.test(path) ? path : oneLine(path, maxNameChars);
}

/** Remarks that any walk may have to add: hidden characters in the text, directories it could not read. */
export function walkNotes(text: string, walker: Walker): string[] {
  const notes: string[] = [];
  const hidden = plainLines.test(text) ? undefined : hiddenNotice(text);
  if (hidden !== undefined) notes.push(hidden);
  const { count: missed, first } = walker.problems;
  if (missed > 0) {
    notes.push(`[not read: ${count(missed, 'file or directory', 'files or directories')}, first ${nameOf(first)}]`);
  }
  return notes;
}

/** How long the cursor of a path is, about. */
export function cursorChars(path: string): number {
  return Math.ceil(path.length * 1.4) + 80;
}

const plainLines = /^[\x20-\x7e\n\t]*$/;

function nameOf(path: string): string {
  return oneLine(path.replace(/\/$/, '') || '.', 120);
}
