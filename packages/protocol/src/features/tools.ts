// tools/call.
import type { CallToolResult } from '../content.ts';
import type { Tool } from '../definitions.ts';
import type { Call } from '../engine/call.ts';
import { ProtocolError } from '../errors.ts';
import { ErrorCode } from '../jsonrpc.ts';
import { nearest, quote } from '../schema/words.ts';
import { shown } from './names.ts';
import { resumed } from './replay.ts';

/** Runs a tool (MCP tools, "Calling Tools"). Throws ProtocolError -32602 for an unknown tool or malformed request. */
export function callTool(call: Call): Promise<CallToolResult> {
  const { name, arguments: args } = call.request.params;
  if (typeof name !== 'string')
    throw new ProtocolError(ErrorCode.invalidParams, 'tools/call needs params.name, a string');
  const { tools } = call.link.core.catalog;
  const tool = tools.get(name);
  if (tool === undefined) throw unknownTool(name, tools.values());
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

function unknownTool(name: string, tools: Iterable<Tool>): ProtocolError {
  const listed = [...tools].flatMap((tool) => (tool.listed ? tool.name : []));
  const near = nearest(name, listed);
  const hint = near === undefined ? '' : `; did you mean ${quote(near)}?`;
  return new ProtocolError(ErrorCode.invalidParams, `Unknown tool: ${shown(name)}${hint}`);
}
