// Errors of the operating system and the network as sentences a model can act on.
import { ToolError } from '@plainmcp/protocol';

interface Reading {
  /** Continues the subject: `notes.txt` + ` does not exist`. */
  readonly says: string;
  /** The next step. */
  readonly hint: string;
  /** Stable word for programs. */
  readonly code: string;
}

const readings: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['ENOENT', of('does not exist', 'List the folder above it to see what is there', 'not_found')],
  [
    'EACCES',
    of(
      'is not accessible: permission denied',
      'Use another path, or ask the person to change its permissions',
      'denied',
    ),
  ],
  [
    'EPERM',
    of(
      'is protected: the operating system does not permit this',
      'Use another path, or ask the person',
      'denied',
    ),
  ],
  ['EISDIR', of('is a folder, not a file', 'List it, or name a file inside it', 'is_folder')],
  [
    'ENOTDIR',
    of('is not a folder, or a part of its path is a file', 'List the folders above it', 'not_folder'),
  ],
  ['EEXIST', of('exists already', 'Choose another name, or remove it first', 'exists')],
  ['ENOTEMPTY', of('is not empty', 'Remove what is inside first', 'not_empty')],
  ['ENOSPC', of('cannot be written: the disk is full', 'Ask the person to free space', 'disk_full')],
  ['EDQUOT', of('cannot be written: the disk quota is used up', 'Ask the person to free space', 'disk_full')],
  ['EROFS', of('is on a read-only file system', 'Write somewhere else', 'read_only')],
  ['EMFILE', of('cannot be opened: too many files are open', 'Try again with fewer calls at once', 'busy')],
  ['ENFILE', of('cannot be opened: the system has too many open files', 'Try again later', 'busy')],
  ['EBUSY', of('is in use by another program', 'Try again later', 'busy')],
  ['ETXTBSY', of('is a program that is running', 'Try again when it has ended', 'busy')],
  ['ENAMETOOLONG', of('has a name that is too long', 'Use a shorter name', 'bad_name')],
  ['EINVAL', of('is not valid for this operation', 'Check the name and the arguments', 'invalid')],
  [
    'ELOOP',
    of('is a loop of symbolic links, or a link where none is allowed', 'Name the real path', 'link_loop'),
  ],
  [
    'EXDEV',
    of('cannot be moved to another disk in one step', 'Copy it, then delete the original', 'other_disk'),
  ],
  ['EMLINK', of('has too many links', 'Use another folder', 'limit')],
  ['EFBIG', of('is too large', 'Write less, or split it', 'too_large')],
  ['ENOTSUP', of('does not support this operation', 'Use another place or another tool', 'unsupported')],
  [
    'EIO',
    of('cannot be read or written: the device reports an error', 'Ask the person to check the disk', 'io'),
  ],
  ['ESTALE', of('is on a network folder that changed underneath', 'Try again', 'busy')],
  [
    'ECONNREFUSED',
    of('refused the connection', 'Check that it is running and that host and port are right', 'unreachable'),
  ],
  ['ECONNRESET', of('closed the connection', 'Try again', 'connection_lost')],
  ['EPIPE', of('closed the connection', 'Try again', 'connection_lost')],
  ['ETIMEDOUT', of('did not answer in time', 'Try again, or check that it is reachable', 'timeout')],
  ['ENOTFOUND', of('has an unknown host name', 'Check the spelling of the host', 'unreachable')],
  [
    'EAI_AGAIN',
    of(
      'could not be looked up: the name service did not answer',
      'Check the network, then try again',
      'unreachable',
    ),
  ],
  ['EHOSTUNREACH', of('cannot be reached', 'Check the network and the address', 'unreachable')],
  ['ENETUNREACH', of('cannot be reached: there is no network', 'Check the network', 'unreachable')],
  ['EADDRINUSE', of('is an address already in use', 'Choose another port', 'busy')],
  [
    'CERT_HAS_EXPIRED',
    of('has an expired certificate', 'Ask the person; the connection was not made', 'certificate'),
  ],
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    of('has a self-signed certificate', 'Ask the person for its CA file', 'certificate'),
  ],
  [
    'SELF_SIGNED_CERT_IN_CHAIN',
    of('has a certificate of an unknown authority', 'Ask the person for its CA file', 'certificate'),
  ],
  [
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    of('has a certificate of an unknown authority', 'Ask the person for its CA file', 'certificate'),
  ],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    of('has a certificate for another host name', 'Check the host', 'certificate'),
  ],
  [
    'UND_ERR_CONNECT_TIMEOUT',
    of('did not answer in time', 'Try again, or check that it is reachable', 'timeout'),
  ],
  ['UND_ERR_HEADERS_TIMEOUT', of('did not answer in time', 'Try again', 'timeout')],
  ['UND_ERR_BODY_TIMEOUT', of('stopped in the middle of its answer', 'Try again', 'timeout')],
  ['UND_ERR_SOCKET', of('closed the connection', 'Try again', 'connection_lost')],
]);

function of(says: string, hint: string, code: string): Reading {
  return { says, hint, code };
}

const synonyms: ReadonlyMap<string, string> = new Map([
  ['EOPNOTSUPP', 'ENOTSUP'],
  ['ENOSYS', 'ENOTSUP'],
  ['ERR_FS_EISDIR', 'EISDIR'],
]);

const deepestCause = 5;

/** The code of an error or of the cause inside it (fetch wraps its own), or undefined. */
export function errnoOf(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth < deepestCause && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string') return current.code;
    current = current.cause;
  }
  return undefined;
}

/** Whether the error carries one of these codes: `isErrno(error, 'ENOENT', 'ENOTDIR')`. */
export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  const code = errnoOf(error);
  return code !== undefined && codes.includes(code);
}

/**
 * A ToolError for a known operating system or network error, undefined for anything else. The text holds only
 * `subject` (a name the caller may show): the messages of Node name absolute paths and are never passed on.
 * `hints` replaces the next step by code, for example `{ ENOENT: 'Call list_directory' }`.
 */
export function readable(
  error: unknown,
  subject: string,
  hints: Readonly<Record<string, string>> = {},
): ToolError | undefined {
  if (error instanceof ToolError) return error;
  const found = errnoOf(error);
  if (found === undefined) return undefined;
  const code = synonyms.get(found) ?? found;
  const reading = readings.get(code);
  if (reading === undefined) return undefined;
  const hint = Object.hasOwn(hints, code) ? hints[code] : undefined;
  return new ToolError(`${subject} ${reading.says}.`, {
    code: reading.code,
    hint: `${hint ?? reading.hint}.`.replace(/\.\.$/, '.'),
    cause: error,
  });
}

/** Throws the readable error, or the error itself when it is none of the known: then it is a bug. */
export function rethrow(error: unknown, subject: string, hints?: Readonly<Record<string, string>>): never {
  throw readable(error, subject, hints) ?? error;
}
