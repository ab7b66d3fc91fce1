// Failures on the client's side of the wire; errors the server sent are ProtocolErrors.

export type ClientErrorReason =
  /** No answer in time; the server was told to stop. */
  | 'timeout'
  /** The caller's signal was aborted; the server was told to stop. */
  | 'cancelled'
  /** The server is gone, or the client was closed. */
  | 'closed'
  /** The server's answer is not what MCP allows there. */
  | 'invalid';

export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly reason: ClientErrorReason;

  constructor(reason: ClientErrorReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}
