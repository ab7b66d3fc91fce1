// A client in the same process as its server, for tests.
import type { Connection, Dispatcher } from '../peer.ts';
import type { ClientTransport, TransportHandlers } from './transport.ts';

/** Talks to `app` without a process or a socket. Messages arrive in a later microtask, in order, as text. */
export function memoryTransport(app: Dispatcher): ClientTransport {
  let connection: Connection | undefined;
  return {
    kind: 'memory',
    async open(handlers: TransportHandlers) {
      let live = true;
      const opened = app.connect({
        transport: 'memory',
        send: (message) => queueMicrotask(() => live && handlers.message(message)),
        fail: (reason) => {
          if (!live) return;
          live = false;
          connection = undefined;
          void opened.close(reason);
          handlers.closed(reason);
        },
      });
      connection = opened;
    },
    send: (message) => queueMicrotask(() => connection?.receive(message)),
    async close() {
      const closing = connection;
      connection = undefined;
      await closing?.close('the client left');
      return undefined;
    },
  };
}
