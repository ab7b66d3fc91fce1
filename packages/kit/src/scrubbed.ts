// The one place where secrets are scrubbed from what goes to the client.
import type { Dispatcher, Peer } from '@plainmcp/protocol';
import type { Redactor } from './redact.ts';

/** The same app, its messages without the registered secrets. */
export function scrubbed(app: Dispatcher, redactor: Redactor): Dispatcher {
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
