// How names and our own remarks look in the answers of walks and searches.
import { hiddenNotice, oneLine } from '@plainmcp/kit/hidden';
import { count } from '@plainmcp/kit/text';

/** What a walk has to say of itself. */
export interface Seen {
  /** Entries left out by .gitignore rules. */
  readonly ignored: number;
  readonly problems: { readonly count: number; readonly first: string };
}

/** Room kept for the notes of one answer, beside its cursor. */
export const noteChars = 600;

const maxNameChars = 8192;
const plain = /^[\x20-\x7e]*$/;

/** A path as one line; hidden characters and line ends are escaped. */
export function showPath(path: string): string {
  return plain.test(path) ? path : oneLine(path, maxNameChars);
}

/** Remarks that any walk may have to add. */
export function walkNotes(text: string, walker: Seen): string[] {
  return [...hiddenNote(text), ...problemNote(walker)];
}

/** How many characters of the text cannot be seen, if any. */
export function hiddenNote(text: string): string[] {
  const note = plainLines.test(text) ? undefined : hiddenNotice(text);
  return note === undefined ? [] : [note];
}

/** Why there may be nothing: said only then, because it is a remark on every walk of a repository. */
export function ignoredNote(text: string, walker: Seen): string[] {
  if (text !== '' || walker.ignored === 0) return [];
  const left = count(walker.ignored, 'file or directory', 'files or directories');
  return [`[left out by .gitignore: ${left}; respectGitignore=false searches them]`];
}

/** How much of the tree could not be read, if any. */
export function problemNote(walker: Seen): string[] {
  const { count: missed, first } = walker.problems;
  if (missed === 0) return [];
  return [
    `[not read: ${count(missed, 'file or directory', 'files or directories')}, first ${nameOf(first)}]`,
  ];
}

/** How long the cursor of a path is, about. */
export function cursorChars(path: string): number {
  return Math.ceil(path.length * 1.4) + 80;
}

const plainLines = /^[\x20-\x7e\n\t]*$/;

function nameOf(path: string): string {
  return oneLine(path.replace(/\/$/, '') || '.', 120);
}
