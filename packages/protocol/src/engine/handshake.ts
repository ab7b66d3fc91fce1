// The opening of the legacy era: initialize, and the log level a client asks for.
import { implementation } from '../eras/claims.ts';
import { ProtocolError } from '../errors.ts';
import { isLogLevel } from '../features/logging.ts';
import { ErrorCode, isObject } from '../jsonrpc.ts';
import { isLegacyVersion, LATEST_LEGACY_VERSION } from '../versions.ts';
import type { Call } from './call.ts';
import { serverInfo } from './server-info.ts';

/**
 * Answers with the requested revision, or with our latest one when it is unknown (MCP 2025-11-25 lifecycle).
 * Throws ProtocolError -32602 when no revision is named, -32600 inside a batch.
 */
export function initialize({ link, request }: Call): string {
  const { protocolVersion, capabilities, clientInfo } = request.params;
  if (request.batch !== undefined)
    throw new ProtocolError(ErrorCode.invalidRequest, 'initialize cannot be in a batch');
  if (typeof protocolVersion !== 'string') {
    throw new ProtocolError(ErrorCode.invalidParams, 'initialize needs params.protocolVersion, a string');
  }
  const version = isLegacyVersion(protocolVersion) ? protocolVersion : LATEST_LEGACY_VERSION;
  link.open({
    info: implementation(clientInfo),
    capabilities: isObject(capabilities) ? capabilities : {},
    era: 'legacy',
    version,
  });
  const { settings, catalog } = link.core;
  const { extensions: _, ...known } = catalog.capabilities;
  return JSON.stringify({
    protocolVersion: version,
    capabilities: known,
    serverInfo: serverInfo(settings.info, link.wire.dialect),
    instructions: settings.instructions,
  });
}

/** Legacy logging/setLevel. Throws ProtocolError -32602 for an unknown level. */
export function setLevel({ link, request }: Call): string {
  const { level } = request.params;
  if (!isLogLevel(level)) {
    throw new ProtocolError(
      ErrorCode.invalidParams,
      'level must be one of debug, info, notice, warning, error, critical, alert, emergency',
    );
  }
  link.logLevel = level;
  return request.wire.empty;
}
