// The JSON text of responses and notifications.
import type { ErrorObject } from '../jsonrpc.ts';
import type { Replacer } from './redact.ts';

/** `id` and `result` are JSON texts. */
export function resultText(id: string, result: string): string {
  return `{"jsonrpc":"2.0","id":${id},"result":${result}}`;
}

/** Without an id where it could not be read (MCP basic, "Error Responses"). */
export function errorText(id: string | undefined, error: ErrorObject, replacer?: Replacer): string {
  const member = id === undefined ? '' : `"id":${id},`;
  return `{"jsonrpc":"2.0",${member}"error":${errorJson(error, replacer)}}`;
}

/** What a handler put into `data` need not be JSON: then the error goes without it. */
function errorJson(error: ErrorObject, replacer: Replacer | undefined): string {
  try {
    return JSON.stringify(error, replacer);
  } catch {
    return JSON.stringify({ code: error.code, message: error.message });
  }
}

/** `params` is a JSON text. */
export function notificationText(method: string, params?: string): string {
  return `{"jsonrpc":"2.0","method":"${method}"${params === undefined ? '' : `,"params":${params}`}}`;
}
