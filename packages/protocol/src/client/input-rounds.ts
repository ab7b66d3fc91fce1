// The 2026-07-28 way to ask a client: answer `input_required` and repeat the request, until it is complete.
import { isObject } from '../jsonrpc.ts';
import { ClientError } from './errors.ts';
import type { Members } from './types.ts';

export interface RoundsOptions {
  readonly maxRounds: number;
  /** Sends the request with these params, as a new request. */
  send(params: Members): Promise<Members>;
  /** Answers one of the server's questions. */
  answer(method: string, params: Members): Promise<object>;
}

/** Repeats a request until its result is complete (MCP basic, "Multi round-trip requests"). */
export async function completeRounds(params: Members, options: RoundsOptions): Promise<Members> {
  let next = params;
  for (let round = 0; round <= options.maxRounds; round += 1) {
    const result = await options.send(next);
    if (result.resultType !== 'input_required') return completeResult(result);
    const { inputRequests, requestState } = result;
    if (!isObject(inputRequests) && requestState === undefined) {
      throw new ClientError(
        'invalid',
        'The server wants input but sent neither inputRequests nor requestState',
      );
    }
    next = {
      ...params,
      ...(isObject(inputRequests) && { inputResponses: await answerAll(inputRequests, options) }),
      ...(requestState !== undefined && { requestState }),
    };
  }
  throw new ClientError('invalid', `The server still wants input after ${options.maxRounds} rounds`);
}

/** `result` when it is complete. An absent resultType means complete; any other than that is an error. */
export function completeResult(result: Members): Members {
  const { resultType = 'complete' } = result;
  if (resultType === 'complete') return result;
  throw new ClientError('invalid', `The server sent a result of unknown type ${JSON.stringify(resultType)}`);
}

async function answerAll(requests: Members, { answer }: RoundsOptions): Promise<object> {
  const answers = await Promise.all(
    Object.entries(requests).map(async ([key, request]) => {
      if (!isObject(request) || typeof request.method !== 'string') {
        throw new ClientError('invalid', `The input request ${JSON.stringify(key)} has no method`);
      }
      return [key, await answer(request.method, isObject(request.params) ? request.params : {})] as const;
    }),
  );
  return Object.fromEntries(answers);
}
