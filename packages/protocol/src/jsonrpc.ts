// JSON-RPC 2.0 as MCP uses it: message shapes, ids, guards and error codes.

/** A JSON value as `JSON.parse` gives it. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/** Request ids are strings or integers, never null (MCP basic, "Requests"). */
export type RequestId = string | number;

/** The error codes of JSON-RPC and MCP. Codes not named here are never emitted. */
export const ErrorCode = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  /** Legacy eras only; 2026-07-28 uses invalidParams with `data.uri`. */
  legacyResourceNotFound: -32002,
  /** HTTP only: a mirrored header is missing, malformed or differs from the body. */
  headerMismatch: -32020,
  missingClientCapability: -32021,
  unsupportedProtocolVersion: -32022,
} as const;

export interface ErrorObject {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** True for plain JSON objects: not null, not an array. */
export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
