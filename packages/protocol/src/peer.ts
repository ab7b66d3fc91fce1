// The seam between a transport and the dispatcher: text lines in, text lines out.

/** What a transport gives the dispatcher for one client. */
export interface Peer {
  readonly transport: 'stdio' | 'http' | 'memory';
  /** Sends one serialised JSON-RPC message (no newline inside or after). Never throws. */
  send(message: string): void;
  /** Who the client is proven to be, where the transport knows; bound into sealed request state. */
  readonly principal?: string;
  /** The connection must be torn down (the dispatcher found it unusable). */
  fail?(reason: string): void;
  /**
   * While the client does not read its answers: a promise for when it does again. Requests waiting for their
   * turn should wait for it too, or their answers pile up in memory. Undefined while nothing is held up.
   */
  ready?(): Promise<void> | undefined;
}

/** What the dispatcher gives the transport for one client. */
export interface Connection {
  /** Takes the text of one JSON-RPC message (or, from legacy clients, a batch). Never throws; answers go to the peer. */
  receive(message: string): void;
  /** Requests being worked on or waiting for their turn; subscriptions are not counted. */
  readonly inFlight: number;
  /** The client can say nothing any more, though it may still read: whoever waits for its answer is told. */
  inputEnded?(): void;
  /** Resolves when nothing is in flight. */
  idle(): Promise<void>;
  /** Aborts what is in flight and ends subscriptions; nothing is sent after it resolves. */
  close(reason?: string): Promise<void>;
}

/** Whatever can serve a client: `server({...})` makes one. */
export interface Dispatcher {
  connect(peer: Peer): Connection;
}
