export { ProtocolError, ToolError } from './errors.ts';
