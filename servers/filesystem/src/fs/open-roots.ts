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
}

export function openRoots(gate: Gate, plan: RootPlan, flavour: Flavour): OpenedRoots {
  const roots: OpenRoot[] = [];
  const problems: string[] = [];
  const add = (spec: RootSpec, linkOnly: boolean) => {
    const path = flavour.path.resolve(expandHome(spec.path, flavour));
    if (roots.some((root) => root.path === path && root.linkOnly === linkOnly)) return;
    try {
      const real = realpathSync.native(path);
      if (spec.exact === true && real !== path) throw new Blocked('changed');
      roots.push(gate.hold({ path, real, readOnly: plan.readOnly || spec.readOnly, linkOnly }));
    } catch (error) {
      problems.push(`${path} ${reason(error)}`);
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
  };
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
