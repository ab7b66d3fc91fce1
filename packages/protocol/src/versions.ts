// Protocol revisions, the two eras, and the names of the metadata a modern request carries.

/** The revision whose requests carry their own metadata (MCP 2026-07-28, "Versioning"). */
export const MODERN_VERSION = '2026-07-28';

/** Revisions that open with `initialize`, oldest first. */
export const LEGACY_VERSIONS = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'] as const;

export type LegacyVersion = (typeof LEGACY_VERSIONS)[number];

/** Answered to `initialize` when the requested revision is unknown; assumed before any handshake. */
export const LATEST_LEGACY_VERSION: LegacyVersion = '2025-11-25';

/** Whether `version` is a revision that opens with `initialize`. */
export function isLegacyVersion(version: unknown): version is LegacyVersion {
  return LEGACY_VERSIONS.some((known) => known === version);
}

/** Keys of `_meta` that MCP reserves (MCP basic, "_meta"). */
export const MetaKey = {
  version: 'io.modelcontextprotocol/protocolVersion',
  capabilities: 'io.modelcontextprotocol/clientCapabilities',
  client: 'io.modelcontextprotocol/clientInfo',
  logLevel: 'io.modelcontextprotocol/logLevel',
  server: 'io.modelcontextprotocol/serverInfo',
  subscription: 'io.modelcontextprotocol/subscriptionId',
} as const;
