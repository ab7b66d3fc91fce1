// What can be said of a path by its text alone; nothing here touches the disk.
import { homedir } from 'node:os';
import { type PlatformPath, posix, win32 } from 'node:path';
import { ToolError } from '@plainmcp/protocol';
import { windowsFault } from './windows-names.ts';

/** How paths are written on a platform, and which spellings mean the same name there. */
export interface Flavour {
  readonly path: PlatformPath;
  readonly windows: boolean;
  /** Names that differ in case or Unicode form are one name (macOS, Windows). */
  readonly foldsNames: boolean;
}

export function flavourOf(platform: NodeJS.Platform): Flavour {
  const windows = platform === 'win32';
  return { path: windows ? win32 : posix, windows, foldsNames: windows || platform === 'darwin' };
}

/** UTF-8 bytes of a path; PATH_MAX on Linux. */
export const maxPathBytes = 4096;

/**
 * Takes a path as a caller wrote it: refuses what no file is called, expands `~`. The answer may be relative.
 * UNC paths are refused on Windows unless `uncAllowed`, because only asking for one sends credentials out.
 */
export function cleanPath(given: string, flavour: Flavour, uncAllowed: boolean): string {
  if (/\p{Cc}/u.test(given)) {
    throw refused('Access denied - the path contains a NUL or control character.', 'Pass a path without it.');
  }
  if (/\p{Cs}/u.test(given)) throw refused('Access denied - the path is not valid Unicode.');
  if (Buffer.byteLength(given) > maxPathBytes) {
    throw refused(`Access denied - the path is longer than ${maxPathBytes} bytes.`, 'Pass a shorter path.');
  }
  const expanded = expandHome(given, flavour);
  if (!flavour.windows && /^[A-Za-z]:(?:[\\/]|$)/.test(expanded)) {
    throw refused(`Access denied - Windows-style path received on a POSIX host: ${given}`);
  }
  const fault = flavour.windows ? windowsFault(expanded, uncAllowed) : undefined;
  if (fault !== undefined) throw refused(`Access denied - ${fault}: ${given}`);
  return expanded === '' ? '.' : expanded;
}

/** `~` and `~/x` stand for the home directory; `~user` does not. */
export function expandHome(given: string, flavour: Flavour): string {
  const home = given === '~' || given.startsWith('~/') || (flavour.windows && given.startsWith('~\\'));
  return home ? flavour.path.join(homedir(), given.slice(1)) : given;
}

/** The components of `path` below `base`, or undefined when it is not below it. Both absolute and normalised. */
export function segmentsBelow(base: string, path: string, flavour: Flavour): readonly string[] | undefined {
  const above = split(base, flavour);
  const all = split(path, flavour);
  if (all.length < above.length) return undefined;
  for (const [index, name] of above.entries()) {
    if (!sameName(name, all[index] ?? '', flavour)) return undefined;
  }
  return all.slice(above.length);
}

/** The components of a path; on Windows the drive or share is the first. */
export function split(path: string, flavour: Flavour): string[] {
  if (!flavour.windows) return path.split('/').filter((name) => name !== '');
  const { root } = win32.parse(path);
  const names = path.slice(root.length).split(/[\\/]+/);
  const drive = root.replaceAll('/', '\\').replace(/\\+$/, '');
  return [drive, ...names].filter((name) => name !== '');
}

export function sameName(a: string, b: string, flavour: Flavour): boolean {
  return a === b || (flavour.foldsNames && fold(a) === fold(b));
}

/** One directory entry: never a path, `.` or `..`. */
export function isSingleName(name: string, flavour: Flavour): boolean {
  if (name === '' || name === '.' || name === '..') return false;
  return flavour.windows ? !/[\\/:\0]/.test(name) : !/[/\0]/.test(name);
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function refused(message: string, hint?: string): ToolError {
  return new ToolError(
    message,
    hint === undefined ? { code: 'access_denied' } : { code: 'access_denied', hint },
  );
}
