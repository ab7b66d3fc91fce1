// The words of every refusal and error of the disk, as the official server begins them, then what to do.
import { getSystemErrorMap } from 'node:util';
import { oneLine } from '@plainmcp/kit/hidden';
import { ToolError } from '@plainmcp/protocol';
import type { Root } from './types.ts';

/** Why a path could not be followed to its end inside the roots; the gates throw it, `Files` puts it in words. */
export class Blocked extends Error {
  override readonly name = 'Blocked';
  readonly reason: 'outside' | 'loop' | 'special' | 'directory' | 'short-name' | 'changed';

  constructor(reason: Blocked['reason']) {
    super(`blocked: ${reason}`);
    this.reason = reason;
  }
}

/** The `code` of one of Node's errors, for example `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** An error as Node's fs functions throw it, made by hand. */
export function errno(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: ${describe(code)}, ${syscall}`), { code, syscall });
}

const shownRoots = 10;

export function rootNames(roots: readonly Root[]): string {
  const names = roots.slice(0, shownRoots).map((root) => oneLine(root.path));
  const more = roots.length - names.length;
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

export function outside(path: string, roots: readonly Root[]): ToolError {
  return new ToolError(
    `Access denied - path outside allowed directories: ${oneLine(path)} not in ${rootNames(roots)}`,
    {
      code: 'access_denied',
      hint: 'Use a path inside an allowed directory (list_allowed_directories), or ask the user to start the server with that directory added.',
    },
  );
}

export function linkOutside(path: string, roots: readonly Root[]): ToolError {
  return new ToolError(
    `Access denied - symlink target outside allowed directories: ${oneLine(path)} not in ${rootNames(roots)}`,
    {
      code: 'access_denied',
      hint: 'The path leads through a symbolic link out of the allowed directories; the user can allow its target with --allow-link-target DIR.',
    },
  );
}

export function kernelPath(path: string): ToolError {
  return new ToolError(`Access denied - ${oneLine(path)} belongs to the system, not to files.`, {
    code: 'access_denied',
    hint: 'Paths under /proc, /sys and /dev need an allowed directory of their own.',
  });
}

export function deniedName(path: string, glob: string): ToolError {
  return new ToolError(`Access denied - ${oneLine(path)} is excluded by --deny ${oneLine(glob)}.`, {
    code: 'access_denied',
    hint: 'Work without this file, or ask the user to lift the rule.',
  });
}

export function readOnlyRoot(path: string, root: Root): ToolError {
  return new ToolError(
    `Access denied - ${oneLine(path)} is in a read-only directory: ${oneLine(root.path)}.`,
    { code: 'read_only', hint: 'Write to another allowed directory (list_allowed_directories).' },
  );
}

export function rootItself(path: string): ToolError {
  return new ToolError(`Access denied - ${oneLine(path)} is an allowed directory itself.`, {
    code: 'access_denied',
    hint: 'It cannot be moved, replaced or deleted; name something inside it.',
  });
}

export function hardlinked(path: string): ToolError {
  return new ToolError(`Access denied - ${oneLine(path)} has other hard links.`, {
    code: 'access_denied',
    hint: 'The server was started with --refuse-hardlinks; copy the file outside of this server first.',
  });
}

export function special(path: string): ToolError {
  return new ToolError(`Access denied - not a regular file: ${oneLine(path)}.`, {
    code: 'not_a_file',
    hint: 'FIFOs, sockets and devices are neither read nor written; get_file_info tells the type.',
  });
}

export function missingParent(parent: string): ToolError {
  return new ToolError(`Parent directory does not exist: ${oneLine(parent)}`, {
    code: 'not_found',
    hint: 'Create it with create_directory first.',
  });
}

export function destinationExists(path: string): ToolError {
  return new ToolError(`Destination already exists: ${oneLine(path)}`, {
    code: 'exists',
    hint: 'Choose another destination, or pass overwrite: true to replace a file.',
  });
}

const hints = new Map<string, string>([
  ['ENOENT', 'Look with list_directory or search_files.'],
  ['EISDIR', 'It is a directory: use list_directory.'],
  ['ENOTDIR', 'A part of the path is a file, not a directory.'],
  ['EACCES', 'The server process may not do this; the user must change the permissions.'],
  ['EPERM', 'The system does not allow this.'],
  ['EEXIST', 'It exists already: choose another name.'],
  ['ENOTEMPTY', 'The directory is not empty.'],
  ['ELOOP', 'The links lead in a circle.'],
  ['ENAMETOOLONG', 'One name may have at most 255 bytes, a whole path 4,096.'],
  ['ENOSPC', 'The disk is full: free some space first.'],
  ['EROFS', 'The file system is read-only.'],
]);

/** An error of the disk in the official wording (`ENOENT: no such file or directory, open 'P'`) and a hint. */
export function diskError(
  code: string,
  syscall: string,
  path: string,
  cause: unknown,
  hint?: string,
): ToolError {
  const advice = hint ?? hints.get(code);
  return new ToolError(`${code}: ${describe(code)}, ${syscall} '${oneLine(path)}'`, {
    code: code === 'ENOENT' ? 'not_found' : code.toLowerCase(),
    cause,
    ...(advice === undefined ? {} : { hint: advice }),
  });
}

function describe(code: string): string {
  for (const [name, message] of getSystemErrorMap().values()) if (name === code) return message;
  return 'the operation failed';
}
