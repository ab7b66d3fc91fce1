// prompts/get.
import type { Call } from '../engine/call.ts';
import type { PromptAnswer } from '../eras/wire.ts';
import { ProtocolError } from '../errors.ts';
import { ErrorCode } from '../jsonrpc.ts';
import { shown } from './names.ts';
import { resumed } from './replay.ts';

/** Renders a prompt (MCP prompts, "Getting a Prompt"). Throws ProtocolError -32602 for an unknown one. */
export async function getPrompt(call: Call): Promise<PromptAnswer> {
  const { name, arguments: args } = call.request.params;
  if (typeof name !== 'string')
    throw new ProtocolError(ErrorCode.invalidParams, 'prompts/get needs params.name, a string');
  const prompt = call.link.core.catalog.prompts.get(name);
  if (prompt === undefined)
    throw new ProtocolError(ErrorCode.invalidParams, `Unknown prompt: ${shown(name)}`);
  call.limit(undefined);
  await resumed(call);
  const messages = await prompt.get(args, call);
  return prompt.description === undefined ? { messages } : { description: prompt.description, messages };
}
