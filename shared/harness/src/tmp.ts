// Builds temporary folders from literals and removes them when the test is over.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { atEnd, type Scope } from './cleanup.ts';

interface Special {
  readonly [make]: (path: string, later: (() => void)[]) => void;
}
const make: unique symbol = Symbol('make');

/** Text, bytes, a folder, or one of `link`, `hardlink`, `fifo`, `big`, `file`, `folder`. */
export type Entry = string | Uint8Array | Special | Literal;
export interface Literal {
  readonly [name: string]: Entry;
}

export interface TreeOptions {
  readonly scope?: Scope;
  /** Begins the name of the folder. */
  readonly prefix?: string;
}

export interface Tree {
  /** Absolute, links resolved. */
  readonly path: string;
  join(...names: string[]): string;
  read(name: string): string;
  bytes(name: string): Buffer;
  write(name: string, content: string | Uint8Array): void;
  exists(name: string): boolean;
  /** Relative names of everything below, sorted, folders with a trailing slash, never through links. */
  list(): string[];
  remove(): void;
}

export interface Attributes {
  /** For example 0o600. */
  readonly mode?: number;
  /** ISO 8601. */
  readonly modified?: string;
}

function special(build: Special[typeof make]): Special {
  return { [make]: build };
}

/** A symbolic link; the target is taken as it is written. */
export function link(target: string, type?: 'dir' | 'file' | 'junction'): Special {
  return special((path) => fs.symlinkSync(target, path, type));
}

/** A second name for a file; `target` is relative to the link's folder or absolute. Made after everything else. */
export function hardlink(target: string): Special {
  return special((path, later) => {
    later.push(() => fs.linkSync(join(dirname(path), target), path));
  });
}

/** A named pipe (POSIX). */
export function fifo(): Special {
  return special((path) => {
    execFileSync('mkfifo', [path]);
  });
}

/** A file of exactly `size` bytes: the pattern repeated, made without holding it in memory. */
export function big(size: number, pattern = 'The quick brown fox jumps over the lazy dog.\n'): Special {
  return special((path) => {
    const unit = Buffer.from(pattern);
    const block = Buffer.alloc(
      Math.min(size, unit.length * Math.max(1, Math.floor((1 << 20) / unit.length))),
      unit,
    );
    const handle = fs.openSync(path, 'w');
    try {
      for (let left = size; left > 0; left -= block.length)
        fs.writeSync(handle, block, 0, Math.min(left, block.length));
    } finally {
      fs.closeSync(handle);
    }
  });
}

/** A file with a mode or a time. */
export function file(content: string | Uint8Array, attributes: Attributes = {}): Special {
  return special((path, later) => {
    fs.writeFileSync(path, content);
    later.push(() => setAttributes(path, attributes));
  });
}

/** A folder with a mode or a time. */
export function folder(entries: Literal, attributes: Attributes = {}): Special {
  return special((path, later) => {
    fs.mkdirSync(path);
    build(path, entries, later);
    later.push(() => setAttributes(path, attributes));
  });
}

function setAttributes(path: string, { mode, modified }: Attributes): void {
  if (modified !== undefined) fs.utimesSync(path, new Date(modified), new Date(modified));
  if (mode !== undefined) fs.chmodSync(path, mode);
}

function isSpecial(entry: Special | Literal): entry is Special {
  return make in entry;
}

function build(base: string, entries: Literal, later: (() => void)[]): void {
  for (const [name, entry] of Object.entries(entries)) {
    const path = join(base, name);
    fs.mkdirSync(dirname(path), { recursive: true });
    if (typeof entry === 'string' || entry instanceof Uint8Array) fs.writeFileSync(path, entry);
    else if (isSpecial(entry)) entry[make](path, later);
    else {
      fs.mkdirSync(path, { recursive: true });
      build(path, entry, later);
    }
  }
}

/** A temporary folder with the given entries. Names may contain slashes. Removed when the test ends. */
export function tree(entries: Literal = {}, options: TreeOptions = {}): Tree {
  const path = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), options.prefix ?? 'plainmcp-'));
  const made = viewOf(path);
  atEnd(made.remove, options.scope);
  const later: (() => void)[] = [];
  build(path, entries, later);
  for (const step of later) step();
  return made;
}

function viewOf(path: string): Tree {
  const at = (name: string): string => join(path, name);
  return {
    path,
    join: (...names) => join(path, ...names),
    read: (name) => fs.readFileSync(at(name), 'utf8'),
    bytes: (name) => fs.readFileSync(at(name)),
    write(name, content) {
      fs.mkdirSync(dirname(at(name)), { recursive: true });
      fs.writeFileSync(at(name), content);
    },
    exists: (name) => fs.lstatSync(at(name), { throwIfNoEntry: false }) !== undefined,
    list: () => names(path, '').sort(),
    remove() {
      unlock(path);
      fs.rmSync(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function names(base: string, relative: string): string[] {
  return fs.readdirSync(join(base, relative), { withFileTypes: true }).flatMap((entry) => {
    const name = relative === '' ? entry.name : `${relative}/${entry.name}`;
    return entry.isDirectory() ? [`${name}/`, ...names(base, name)] : [name];
  });
}

/** Folders without permissions cannot be emptied by an ordinary user. */
function unlock(path: string): void {
  const stats = fs.lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) return;
  if ((stats.mode & 0o700) !== 0o700) fs.chmodSync(path, 0o700);
  for (const entry of fs.readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) unlock(join(path, entry.name));
  }
}
