// The three kinds of failure: for the model, for the wire, and (any other throw) a bug.
import { ErrorCode } from './jsonrpc.ts';

export interface ToolErrorOptions {
  /** Short stable word a program can branch on, for example `not_found`. */
  readonly code?: string;
  /** The next step that is likely to work; shown to the model after the text. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * Something the model can act on: becomes a result with `isError: true`.
 * Say what was wrong, what is allowed, and the next call to make.
 */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly code: string | undefined;
  readonly hint: string | undefined;

  constructor(message: string, options: ToolErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
  }
}

/** Something the client got wrong on the wire: becomes a JSON-RPC error object. */
export class ProtocolError extends Error {
  override readonly name: string = 'ProtocolError';
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** Characters of a URI that are sent back. */
const MAX_URI = 2048;

/** Nothing stands at `uri`. Sent as -32602 with `data.uri` in 2026-07-28 and as -32002 before. */
export class ResourceNotFoundError extends ProtocolError {
  constructor(uri: string) {
    const shown = uri.length > MAX_URI ? `${uri.slice(0, MAX_URI)}...` : uri;
    super(ErrorCode.invalidParams, `Resource not found: ${shown}`, { uri: shown });
  }
}

/** What a `read` throws where there is nothing at `uri` (MCP resources, "Error handling"). */
export function resourceNotFound(uri: string): ProtocolError {
  return new ResourceNotFoundError(uri);
}
