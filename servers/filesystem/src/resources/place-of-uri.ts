// From a `file:` URI to a place under a root.
import { fileURLToPath } from 'node:url';
import { resourceNotFound, ToolError } from '@plainmcp/protocol';
import type { Files, Place } from '../fs/types.ts';

/** Throws resourceNotFound for what is no file URI or lies outside: a reader must not learn which it was. */
export function placeOfUri(files: Files, uri: string): Place {
  let path: string;
  try {
    path = fileURLToPath(uri);
  } catch {
    throw resourceNotFound(uri);
  }
  return orNotFound(uri, () => files.locate(path, 'existing'));
}

/** Runs `look`; that something is missing or may not be read becomes resourceNotFound. */
export function orNotFound<T>(uri: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    if (error instanceof ToolError && hidden.has(error.code)) throw resourceNotFound(uri);
    throw error;
  }
}

const hidden = new Set<string | undefined>(['not_found', 'access_denied', 'enotdir', 'not_a_file', 'eloop']);
