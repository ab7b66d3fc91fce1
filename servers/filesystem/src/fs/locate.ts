// From what a caller wrote to one place under one root: relative paths, several roots, Unicode forms.
import { ToolError } from '@plainmcp/protocol';
import type { Surroundings } from './confined-directory.ts';
import { deniedName, errnoOf, outside } from './failures.ts';
import type { Gate } from './gate-types.ts';
import { cleanPath } from './lexical.ts';
import { place as placeIn } from './roots.ts';
import type { Place } from './types.ts';

/** See `Files.locate`. Only a place under a root, by its text, is ever looked up on the disk. */
export function locate(gate: Gate, around: Surroundings, given: string, want: 'existing' | 'new'): Place {
  const { roots, policy } = around;
  const { flavour, named } = roots;
  const clean = cleanPath(
    given,
    flavour,
    named.some((root) => root.path.startsWith('\\\\')),
  );
  const { path } = flavour;
  const texts = path.isAbsolute(clean)
    ? [path.resolve(clean)]
    : named.map((root) => path.resolve(root.path, clean));
  const places = texts.flatMap((text) => roots.placeOfText(text) ?? []);
  const [first = undefined, second = undefined] = places;
  if (first === undefined) throw outside(texts[0] ?? clean, named);
  const chosen = second === undefined ? first : choose(gate, around, places, first, want);
  const found = matchUnicode(gate, around, chosen);
  const glob = policy.denied(found.segments.join('/'));
  if (glob !== undefined) throw deniedName(found.path, glob);
  return found;
}

function choose(
  gate: Gate,
  around: Surroundings,
  places: readonly Place[],
  first: Place,
  want: 'existing' | 'new',
): Place {
  const exact = places.find((candidate) => exists(gate, around, candidate));
  if (exact !== undefined) return exact;
  const similar = places.map((candidate) => matchUnicode(gate, around, candidate));
  const alike = similar.find((candidate) => exists(gate, around, candidate));
  if (alike !== undefined || want === 'existing') return alike ?? first;
  const ranked = places.map((candidate) => ({ candidate, rank: rankForNew(gate, around, candidate) }));
  return ranked.reduce((best, next) => (next.rank > best.rank ? next : best)).candidate;
}

/** Deeper existing parents first, then writable before read-only. */
function rankForNew(gate: Gate, around: Surroundings, place: Place): number {
  let depth = place.segments.length - 1;
  while (depth > 0 && !isDirectory(gate, around, prefix(around, place, depth))) depth -= 1;
  return depth * 2 + (place.root.readOnly ? 0 : 1);
}

/** The same place with each component spelled as on the disk, when only its Unicode form differs. */
function matchUnicode(gate: Gate, around: Surroundings, place: Place): Place {
  if (place.segments.every(isAscii) || exists(gate, around, place)) return place;
  const found: string[] = [];
  for (const [index, name] of place.segments.entries()) {
    const spelled = isAscii(name) ? name : spelling(gate, around, prefix(around, place, index, found), name);
    if (spelled === undefined) return placed(around, place, [...found, ...place.segments.slice(index)]);
    found.push(spelled);
  }
  return placed(around, place, found);
}

function spelling(gate: Gate, around: Surroundings, parent: Place, name: string): string | undefined {
  const names = namesIn(gate, around, parent);
  if (names.includes(name)) return name;
  const wanted = name.normalize('NFC');
  const alike = names.filter((candidate) => candidate.normalize('NFC') === wanted);
  if (alike.length > 1) {
    throw new ToolError(`Ambiguous Unicode path component: ${name}`, {
      code: 'ambiguous',
      hint: `${alike.length} entries differ only in their Unicode form; rename all but one outside of this server.`,
    });
  }
  return alike[0];
}

export function prefix(around: Surroundings, place: Place, depth: number, segments = place.segments): Place {
  return placed(around, place, segments.slice(0, depth));
}

function placed({ roots }: Surroundings, { root, segments, path }: Place, names: readonly string[]): Place {
  if (names.length === segments.length && names.every((name, index) => name === segments[index])) {
    return { root, segments, path };
  }
  const held = roots.all.find((candidate) => candidate.path === root.path);
  return held === undefined ? { root, path, segments: names } : placeIn(held, names, roots.flavour);
}

export function namesIn(gate: Gate, around: Surroundings, place: Place): string[] {
  return (
    quietly(() => gate.directory(around, place, (dir) => dir.entries().map((entry) => entry.name))) ?? []
  );
}

function isDirectory(gate: Gate, around: Surroundings, place: Place): boolean {
  return quietly(() => gate.directory(around, place, () => true)) ?? false;
}

/** Whether the name is there, be it a dangling link. */
function exists(gate: Gate, around: Surroundings, place: Place): boolean {
  const leaf = place.segments.at(-1);
  if (leaf === undefined) return true;
  const parent = prefix(around, place, place.segments.length - 1);
  const found = quietly(() =>
    gate.directory(around, parent, (dir) => {
      dir.lstat(leaf);
      return true;
    }),
  );
  return found ?? false;
}

/** Undefined for whatever the disk or the gate refuses: a look-up must not tell more than the call itself. */
function quietly<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof RangeError || (error instanceof TypeError && errnoOf(error) === undefined))
      throw error;
    return undefined;
  }
}

function isAscii(name: string): boolean {
  return /^[\x20-\x7e]*$/.test(name);
}
