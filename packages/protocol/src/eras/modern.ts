// The 2026-07-28 revision: results say their type and who sent them, lists and reads say how long they keep.

import type { Replacer } from '../engine/redact.ts';
import type { ProtocolError } from '../errors.ts';
import { ErrorCode } from '../jsonrpc.ts';
import { MetaKey, MODERN_VERSION } from '../versions.ts';
import type { Answer, Dialect, Wire } from './wire.ts';

/** How long clients may keep lists, and who may share them (MCP caching). */
export interface Caching {
  /** milliseconds */
  readonly listTtlMs: number;
  readonly cacheScope: 'public' | 'private';
}

export interface ModernWire extends Wire {
  /** The text of a result that asks for input (MCP "Multi Round-Trip Requests"). */
  inputRequired(inputRequests: object, requestState: string): string;
  /** The text of the result that ends a listen; `id` is the JSON text of its id (MCP subscriptions, "Graceful Closure"). */
  ended(id: string): string;
  /** The text of a result with the caching fields of a list. */
  cached(members: object): string;
}

const DIALECT: Dialect = { annotations: true, titles: true, icons: true, audio: true, anyOutput: true };

/** The codec of 2026-07-28. `serverInfo` is put into each result's `_meta` (MCP basic, "_meta"). */
export function modernWire(serverInfo: object, caching: Caching, replacer: Replacer | undefined): ModernWire {
  const open = (members: object): string => `${JSON.stringify(members, replacer).slice(0, -1)},`;
  const identity = { [MetaKey.server]: serverInfo };
  const complete = tail({ resultType: 'complete', _meta: identity });
  const keep = { ttlMs: caching.listTtlMs, cacheScope: caching.cacheScope };
  const listTail = tail({ ...keep, resultType: 'complete', _meta: identity });
  const readTail = tail({ ttlMs: 0, cacheScope: 'private', resultType: 'complete', _meta: identity });
  return {
    era: 'modern',
    version: MODERN_VERSION,
    dialect: DIALECT,
    empty: `{${complete}`,
    answer(answer: Answer) {
      if ('_meta' in answer) {
        const { _meta, ...rest } = answer;
        return JSON.stringify(
          { ...rest, resultType: 'complete', _meta: { ..._meta, ...identity } },
          replacer,
        );
      }
      return `${open(answer)}${'contents' in answer ? readTail : complete}`;
    },
    page(key, entries, nextCursor) {
      const next = nextCursor === undefined ? '' : `"nextCursor":${JSON.stringify(nextCursor)},`;
      return `{"${key}":${entries},${next}${listTail}`;
    },
    inputRequired: (inputRequests, requestState) =>
      `${open({ inputRequests })}${tail({ requestState, resultType: 'input_required', _meta: identity })}`,
    ended: (id) => `{"resultType":"complete","_meta":{"${MetaKey.subscription}":${id},${tail(identity)}}`,
    cached: (members) => `${JSON.stringify(members).slice(0, -1)},${listTail}`,
    errorCode: modernCode,
  };
}

/** The text of members that end an object. */
function tail(members: object): string {
  return JSON.stringify(members).slice(1);
}

/** Codes that MCP reserves without meaning, or had in earlier revisions, must not be sent (MCP basic, "Error Codes"). */
function modernCode({ code }: ProtocolError): number {
  if (code > -32000 || code < -32099) return code;
  if (code === ErrorCode.legacyResourceNotFound) return ErrorCode.invalidParams;
  return code <= ErrorCode.headerMismatch && code >= ErrorCode.unsupportedProtocolVersion
    ? code
    : ErrorCode.internalError;
}
