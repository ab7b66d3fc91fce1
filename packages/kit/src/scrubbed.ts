// The one place where secrets are scrubbed from what goes to the client.
import type { App, Peer } from '@plainmcp/protocol';
import type { Redactor } from './redact.ts';

/** What a transport needs of an app. */
export type Connectable = Pick<App, 'connect'>;

/**
 * The same app, its messages without the registered secrets. On whole messages, so that keys, questions and
 * errors are covered like values, and secrets registered later count at once.
 */
export function scrubbed(app: Connectable, redactor: Redactor): Connectable {
  return { connect: (peer) => app.connect(scrubbing(peer, redactor)) };
}

/** Member by member, because a peer may be an instance whose methods a spread would lose. */
function scrubbing(peer: Peer, redactor: Redactor): Peer {
  return {
    transport: peer.transport,
    ...(peer.principal === undefined ? {} : { principal: peer.principal }),
    send: (message) => peer.send(redactor.json(message)),
    fail: (reason) => peer.fail?.(reason),
    ready: () => peer.ready?.(),
  };
}
