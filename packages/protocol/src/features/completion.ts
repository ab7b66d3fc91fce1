// completion/complete.
import type { Complete } from '../definitions.ts';
import type { Call } from '../engine/call.ts';
import type { CompletionAnswer } from '../eras/wire.ts';
import { ProtocolError } from '../errors.ts';
import { ErrorCode, isObject } from '../jsonrpc.ts';
import { shown } from './names.ts';

const MAX_VALUES = 100;

function invalid(message: string): ProtocolError {
  return new ProtocolError(ErrorCode.invalidParams, message);
}

/**
 * Completes an argument of a prompt or a variable of a resource template (MCP completion). At most 100 values.
 * Throws ProtocolError -32602 for what does not exist, -32603 when a client asks too fast.
 */
export async function complete(call: Call): Promise<CompletionAnswer> {
  const { ref, argument, context } = call.request.params;
  if (!isObject(ref)) throw invalid('completion/complete needs params.ref');
  if (!isObject(argument) || typeof argument['name'] !== 'string' || typeof argument['value'] !== 'string') {
    throw invalid('completion/complete needs params.argument with name and value, both strings');
  }
  const find = completer(call, ref, argument['name']);
  if (!call.link.completions.take()) {
    throw new ProtocolError(ErrorCode.internalError, 'Too many completion requests: ask again in a second');
  }
  call.limit(undefined);
  const values = (await find?.(argument['value'], chosen(context), call.signal)) ?? [];
  return {
    completion: {
      values: values.slice(0, MAX_VALUES),
      total: values.length,
      hasMore: values.length > MAX_VALUES,
    },
  };
}

function completer(
  { link }: Call,
  ref: { readonly [key: string]: unknown },
  argument: string,
): Complete | undefined {
  if (ref['type'] === 'ref/prompt') {
    const prompt = typeof ref['name'] === 'string' ? link.core.catalog.prompts.get(ref['name']) : undefined;
    if (prompt === undefined) throw invalid(`Unknown prompt: ${shown(String(ref['name']))}`);
    const declared = prompt.arguments.find(({ name }) => name === argument);
    if (declared === undefined) throw invalid(`Prompt ${prompt.name} has no argument ${shown(argument)}`);
    return declared.complete;
  }
  if (ref['type'] === 'ref/resource') {
    const template = link.core.catalog.templates.find(({ uriTemplate }) => uriTemplate === ref['uri']);
    if (template === undefined) throw invalid(`Unknown resource template: ${shown(String(ref['uri']))}`);
    if (!template.variables.includes(argument)) {
      throw invalid(`${template.uriTemplate} has no variable ${shown(argument)}`);
    }
    return template.complete && Object.hasOwn(template.complete, argument)
      ? template.complete[argument]
      : undefined;
  }
  throw invalid('params.ref.type must be ref/prompt or ref/resource');
}

/** `context.arguments`: what was already filled in; anything but strings is left out. */
function chosen(context: unknown): Readonly<Record<string, string>> {
  const values: Record<string, string> = Object.create(null);
  const given = isObject(context) ? context['arguments'] : undefined;
  if (!isObject(given)) return values;
  for (const [key, value] of Object.entries(given)) if (typeof value === 'string') values[key] = value;
  return values;
}
