// Opens the configured directories once; what cannot be used is reported, not fatal.
import { realpathSync } from 'node:fs';
import { Blocked, errnoOf } from './failures.ts';
import type { Gate } from './gate-types.ts';
import { expandHome, type Flavour } from './lexical.ts';
import { type OpenRoot, RootSet } from './roots.ts';
import type { RootSpec } from './types.ts';

export interface RootPlan {
  readonly specs: readonly RootSpec[];
  readonly linkTargets: readonly RootSpec[];
  /** The whole server is read-only. */
  readonly readOnly: boolean;
}

export interface OpenedRoots {
  readonly set: RootSet;
  readonly problems: readonly string[];
  /** The real path each missing directory must have when it appears, by its path. */
  readonly awaited: ReadonlyMap<string, string>;
}

/**
 * `awaited` is of an earlier call: a directory that was missing then must not have become a link since, which
 * a caller could have made where one root lies in another.
 */
export function openRoots(
  gate: Gate,
  plan: RootPlan,
  flavour: Flavour,
  awaited: ReadonlyMap<string, string> = new Map(),
): OpenedRoots {
  const roots: OpenRoot[] = [];
  const problems: string[] = [];
  const missing = new Map<string, string>();
  const add = (spec: RootSpec, linkOnly: boolean) => {
    const path = flavour.path.resolve(expandHome(spec.path, flavour));
    if (roots.some((root) => root.path === path && root.linkOnly === linkOnly)) return;
    try {
      const real = realpathSync.native(path);
      const expected = spec.real ?? awaited.get(path) ?? real;
      if (real !== expected) throw new Blocked('changed');
      roots.push(gate.hold({ path, real, readOnly: plan.readOnly || spec.readOnly, linkOnly }));
    } catch (error) {
      problems.push(`${path} ${reason(error)}`);
      missing.set(path, awaited.get(path) ?? realWhenMade(path, flavour));
    }
  };
  for (const spec of plan.specs) add(spec, false);
  for (const spec of plan.linkTargets) add(spec, true);
  return {
    set: new RootSet(
      roots.map((root) => strictest(root, roots)),
      flavour,
    ),
    problems,
    awaited: missing,
  };
}

/** The real path a missing directory gets when it is made as a directory. */
function realWhenMade(path: string, flavour: Flavour): string {
  const parent = flavour.path.dirname(path);
  if (parent === path) return path;
  try {
    return flavour.path.join(realpathSync.native(parent), flavour.path.basename(path));
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return flavour.path.join(realWhenMade(parent, flavour), flavour.path.basename(path));
  }
}

/** One directory given twice is as strict as its strictest form. */
function strictest(root: OpenRoot, all: readonly OpenRoot[]): OpenRoot {
  const strict = all.some((other) => other.real === root.real && other.readOnly);
  return strict === root.readOnly ? root : { ...root, readOnly: strict };
}

function reason(error: unknown): string {
  switch (errnoOf(error)) {
    case 'ENOENT':
      return 'does not exist';
    case 'ENOTDIR':
      return 'is not a directory';
    case 'EACCES':
    case 'EPERM':
      return 'may not be opened by this process';
    default:
      return 'cannot be opened';
  }
}
