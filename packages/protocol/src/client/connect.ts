// Opens a client: finds the era, shakes hands where the era wants it.
import { ProtocolError } from '../errors.ts';
import { ErrorCode } from '../jsonrpc.ts';
import { answerServer, capabilitiesOf } from './answer.ts';
import { Client } from './client.ts';
import { negotiate } from './negotiate.ts';
import { Listeners, ResourceWatchers } from './subscribe.ts';
import type { ConnectOptions, Members } from './types.ts';
import { Wire } from './wire.ts';

/**
 * Connects to a server. `auto` probes with `server/discover` and falls back to `initialize` on any error but a
 * modern one, on silence and on exit; a chosen legacy era or revision shakes hands at once; a chosen modern one
 * sends nothing. Rejects, with the transport closed, when the server cannot be opened.
 */
export async function connect(options: ConnectOptions): Promise<Client> {
  const { transport, era = 'auto', timeoutMs = 60_000, maxTimeoutMs = 600_000, probeMs = 10_000 } = options;
  const identity = {
    info: options.info ?? { name: 'plainmcp-client', version: '0' },
    capabilities: capabilitiesOf(options),
  };
  const listeners = new Listeners();
  const watchers = new ResourceWatchers();
  const answer = (method: string, params: Members, signal: AbortSignal): Promise<object> =>
    answerServer(options, method, params, signal);
  let modern = false;
  const wire = new Wire(transport, {
    timeoutMs,
    maxTimeoutMs,
    onGarbage: options.onGarbage ?? (() => {}),
    onNotification: (method, params) => {
      watchers.route(method, params);
      listeners.route(method, params);
      options.onNotification?.(method, params);
    },
    onRequest: async (method, params, signal) => {
      // Not only once the era is known: a legacy server may ask as soon as it has answered initialize.
      if (!modern) return method === 'ping' ? {} : answer(method, params, signal);
      throw new ProtocolError(
        ErrorCode.methodNotFound,
        `A server of 2026-07-28 sends no requests: ${method}`,
      );
    },
  });
  try {
    const opened = await negotiate(wire, era, identity, probeMs);
    modern = opened.era === 'modern';
    const { maxRounds = 10 } = options;
    return new Client({ wire, identity, listeners, watchers, timeoutMs, maxRounds, answer }, opened);
  } catch (error) {
    await wire.close();
    throw error;
  }
}
