// The Linux gate: open first, ask /proc what was opened, act only on the descriptor or below a pinned directory.
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readlinkSync,
  type Stats,
} from 'node:fs';
import { ConfinedDirectory, deniedBy, type Surroundings } from './confined-directory.ts';
import { Blocked, deniedName, errnoOf, hardlinked } from './failures.ts';
import type { Gate, OpenedFile, RootToHold } from './gate-types.ts';
import { rename } from './rename.ts';
import { identityOf, type OpenRoot, sameIdentity } from './roots.ts';
import type { Stand } from './stand.ts';
import type { ParentPair, PinnedDirectory, Place } from './types.ts';

/** A descriptor that names a file without opening it: no device, FIFO or remote file notices (open(2)). */
const O_PATH = 0x200000;
const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY, O_NONBLOCK, O_NOCTTY } = constants;

const self = '/proc/self/fd/';
const deletedMark = ' (deleted)';
/** What a byte that is no UTF-8 is told as: another name than the one the file has. */
const replaced = '\ufffd';

interface Pin {
  readonly fd: number;
  readonly real: string;
  readonly root: OpenRoot;
}

class PinnedHandle extends ConfinedDirectory {
  readonly #fd: number;
  readonly #stand: Stand | undefined;

  constructor(around: Surroundings, pin: Pin, stand: Stand | undefined) {
    super(around, pin.root, pin.real);
    this.#fd = pin.fd;
    this.#stand = stand;
  }

  protected at(name?: string): string {
    return name === undefined ? self + this.#fd : `${self}${this.#fd}/${name}`;
  }

  protected override readableAt(name: string): string {
    return this.#stand === undefined ? this.at(name) : this.#stand.at(this.#fd, name);
  }

  enter<T>(name: string, use: (child: PinnedDirectory) => T): T {
    this.checkName(name);
    const fd = openSync(this.at(name), O_PATH | O_DIRECTORY | O_NOFOLLOW);
    try {
      const real = this.pathOf(name);
      const root = this.around.roots.ownerOf(real);
      if (root === undefined) throw new Blocked('outside');
      return use(new PinnedHandle(this.around, { fd, real, root }, this.#stand));
    } finally {
      this.#stand?.closed(fd);
      closeSync(fd);
    }
  }
}

export class PinnedGate implements Gate {
  readonly kind = 'pinned';
  readonly #stand: Stand | undefined;

  /** With a `stand`, files are opened from the working directory of this process, which nothing else may use. */
  constructor(stand?: Stand) {
    this.#stand = stand;
  }

  hold(root: RootToHold): OpenRoot {
    const fd = openSync(root.real, O_PATH | O_DIRECTORY | O_NOFOLLOW);
    if (readlinkSync(self + fd) !== root.real) {
      closeSync(fd);
      throw new Blocked('changed');
    }
    return { ...root, fd, identity: identityOf(fd) };
  }

  release(root: OpenRoot): void {
    closeSync(root.fd);
  }

  isStale(root: OpenRoot): boolean {
    return readlinkSync(self + root.fd) !== root.real;
  }

  directory<T>(around: Surroundings, place: Place, use: (dir: PinnedDirectory) => T): T {
    return withPin(around, place, O_DIRECTORY, (pin) => {
      try {
        return use(new PinnedHandle(around, pin, this.#stand));
      } finally {
        this.#stand?.closed(pin.fd);
      }
    });
  }

  file(around: Surroundings, place: Place): OpenedFile {
    return withPin(around, place, 0, ({ fd, real }) => {
      const stats = fstatSync(fd);
      if (!stats.isFile()) throw new Blocked(stats.isDirectory() ? 'directory' : 'special');
      if (stats.nlink > 1 && around.policy.refuseHardlinks) throw hardlinked(place.path);
      // The same file, whatever its name is by now.
      return { fd: openSync(self + fd, O_RDONLY | O_NONBLOCK | O_NOCTTY), real, stats };
    });
  }

  stat(around: Surroundings, place: Place): Stats {
    return withPin(around, place, 0, ({ fd }) => fstatSync(fd));
  }

  pair<T>(
    around: Surroundings,
    from: Place,
    to: Place,
    [fromLeaf, toLeaf]: readonly [string, string],
    use: (pair: ParentPair) => T,
  ): T {
    return withPin(around, from, O_DIRECTORY, (fromPin) =>
      withPin(around, to, O_DIRECTORY, (toPin) => {
        const source = new PinnedHandle(around, fromPin, undefined);
        const target = new PinnedHandle(around, toPin, undefined);
        return use({
          from: source,
          fromLeaf,
          to: target,
          toLeaf,
          rename: () => rename(source.changeablePath(fromLeaf), target.changeablePath(toLeaf)),
          link: () => linkSync(source.changeablePath(fromLeaf), target.changeablePath(toLeaf)),
        });
      }),
    );
  }
}

/** Opens `place` without effect on it, proves that it lies in a root, closes it after `use`. */
function withPin<T>(around: Surroundings, place: Place, flags: number, use: (pin: Pin) => T): T {
  const { roots } = around;
  const held = heldRoot(around, place);
  const below = place.segments.length === 0 ? '' : `/${place.segments.join('/')}`;
  const fd = openSync(self + held.fd + below, O_PATH | flags);
  try {
    const real = nameOf(fd);
    const root = real === undefined ? undefined : roots.ownerOf(real);
    if (real === undefined || root === undefined) throw new Blocked('outside');
    const glob = deniedBy(around, root, real);
    if (glob !== undefined) throw deniedName(place.path, glob);
    return use({ fd, real, root });
  } finally {
    closeSync(fd);
  }
}

/** The name the kernel gives an open file; undefined when it has none any more. */
function nameOf(fd: number): string | undefined {
  const name = readlinkSync(self + fd);
  if (!name.startsWith('/')) return undefined;
  if (!name.endsWith(deletedMark) && !name.includes(replaced)) return name;
  // Only a file that is really called so is there under this name.
  try {
    const { dev, ino } = lstatSync(name, { bigint: true });
    return sameIdentity({ dev, ino }, identityOf(fd)) ? name : undefined;
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
}

/** The root as it is held now: it may have been taken anew since the place was located. */
function heldRoot({ roots }: Surroundings, { root }: Place): OpenRoot {
  const held = roots.all.find(({ path, real }) => path === root.path && real === root.real);
  if (held === undefined) throw new Blocked('outside');
  return held;
}
