// The client for tests, demo and benches: both eras, over stdio or in memory.

export { Client } from './client.ts';
export { connect } from './connect.ts';
export { ClientError, type ClientErrorReason } from './errors.ts';
export { memoryTransport } from './memory.ts';
export { type StdioTransport, type StdioTransportOptions, stdioTransport } from './stdio.ts';
export type { NotificationHandler, Subscription } from './subscribe.ts';
export type { ClientTransport, TransportHandlers } from './transport.ts';
export type * from './types.ts';
