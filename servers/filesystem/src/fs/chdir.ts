// The portable gate: the working directory is the pin. Each step down is checked by device and inode.

import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { parse } from 'node:path';
import { ConfinedDirectory, type Surroundings } from './confined-directory.ts';
import { Blocked, errno } from './failures.ts';
import { follow } from './follow.ts';
import type { Gate, OpenedFile, RootToHold } from './gate-types.ts';
import { rename } from './rename.ts';
import { type Identity, identityOf, type OpenRoot, sameIdentity } from './roots.ts';
import type { ParentPair, PinnedDirectory, Place } from './types.ts';

/** The directory the process stands in. One for the process; only meaningful within one tick. */
const stand: { current: ChdirHandle | undefined; depth: number } = { current: undefined, depth: 0 };

/** Steps to `path` and proves that it is `expected`. */
function step(path: string, expected: Identity): void {
  stand.current = undefined;
  process.chdir(path);
  if (!sameIdentity(here(), expected)) throw new Blocked('changed');
}

/** Runs `work` and goes back to where the process was, so that nothing else sees another working directory. */
function returning<T>(work: () => T): T {
  const home = stand.depth === 0 ? workingDirectory() : undefined;
  stand.depth += 1;
  try {
    return work();
  } finally {
    stand.depth -= 1;
    if (home !== undefined) {
      stand.current = undefined;
      goHome(home);
    }
  }
}

/** The top of the file system where the working directory was deleted under us. */
function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return parse(process.execPath).root;
  }
}

function goHome(home: string): void {
  try {
    process.chdir(home);
  } catch {
    process.chdir(parse(home).root);
  }
}

class ChdirHandle extends ConfinedDirectory {
  readonly #identity: Identity;
  readonly #parent: ChdirHandle | undefined;
  readonly #name: string;

  constructor(
    around: Surroundings,
    root: OpenRoot,
    where: { real: string; identity: Identity; parent?: ChdirHandle; name: string },
  ) {
    super(around, root, where.real);
    this.#identity = where.identity;
    this.#parent = where.parent;
    this.#name = where.name;
  }

  protected at(name?: string): string {
    this.settle();
    return name ?? '.';
  }

  /** Makes this the working directory: it may have been left for a subdirectory or for another root. */
  settle(): void {
    if (stand.current === this) return;
    if (this.#parent === undefined) {
      step(this.#name, this.#identity);
    } else {
      this.#parent.settle();
      step(`./${this.#name}`, this.#identity);
    }
    stand.current = this;
  }

  isSame(other: ChdirHandle): boolean {
    return sameIdentity(this.#identity, other.#identity);
  }

  enter<T>(name: string, use: (child: PinnedDirectory) => T): T {
    this.checkName(name);
    const stats = lstatSync(this.at(name), { bigint: true });
    if (stats.isSymbolicLink()) throw errno('ELOOP', 'chdir');
    if (!stats.isDirectory()) throw errno('ENOTDIR', 'chdir');
    const real = this.pathOf(name);
    const root = this.around.roots.ownerOf(real);
    if (root === undefined) throw new Blocked('outside');
    const { dev, ino } = stats;
    const child = new ChdirHandle(this.around, root, {
      real,
      identity: { dev, ino },
      parent: this,
      name,
    });
    return use(child);
  }

  protected override verifyOpened(name: string, fd: number): void {
    const { dev, ino } = lstatSync(this.at(name), { bigint: true });
    if (!sameIdentity({ dev, ino }, identityOf(fd))) throw new Blocked('changed');
  }
}

export class ChdirGate implements Gate {
  readonly kind = 'chdir';

  hold(root: RootToHold): OpenRoot {
    const stats = lstatSync(root.real, { bigint: true });
    if (!stats.isDirectory()) throw errno('ENOTDIR', 'open');
    const { dev, ino } = stats;
    if (realpathSync.native(root.real) !== root.real) throw new Blocked('changed');
    return { ...root, fd: -1, identity: { dev, ino } };
  }

  isStale(root: OpenRoot): boolean {
    try {
      const { dev, ino } = lstatSync(root.real, { bigint: true });
      return !sameIdentity(root.identity, { dev, ino });
    } catch {
      return true;
    }
  }

  release(): void {}

  directory<T>(around: Surroundings, place: Place, use: (dir: PinnedDirectory) => T): T {
    return followPlace(around, place, (dir, leaf) => (leaf === undefined ? use(dir) : dir.enter(leaf, use)));
  }

  file(around: Surroundings, place: Place): OpenedFile {
    return followPlace(around, place, (dir, leaf) => {
      if (leaf === undefined) throw new Blocked('directory');
      const kind = dir.lstat(leaf);
      if (!kind.isFile()) throw new Blocked(kind.isDirectory() ? 'directory' : 'special');
      const fd = dir.open(leaf, constants.O_RDONLY);
      try {
        return { fd, real: around.roots.flavour.path.join(dir.real, leaf), stats: fstatSync(fd) };
      } catch (error) {
        closeSync(fd);
        throw error;
      }
    });
  }

  stat(around: Surroundings, place: Place): Stats {
    return followPlace(around, place, (dir, leaf) => (leaf === undefined ? dir.self() : dir.lstat(leaf)));
  }

  pair<T>(
    around: Surroundings,
    from: Place,
    to: Place,
    [fromLeaf, toLeaf]: readonly [string, string],
    use: (pair: ParentPair) => T,
  ): T {
    return this.directory(around, from, (source) =>
      this.directory(around, to, (target) => {
        if (!(source instanceof ChdirHandle && target instanceof ChdirHandle)) throw new Blocked('changed');
        const same = source.isSame(target);
        // Only one directory can be the working directory: between two, the names of one would be trusted.
        const across = (syscall: string, act: (from: string, to: string) => void) => {
          if (!same) throw errno('EXDEV', syscall);
          act(source.changeablePath(fromLeaf), source.changeablePath(toLeaf));
        };
        return use({
          from: source,
          fromLeaf,
          to: target,
          toLeaf,
          rename: () => across('rename', rename),
          link: () => across('link', linkSync),
        });
      }),
    );
  }
}

function followPlace<T>(
  around: Surroundings,
  place: Place,
  use: (dir: PinnedDirectory, leaf: string | undefined) => T,
): T {
  const enterRoot = <R>(root: OpenRoot, inside: (dir: PinnedDirectory) => R): R =>
    inside(new ChdirHandle(around, root, { real: root.real, identity: root.identity, name: root.real }));
  return returning(() => follow(around, enterRoot, place, use));
}

function here(): Identity {
  const { dev, ino } = statSync('.', { bigint: true });
  return { dev, ino };
}
