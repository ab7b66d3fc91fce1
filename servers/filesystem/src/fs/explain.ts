// Puts what a gate threw into words: never a path of the gate's own, never a fact about what lies outside.

import { oneLine } from '@plainmcp/kit/hidden';
import { nearest } from '@plainmcp/kit/nearest';
import { ToolError } from '@plainmcp/protocol';
import type { Surroundings } from './confined-directory.ts';
import { Blocked, diskError, errnoOf, linkOutside, missingParent, special } from './failures.ts';
import { follow } from './follow.ts';
import type { Gate } from './gate-types.ts';
import { namesIn, prefix } from './locate.ts';
import { place as placeIn } from './roots.ts';
import type { PinnedDirectory, Place } from './types.ts';

export interface Attempt {
  readonly place: Place;
  /** As the official server would name the failing call, for example `open`. */
  readonly syscall: string;
  /** A missing parent is what stopped it: the caller wanted something new there. */
  readonly wantsParent: boolean;
  /** The last component itself is meant, not what it links to. */
  readonly leafKept?: boolean;
}

/** The error to throw instead of `error`; `error` itself when it is not of the disk. */
export function explain(gate: Gate, around: Surroundings, error: unknown, attempt: Attempt): unknown {
  const { place, syscall } = attempt;
  if (error instanceof ToolError) return error;
  if (error instanceof Blocked) return blocked(around, error, attempt);
  const code = errnoOf(error);
  if (code === undefined || !(error instanceof Error && 'syscall' in error)) return error;
  const followed = attempt.leafKept ? prefix(around, place, place.segments.length - 1) : place;
  if (leadsOutside(gate, around, followed)) return linkOutside(place.path, around.roots.named);
  if (code !== 'ENOENT') return diskError(code, syscall, place.path, error);
  const found = deepest(gate, around, place);
  if (attempt.wantsParent && found.missing !== undefined) {
    return missingParent(prefix(around, place, place.segments.length - 1).path);
  }
  return diskError(code, syscall, place.path, error, missingHint(found));
}

function blocked({ roots }: Surroundings, error: Blocked, { place, syscall }: Attempt): ToolError {
  switch (error.reason) {
    case 'outside':
      return linkOutside(place.path, roots.named);
    case 'loop':
      return diskError('ELOOP', syscall, place.path, error);
    case 'special':
      return special(place.path);
    case 'directory':
      return diskError('EISDIR', syscall === 'open' ? 'read' : syscall, place.path, error);
    case 'short-name':
      return new ToolError(`Access denied - short 8.3 names are not taken: ${oneLine(place.path)}`, {
        code: 'access_denied',
        hint: 'Pass the long name; list_directory shows it.',
      });
    case 'changed':
      return new ToolError(`${oneLine(place.path)} was moved or replaced while it was opened.`, {
        code: 'changed',
        hint: 'Look again with list_directory, then repeat the call.',
      });
  }
}

/** Whether links on the way lead out of the roots; found by hand, without asking for anything outside. */
function leadsOutside(gate: Gate, around: Surroundings, place: Place): boolean {
  try {
    follow(around, rootsOf(gate, around), place, () => undefined);
    return false;
  } catch (error) {
    return error instanceof Blocked && error.reason === 'outside';
  }
}

/** How `follow` enters roots through this gate. */
export function rootsOf(gate: Gate, around: Surroundings) {
  return <T>(root: Parameters<typeof placeIn>[0], use: (dir: PinnedDirectory) => T): T =>
    gate.directory(around, placeIn(root, [], around.roots.flavour), use);
}

interface Deepest {
  /** Where the path ends to exist. */
  readonly parent: Place;
  readonly name: string;
  /** Undefined when all parents exist. */
  readonly missing: string | undefined;
  readonly siblings: readonly string[];
}

function deepest(gate: Gate, around: Surroundings, place: Place): Deepest {
  const last = place.segments.length - 1;
  for (let depth = last; depth > 0; depth -= 1) {
    const parent = prefix(around, place, depth);
    const siblings = namesIn(gate, around, parent);
    const name = place.segments[depth] ?? '';
    const isThere = siblings.length > 0 || isDirectory(gate, around, parent);
    if (isThere) return { parent, name, siblings, missing: depth === last ? undefined : name };
  }
  const parent = prefix(around, place, 0);
  const name = place.segments[0] ?? '';
  return { parent, name, siblings: namesIn(gate, around, parent), missing: last > 0 ? name : undefined };
}

function isDirectory(gate: Gate, around: Surroundings, place: Place): boolean {
  try {
    return gate.directory(around, place, () => true);
  } catch {
    return false;
  }
}

/** Names compared for a suggestion; more would be slow. */
const maxCompared = 5_000;
/** Shorter names are close to everything. */
const minCompared = 3;

function missingHint({ parent, name, siblings, missing }: Deepest): string {
  if (siblings.includes(name) && missing === undefined)
    return 'It is a symbolic link to something that does not exist.';
  const folded = name.normalize('NFKC').toLowerCase();
  const close =
    siblings.find((sibling) => sibling.normalize('NFKC').toLowerCase() === folded) ??
    (name.length < minCompared ? undefined : nearest(name, siblings.slice(0, maxCompared)));
  const where = oneLine(parent.path);
  if (close !== undefined) return `Did you mean "${oneLine(close)}" in ${where}?`;
  return missing === undefined
    ? `Look with list_directory or search_files in ${where}.`
    : `${where} has no "${oneLine(missing)}"; look there with list_directory.`;
}
