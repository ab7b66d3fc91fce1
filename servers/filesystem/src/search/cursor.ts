// Cursors: where the next page begins, bound to the call that made them.
import { createHash } from 'node:crypto';
import { ToolError } from '@plainmcp/protocol';

/** Makes the cursor of a call; `call` is everything that must be the same on the next page. */
export function writeCursor(call: unknown, position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([fingerprint(call), ...position])).toString('base64url');
}

/** The position in a cursor that `writeCursor` made for the same call. Throws ToolError for any other. */
export function readCursor(call: unknown, cursor: string): readonly (string | number)[] {
  const [mark, ...position] = parse(cursor);
  if (mark !== fingerprint(call) || position.length === 0) {
    throw new ToolError('cursor does not belong to this call', {
      code: 'invalid_cursor',
      hint: 'Repeat the call it came from with the same arguments, or leave cursor out to start again.',
    });
  }
  return position;
}

function parse(cursor: string): (string | number)[] {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return [];
  }
  if (!Array.isArray(value)) return [];
  return value.filter((part) => typeof part === 'string' || typeof part === 'number');
}

function fingerprint(call: unknown): string {
  return createHash('sha256').update(JSON.stringify(call)).digest('base64url').slice(0, 8);
}
