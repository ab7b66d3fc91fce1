// Answers of a server, taken apart but not judged.

import type { Line } from './inbox.ts';
import { arrayAt, at, isObject, type JsonObject, stringAt } from './json.ts';

export interface RpcFault {
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
}

/** One answer. A sound one has exactly one of `result` and `error`. */
export interface Reply {
  /** The line as it came. */
  readonly raw: string;
  readonly bytes: number;
  readonly result: JsonObject | undefined;
  readonly error: RpcFault | undefined;
}

/** The result of a tool, taken apart. */
export interface ToolReply {
  readonly raw: string;
  readonly bytes: number;
  readonly result: JsonObject;
  readonly isError: boolean;
  readonly content: readonly JsonObject[];
  /** All text blocks, joined by a newline. */
  readonly text: string;
  readonly structured: unknown;
}

/** The server answered with a JSON-RPC error. */
export class ReplyError extends Error {
  override readonly name = 'ReplyError';
  readonly code: number;
  readonly data: unknown;

  constructor(method: string, fault: RpcFault) {
    super(`${method}: ${fault.code} ${fault.message}`);
    this.code = fault.code;
    this.data = fault.data;
  }
}

/** Reads one line as an answer. */
export function toReply(line: Line): Reply {
  const result = at(line.message, 'result');
  const error = at(line.message, 'error');
  const code = at(error, 'code');
  return {
    raw: line.text,
    bytes: line.bytes,
    result: isObject(result) ? result : undefined,
    error: isObject(error)
      ? {
          code: typeof code === 'number' ? code : Number.NaN,
          message: stringAt(error, 'message'),
          data: at(error, 'data'),
        }
      : undefined,
  };
}

/** Takes a `tools/call` result apart. */
export function toToolReply(reply: Reply): ToolReply {
  const result = reply.result ?? {};
  const content = arrayAt(result, 'content').filter(isObject);
  const texts = content.filter((block) => block['type'] === 'text').map((block) => stringAt(block, 'text'));
  return {
    raw: reply.raw,
    bytes: reply.bytes,
    result,
    isError: result['isError'] === true,
    content,
    text: texts.join('\n'),
    structured: result['structuredContent'],
  };
}
