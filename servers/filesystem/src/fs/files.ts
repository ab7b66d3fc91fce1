// The confined view of the disk: locates what callers name, sends it through a gate, words every refusal.
import { closeSync, type Stats } from 'node:fs';
import { ToolError } from '@plainmcp/protocol';
import { openPolicy, type Policy } from '../policy.ts';
import type { Surroundings } from './confined-directory.ts';
import { createGate } from './create-gate.ts';
import { type Attempt, explain, rootsOf } from './explain.ts';
import { errnoOf, outside, readOnlyRoot, rootItself } from './failures.ts';
import { follow } from './follow.ts';
import type { Gate } from './gate-types.ts';
import { flavourOf } from './lexical.ts';
import { locate, prefix } from './locate.ts';
import { type OpenedRoots, openRoots, type RootPlan } from './open-roots.ts';
import { reholdRoots } from './rehold.ts';
import type { Stand } from './stand.ts';
import type {
  Files,
  GateKind,
  OpenFile,
  ParentPair,
  PinnedDirectory,
  Place,
  Root,
  RootSpec,
} from './types.ts';

export interface FilesOptions {
  readonly roots: readonly RootSpec[];
  /** Directories that links inside the roots may lead into. */
  readonly linkTargets?: readonly RootSpec[];
  readonly readOnly?: boolean;
  readonly policy?: Policy;
  /** Which gate; for tests, and for workers that must use the same as the main thread. */
  readonly gate?: GateKind | 'auto';
  /** In a process that does nothing else: the gate may move its working directory. */
  readonly stand?: Stand;
}

/** Opens the roots. Directories that cannot be used end up in `problems`, and calls name them. */
export function openFiles(options: FilesOptions): Files {
  return new ConfinedFiles(options);
}

const noneGiven = 'no directory was given';

class ConfinedFiles implements Files {
  readonly #gate: Gate;
  readonly #policy: Policy;
  #plan: RootPlan;
  #opened: OpenedRoots;
  #none = noneGiven;

  constructor({ roots, linkTargets = [], readOnly = false, policy = openPolicy, gate, stand }: FilesOptions) {
    this.#gate = createGate(gate, stand);
    this.#policy = policy;
    this.#plan = { specs: roots, linkTargets, readOnly };
    this.#opened = this.#open();
  }

  get roots(): readonly Root[] {
    return this.#opened.set.named;
  }

  get linkTargets(): readonly Root[] {
    const targets = this.#opened.set.all.filter((root) => root.linkOnly);
    return targets.map(({ path, real, readOnly }) => ({ path, real, readOnly }));
  }

  get hasDenyRules(): boolean {
    return this.#policy.hasRules;
  }

  get gate(): GateKind {
    return this.#gate.kind;
  }

  get problems(): readonly string[] {
    return this.#opened.problems;
  }

  locate(path: string, want: 'existing' | 'new'): Place {
    if (this.problems.length > 0) this.#retryProblems();
    if (this.roots.length === 0) throw this.#noDirectory();
    return locate(this.#gate, this.#around(), path, want);
  }

  assertWritable(place: Place): void {
    if (place.root.readOnly) throw readOnlyRoot(place.path, place.root);
    if (place.segments.length === 0) throw rootItself(place.path);
  }

  openFile(place: Place): OpenFile {
    const { fd, real, stats } = this.#run({ place, syscall: 'open', wantsParent: false }, () =>
      this.#gate.file(this.#around(), place),
    );
    let open = true;
    const close = () => {
      if (open) closeSync(fd);
      open = false;
    };
    return { fd, place, real, stats, close, [Symbol.dispose]: close };
  }

  stat(place: Place): Stats {
    return this.#run({ place, syscall: 'stat', wantsParent: false }, () =>
      this.#gate.stat(this.#around(), place),
    );
  }

  lstat(place: Place, syscall = 'lstat'): Stats {
    const leaf = place.segments.at(-1);
    if (leaf === undefined) return this.stat(place);
    return this.#inParent(place, { syscall, wantsParent: false }, (dir) => dir.lstat(leaf));
  }

  withDirectory<T>(place: Place, use: (dir: PinnedDirectory) => T): T {
    return this.#run({ place, syscall: 'scandir', wantsParent: false }, (entered) =>
      this.#gate.directory(this.#around(), place, (dir) => {
        entered();
        return use(dir);
      }),
    );
  }

  withParent<T>(place: Place, use: (dir: PinnedDirectory, leaf: string) => T): T {
    return this.#inParent(place, { syscall: 'open', wantsParent: true }, use);
  }

  withParents<T>(from: Place, to: Place, use: (pair: ParentPair) => T): T {
    const leaves = [leafOf(from), leafOf(to)] as const;
    const parents = [this.#parent(from), this.#parent(to)] as const;
    // Whichever parent is at fault is named: pinned alone first, it fails with words of its own.
    this.withDirectory(parents[0], () => undefined);
    this.#run({ place: to, syscall: 'rename', wantsParent: true, leafKept: true }, () =>
      this.#gate.directory(this.#around(), parents[1], () => undefined),
    );
    return this.#run({ place: to, syscall: 'rename', wantsParent: false, leafKept: true }, (entered) =>
      this.#gate.pair(this.#around(), parents[0], parents[1], leaves, (pair) => {
        entered();
        return use(pair);
      }),
    );
  }

  resolveLeaf(place: Place): Place {
    const real = this.#run({ place, syscall: 'open', wantsParent: true }, () => {
      const around = this.#around();
      const { path } = around.roots.flavour;
      const direct = this.#realUnlessLink(around, place);
      if (direct !== undefined) return direct;
      return follow(around, rootsOf(this.#gate, around), place, (dir, leaf) =>
        leaf === undefined ? dir.real : path.join(dir.real, leaf),
      );
    });
    const found = this.placeOf(real);
    if (found === undefined) throw outside(place.path, this.roots);
    return found;
  }

  placeOf(real: string): Place | undefined {
    return this.#opened.set.placeOfReal(real);
  }

  holdsRoot(real: string): boolean {
    return this.#opened.set.holdsRoot(real);
  }

  replaceRoots(specs: readonly RootSpec[], none?: string): void {
    const before = this.#opened.set.all;
    this.#none = none ?? noneGiven;
    this.#plan = { ...this.#plan, specs };
    this.#opened = this.#open();
    for (const root of before) this.#gate.release(root);
  }

  close(): void {
    const before = this.#opened.set.all;
    this.#opened = openRoots(
      this.#gate,
      { specs: [], linkTargets: [], readOnly: true },
      flavourOf(process.platform),
    );
    for (const root of before) this.#gate.release(root);
  }

  #open(): OpenedRoots {
    return openRoots(this.#gate, this.#plan, flavourOf(process.platform));
  }

  #around(): Surroundings {
    return { roots: this.#opened.set, policy: this.#policy };
  }

  #parent(place: Place): Place {
    leafOf(place);
    return prefix(this.#around(), place, place.segments.length - 1);
  }

  #inParent<T>(
    place: Place,
    attempt: Omit<Attempt, 'place'>,
    use: (dir: PinnedDirectory, leaf: string) => T,
  ): T {
    const leaf = leafOf(place);
    const parent = this.#parent(place);
    return this.#run({ ...attempt, place, leafKept: true }, (entered) =>
      this.#gate.directory(this.#around(), parent, (dir) => {
        entered();
        return use(dir, leaf);
      }),
    );
  }

  /** The real path where the last component is no link: quick, and without a descriptor for each component. */
  #realUnlessLink(around: Surroundings, place: Place): string | undefined {
    const leaf = place.segments.at(-1);
    if (leaf === undefined) return undefined;
    const parent = prefix(around, place, place.segments.length - 1);
    return this.#gate.directory(around, parent, (dir) =>
      isLink(dir, leaf) ? undefined : around.roots.flavour.path.join(dir.real, leaf),
    );
  }

  /** Runs `work`; when a root was replaced on the disk, takes the new one and tries once more. */
  #run<T>(attempt: Attempt, work: (entered: () => void) => T): T {
    let inside = false;
    const entered = () => {
      inside = true;
    };
    try {
      return work(entered);
    } catch (error) {
      const renewed = inside ? undefined : reholdRoots(this.#gate, this.#opened.set);
      if (renewed === undefined) throw explain(this.#gate, this.#around(), error, attempt);
      this.#opened = { ...this.#opened, set: renewed };
    }
    try {
      return work(entered);
    } catch (error) {
      throw explain(this.#gate, this.#around(), error, attempt);
    }
  }

  /** A configured directory may have been made since the start. */
  #retryProblems(): void {
    const { awaited } = this.#opened;
    const opened = openRoots(this.#gate, this.#plan, flavourOf(process.platform), awaited);
    const better = opened.problems.length < this.problems.length;
    const [drop, keep] = better ? [this.#opened, opened] : [opened, this.#opened];
    this.#opened = keep;
    for (const root of drop.set.all) this.#gate.release(root);
  }

  #noDirectory(): ToolError {
    const why = this.problems.length === 0 ? this.#none : this.problems.join('; ');
    return new ToolError(`No allowed directory: ${why}.`, {
      code: 'not_configured',
      hint: 'The user must start the server with at least one existing directory: plainmcp-filesystem DIR.',
    });
  }
}

function isLink(dir: PinnedDirectory, name: string): boolean {
  try {
    return dir.lstat(name).isSymbolicLink();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function leafOf(place: Place): string {
  const leaf = place.segments.at(-1);
  if (leaf === undefined) throw rootItself(place.path);
  return leaf;
}
