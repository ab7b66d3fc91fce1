// Calls a sample the way a host would: questions are answered yes, a confirm token is given back.
import type { Client, ToolReply } from '@plainmcp/harness/client';
import { at, type JsonObject } from '@plainmcp/harness/json';
import type { Args } from './types.ts';

const confirmToken = /\bconfirm\s*[:=]\s*"?([A-Za-z0-9_-]{4,})/;

/**
 * The reply of a sample call. Where the client's revision cannot be asked (before 2025-06-18) and the error
 * holds a confirm token, the call is repeated with it, as its text demands.
 */
export async function invoke(client: Client, tool: JsonObject, args: Args): Promise<ToolReply> {
  const name = String(tool['name']);
  const reply = await client.call(name, args);
  if (!reply.isError || at(tool, 'inputSchema', 'properties', 'confirm') === undefined) return reply;
  const token = confirmToken.exec(reply.text)?.[1];
  return token === undefined ? reply : client.call(name, { ...args, confirm: token });
}
