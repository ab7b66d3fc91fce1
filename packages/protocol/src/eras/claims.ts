// What a request says of itself: which era it belongs to, and in 2026-07-28 who sent it.
import type { Meta } from '../content.ts';
import type { ClientView, Era } from '../context.ts';
import { ProtocolError } from '../errors.ts';
import { isLogLevel } from '../features/logging.ts';
import { ErrorCode, isObject } from '../jsonrpc.ts';
import { MetaKey, MODERN_VERSION } from '../versions.ts';

/** Revisions have 10 characters; a longer text is not sent back whole. */
const MAX_SHOWN = 100;

/** The revisions that requests can name in their metadata. */
export const SUPPORTED_CLAIMS: readonly string[] = [MODERN_VERSION];

/**
 * The era of a request by its own `_meta` (MCP versioning): modern when it names a protocol version, legacy
 * otherwise. Throws ProtocolError -32022 for another version and -32602 for incomplete metadata.
 */
export function eraOf(meta: Meta): Era {
  const version = meta[MetaKey.version];
  if (version === undefined) return 'legacy';
  if (typeof version !== 'string') throw invalid(`_meta["${MetaKey.version}"] must be a string`);
  if (version !== MODERN_VERSION) {
    const requested = version.slice(0, MAX_SHOWN);
    throw new ProtocolError(
      ErrorCode.unsupportedProtocolVersion,
      `Unsupported protocol version ${requested}`,
      {
        supported: SUPPORTED_CLAIMS,
        requested,
      },
    );
  }
  if (!isObject(meta[MetaKey.capabilities]))
    throw invalid(`_meta["${MetaKey.capabilities}"] must be an object`);
  const level = meta[MetaKey.logLevel];
  if (level !== undefined && !isLogLevel(level))
    throw invalid(`_meta["${MetaKey.logLevel}"] is not a log level`);
  return 'modern';
}

/** What a method that exists only in 2026-07-28 answers when the metadata is missing. */
export function missingClaim(method: string): ProtocolError {
  return invalid(`${method} needs _meta["${MetaKey.version}"] and _meta["${MetaKey.capabilities}"]`);
}

function invalid(message: string): ProtocolError {
  return new ProtocolError(ErrorCode.invalidParams, message);
}

/** Who sent a modern request. */
export function modernView(meta: Meta): ClientView {
  const capabilities = meta[MetaKey.capabilities];
  return {
    info: implementation(meta[MetaKey.client]),
    capabilities: isObject(capabilities) ? capabilities : {},
    era: 'modern',
    version: MODERN_VERSION,
  };
}

/** Name, version and title of a client, where it gave them properly. */
export function implementation(value: unknown): ClientView['info'] {
  if (!isObject(value)) return undefined;
  const { name, version, title } = value;
  if (typeof name !== 'string' || typeof version !== 'string') return undefined;
  return typeof title === 'string' ? { name, version, title } : { name, version };
}
