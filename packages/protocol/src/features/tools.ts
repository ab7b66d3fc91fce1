// tools/call.
import type { CallToolResult } from '../content.ts';
import type { Call } from '../engine/call.ts';
import { ProtocolError } from '../errors.ts';
import { ErrorCode } from '../jsonrpc.ts';
import { shown } from './names.ts';
import { resumed } from './replay.ts';

/** Runs a tool (MCP tools, "Calling Tools"). Throws ProtocolError -32602 for an unknown tool or malformed request. */
export function callTool(call: Call): Promise<CallToolResult> {
  const { name, arguments: args } = call.request.params;
  if (typeof name !== 'string')
    throw new ProtocolError(ErrorCode.invalidParams, 'tools/call needs params.name, a string');
  const tool = call.link.core.catalog.tools.get(name);
  if (tool === undefined) throw new ProtocolError(ErrorCode.invalidParams, `Unknown tool: ${shown(name)}`);
  if (
    args !== undefined &&
    args !== null &&
    typeof args !== 'string' &&
    (typeof args !== 'object' || Array.isArray(args))
  ) {
    throw new ProtocolError(ErrorCode.invalidParams, 'params.arguments must be an object');
  }
  call.limit(tool.timeoutMs);
  const before = resumed(call);
  return before === undefined ? tool.call(args, call) : before.then(() => tool.call(args, call));
}
