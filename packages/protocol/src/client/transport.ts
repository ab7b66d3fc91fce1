// The seam between a client and what carries its messages.

export interface TransportHandlers {
  /** One JSON-RPC message (or batch) from the server, as text. */
  message(text: string): void;
  /** The server is gone. Called at most once for each `open`, never after `close`. */
  closed(reason: string): void;
}

/** Carries messages to one server and back. */
export interface ClientTransport {
  readonly kind: 'stdio' | 'http' | 'memory';
  /** Reaches the server; again after `closed` to reach a fresh one. Rejects when there is none. */
  open(handlers: TransportHandlers): Promise<void>;
  /** Sends one message as text. Never throws: what cannot be sent shows as `closed`. */
  send(message: string): void;
  /** Leaves in an orderly way. The exit code where there is a process that had one. */
  close(): Promise<number | undefined>;
}
