// What the server may ask of a client: roots, a sample of its model, an answer from the person.
import { ProtocolError } from '../errors.ts';
import { ErrorCode, isObject } from '../jsonrpc.ts';
import type { ConnectOptions, ElicitRequest, Members } from './types.ts';

type Handlers = Pick<ConnectOptions, 'capabilities' | 'onElicit' | 'onSample' | 'roots'>;

/** The capabilities to declare: the given ones, or what there are handlers for. */
export function capabilitiesOf({ capabilities, onElicit, onSample, roots }: Handlers): Members {
  return (
    capabilities ?? {
      ...(onElicit && { elicitation: { form: {}, url: {} } }),
      ...(onSample && { sampling: {} }),
      ...(roots && { roots: {} }),
    }
  );
}

/** Answers `method`, a real request (legacy) or one of `inputRequests`. Throws -32601 for what was not declared. */
export async function answerServer(
  handlers: Handlers,
  method: string,
  params: Members,
  signal: AbortSignal,
): Promise<object> {
  const declared = capabilitiesOf(handlers);
  if (method === 'roots/list' && declared.roots) return { roots: handlers.roots ?? [] };
  if (method === 'sampling/createMessage' && declared.sampling && handlers.onSample) {
    return handlers.onSample(params, signal);
  }
  if (method === 'elicitation/create' && handlers.onElicit) {
    const request = parseElicit(params);
    if (declares(declared.elicitation, request.mode)) return handlers.onElicit(request, signal);
  }
  throw new ProtocolError(ErrorCode.methodNotFound, `This client does not offer ${method}`);
}

/** `{}` means form alone (MCP elicitation, "Capabilities"). */
function declares(elicitation: unknown, mode: 'form' | 'url'): boolean {
  if (!isObject(elicitation)) return false;
  if (isObject(elicitation[mode])) return true;
  return mode === 'form' && elicitation.url === undefined;
}

function parseElicit(params: Members): ElicitRequest {
  const { mode = 'form', message, requestedSchema, url } = params;
  if (typeof message === 'string') {
    if (mode === 'form' && isObject(requestedSchema)) return { mode, message, requestedSchema };
    if (mode === 'url' && typeof url === 'string') return { mode, message, url };
  }
  throw new ProtocolError(
    ErrorCode.invalidParams,
    'elicitation/create needs message, and requestedSchema or url',
  );
}
