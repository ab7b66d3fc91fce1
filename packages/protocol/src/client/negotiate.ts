// Finds out which era a server speaks, and opens it accordingly.
import { ProtocolError } from '../errors.ts';
import { ErrorCode, isObject } from '../jsonrpc.ts';
import { isLegacyVersion, LATEST_LEGACY_VERSION, MetaKey, MODERN_VERSION } from '../versions.ts';
import { ClientError } from './errors.ts';
import { isImplementation, isText, listOf } from './guards.ts';
import type { EraChoice, Implementation, Members, ServerView } from './types.ts';
import type { Wire } from './wire.ts';

export interface Identity {
  readonly info: Implementation;
  readonly capabilities: Members;
}

/** How the server is spoken to; `server` is unknown where nothing had to be asked. */
export interface Opened {
  readonly era: 'legacy' | 'modern';
  readonly version: string;
  readonly server: ServerView | undefined;
}

const MODERN: Opened = { era: 'modern', version: MODERN_VERSION, server: undefined };

/** Errors that only a server of the modern era sends. */
const MODERN_ERRORS: readonly number[] = [
  ErrorCode.headerMismatch,
  ErrorCode.missingClientCapability,
  ErrorCode.unsupportedProtocolVersion,
];

/** Connects and opens. `probeMs` is how long `auto` waits before it tries `initialize` as well. */
export async function negotiate(
  wire: Wire,
  era: EraChoice,
  identity: Identity,
  probeMs: number,
): Promise<Opened> {
  await wire.open();
  if (era === 'auto') return probe(wire, identity, probeMs);
  if (era === 'modern' || era === MODERN_VERSION) return MODERN;
  return initialize(wire, identity, era === 'legacy' ? LATEST_LEGACY_VERSION : era);
}

/** The `_meta` that every modern request carries. */
export function requestMeta({ info, capabilities }: Identity): Members {
  return {
    [MetaKey.version]: MODERN_VERSION,
    [MetaKey.capabilities]: capabilities,
    [MetaKey.client]: info,
  };
}

export function discovered(result: Members): ServerView {
  const { supportedVersions, capabilities, instructions } = result;
  if (!listOf(isText)(supportedVersions) || !isObject(capabilities)) {
    throw new ClientError('invalid', 'The server sent an invalid result of server/discover');
  }
  const info = isObject(result._meta) ? result._meta[MetaKey.server] : undefined;
  return {
    era: 'modern',
    version: MODERN_VERSION,
    info: isImplementation(info) ? info : undefined,
    capabilities,
    instructions: isText(instructions) ? instructions : undefined,
    supportedVersions,
  };
}

async function probe(wire: Wire, identity: Identity, probeMs: number): Promise<Opened> {
  const started = wire.start('server/discover', { _meta: requestMeta(identity) }, { cancellable: false });
  const discover = started.result.then(fromDiscover, fromProbeError);
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<'silent'>((resolve) => {
    timer = setTimeout(resolve, probeMs, 'silent');
  });
  const first = await Promise.race([discover, silence]);
  clearTimeout(timer);
  if (typeof first === 'object') return first;
  if (first !== 'silent') return fallBack(wire, identity);
  // A slow modern server may still answer the probe, and refuse initialize: the first good answer counts.
  const legacy = fallBack(wire, identity);
  const late = discover.then((opened) => (typeof opened === 'object' ? opened : legacy));
  const opened = await Promise.any([late, legacy]).catch(() => legacy);
  started.cancel(new ClientError('cancelled', 'The server was opened another way'));
  return opened;
}

/** `initialize`, with the server started anew where the probe made it exit, at once or after an error. */
async function fallBack(wire: Wire, identity: Identity): Promise<Opened> {
  try {
    return await initialize(wire, identity, LATEST_LEGACY_VERSION);
  } catch (error) {
    if (!(error instanceof ClientError && error.reason === 'closed')) throw error;
    await wire.open();
    return initialize(wire, identity, LATEST_LEGACY_VERSION);
  }
}

function fromDiscover(result: Members): Opened | 'legacy' {
  try {
    const server = discovered(result);
    return server.supportedVersions?.includes(MODERN_VERSION) ? { ...MODERN, server } : 'legacy';
  } catch {
    return 'legacy';
  }
}

function fromProbeError(error: unknown): Opened | 'legacy' {
  if (!(error instanceof ProtocolError) || !MODERN_ERRORS.includes(error.code)) return 'legacy';
  const supported = isObject(error.data) ? error.data.supported : undefined;
  return Array.isArray(supported) && !supported.includes(MODERN_VERSION) ? 'legacy' : MODERN;
}

async function initialize(wire: Wire, { info, capabilities }: Identity, wanted: string): Promise<Opened> {
  const params = { protocolVersion: wanted, capabilities, clientInfo: info };
  const result = await wire.request('initialize', params, { cancellable: false });
  const { protocolVersion: version, serverInfo, instructions } = result;
  if (!isLegacyVersion(version)) {
    throw new ClientError(
      'invalid',
      `The server offers revision ${JSON.stringify(version)}, which is unknown`,
    );
  }
  wire.notify('notifications/initialized');
  const server: ServerView = {
    era: 'legacy',
    version,
    info: isImplementation(serverInfo) ? serverInfo : undefined,
    capabilities: isObject(result.capabilities) ? result.capabilities : {},
    instructions: isText(instructions) ? instructions : undefined,
    supportedVersions: undefined,
  };
  return { era: 'legacy', version, server };
}
