// Cursors: opaque, short, versioned, and refused with the remedy when they are damaged or of another query.
import { ToolError } from '@plainmcp/protocol';

const version = '1';
const sumLength = 6;
/** A path of 4,096 bytes fits. */
const longestCursor = 8192;

/** What a cursor may carry. */
export type CursorState = readonly (string | number)[];

/**
 * Packs `state`. `scope` names the query the cursor belongs to (tool and arguments that select), for example
 * `search_files|src|*.ts`; it is not in the cursor but must be the same when it is read.
 */
export function writeCursor(scope: string, state: CursorState): string {
  const body = Buffer.from(JSON.stringify(state), 'utf8').toString('base64url');
  return version + checksum(scope, body) + body;
}

/**
 * Unpacks a cursor of the same `scope`. `read` gets the values and returns undefined when they are not what
 * this tool writes. Throws a ToolError that says to start again without a cursor.
 */
export function readCursor<T>(scope: string, cursor: string, read: (state: CursorState) => T | undefined): T {
  const body = cursor.slice(version.length + sumLength);
  if (cursor.length > longestCursor || !/^1[A-Za-z0-9_-]{7,}$/.test(cursor))
    throw refused('is not one of ours');
  if (cursor.slice(version.length, version.length + sumLength) !== checksum(scope, body)) {
    throw refused('belongs to other arguments or was changed');
  }
  const state = parse(Buffer.from(body, 'base64url').toString('utf8'));
  const value = state === undefined ? undefined : read(state);
  if (value === undefined) throw refused('is not one of ours');
  return value;
}

/** A cursor that is only an offset. */
export function writeOffset(scope: string, offset: number): string {
  return writeCursor(scope, [offset]);
}

/** Reads `writeOffset`; 0 for no cursor. */
export function readOffset(scope: string, cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  return readCursor(scope, cursor, ([offset]) =>
    typeof offset === 'number' && Number.isSafeInteger(offset) && offset >= 0 ? offset : undefined,
  );
}

function refused(why: string): ToolError {
  return new ToolError(`cursor ${why}.`, {
    code: 'bad_cursor',
    hint: 'Repeat the call without cursor, then pass each cursor with the same arguments it came from.',
  });
}

function parse(text: string): CursorState | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isScalar) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** Six base64url characters of FNV-1a: finds damage and mix-ups. It is no seal; a cursor grants nothing. */
function checksum(scope: string, body: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${scope}\0${body}`, 'utf8')) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(hash | 0);
  return bytes.toString('base64url');
}
