export type * from './content.ts';
export { text } from './content.ts';
export type * from './context.ts';
export { prompt, type ResultParts, resource, resourceTemplate, result, tool } from './define.ts';
export type * from './definitions.ts';
export { ProtocolError, ToolError } from './errors.ts';
export { ErrorCode } from './jsonrpc.ts';
export type * from './peer.ts';
export { type Infer, jsonSchema, type Schema, t } from './schema.ts';
