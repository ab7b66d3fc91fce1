// The allowed directories, opened once, and the question which of them a name lies in.
import { fstatSync } from 'node:fs';
import { kernelPath, readOnlyRoot } from './failures.ts';
import { type Flavour, segmentsBelow } from './lexical.ts';
import type { Place, Root, RootSpec } from './types.ts';

/** What stays the same when a name is swapped: device and inode. */
export interface Identity {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** A root whose directory is held. */
export interface OpenRoot extends Root {
  readonly identity: Identity;
  /** An O_PATH descriptor; -1 where the gate does not hold one. */
  readonly fd: number;
  /** Only links may lead here (`--allow-link-target`). */
  readonly linkOnly: boolean;
}

export function sameIdentity(a: Identity, b: Identity): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

export function identityOf(fd: number): Identity {
  const { dev, ino } = fstatSync(fd, { bigint: true });
  return { dev, ino };
}

/** Splits `DIR`, `DIR:ro` and `DIR:rw` (for directories whose name ends in `:ro`). */
export function parseRootSpec(text: string): RootSpec {
  const match = /^(.+):(ro|rw)$/s.exec(text);
  return { path: match?.[1] ?? text, readOnly: match?.[2] === 'ro' };
}

const kernelTrees = ['/proc', '/sys', '/dev'];

/** All roots in force. Longer roots come first, so that the innermost one decides. */
export class RootSet {
  readonly flavour: Flavour;
  readonly #inOrder: readonly OpenRoot[];
  readonly #innermostFirst: readonly OpenRoot[];

  constructor(roots: readonly OpenRoot[], flavour: Flavour) {
    this.flavour = flavour;
    this.#inOrder = roots;
    this.#innermostFirst = [...roots].sort((a, b) => b.real.length - a.real.length);
  }

  /** What callers may name, in the order given. */
  get named(): readonly OpenRoot[] {
    return this.#inOrder.filter((root) => !root.linkOnly);
  }

  get all(): readonly OpenRoot[] {
    return this.#inOrder;
  }

  /** The innermost root that a real path lies in. */
  ownerOf(real: string): OpenRoot | undefined {
    const { sep } = this.flavour.path;
    for (const root of this.#innermostFirst) {
      const base = root.real.endsWith(sep) ? root.real : root.real + sep;
      if (real === root.real || real.startsWith(base)) return isKernel(real, root) ? undefined : root;
    }
    return undefined;
  }

  /** The place of a real path, shown under the root's own spelling. */
  placeOfReal(real: string): Place | undefined {
    const root = this.ownerOf(real);
    const segments = root && segmentsBelow(root.real, real, this.flavour);
    return root && segments && place(root, segments, this.flavour);
  }

  /** The place an absolute, normalised path names by its text, in the given or the real form of a root. */
  placeOfText(absolute: string): Place | undefined {
    let best: { root: OpenRoot; segments: readonly string[] } | undefined;
    for (const root of this.#innermostFirst) {
      if (root.linkOnly) continue;
      for (const base of root.path === root.real ? [root.real] : [root.path, root.real]) {
        const segments = segmentsBelow(base, absolute, this.flavour);
        if (segments && (best === undefined || segments.length < best.segments.length))
          best = { root, segments };
      }
    }
    if (best === undefined) return undefined;
    if (isKernel(absolute, best.root)) throw kernelPath(absolute);
    return { root: best.root, segments: best.segments, path: absolute };
  }

  /** Whether another root lies at or below a real path: such a directory must stay where it is. */
  holdsRoot(real: string): boolean {
    return this.#inOrder.some((root) => segmentsBelow(real, root.real, this.flavour) !== undefined);
  }
}

export function place(root: OpenRoot, segments: readonly string[], flavour: Flavour): Place {
  return { root, segments, path: flavour.path.join(root.path, ...segments) };
}

/** Throws unless what lies in `root` may be changed. */
export function assertChangeable(root: Root, path: string): void {
  if (root.readOnly) throw readOnlyRoot(path, root);
}

function isKernel(path: string, root: OpenRoot): boolean {
  if (root.real !== '/') return false;
  return kernelTrees.some((tree) => path === tree || path.startsWith(`${tree}/`));
}
