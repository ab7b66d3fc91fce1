// The JSON text of responses and notifications.
import type { ErrorObject } from '../jsonrpc.ts';

/** `id` and `result` are JSON texts. */
export function resultText(id: string, result: string): string {
  return `{"jsonrpc":"2.0","id":${id},"result":${result}}`;
}

/** Without an id where it could not be read (MCP basic, "Error Responses"). */
export function errorText(id: string | undefined, error: ErrorObject): string {
  const member = id === undefined ? '' : `"id":${id},`;
  return `{"jsonrpc":"2.0",${member}"error":${JSON.stringify(error)}}`;
}

/** `params` is a JSON text. */
export function notificationText(method: string, params?: string): string {
  return `{"jsonrpc":"2.0","method":"${method}"${params === undefined ? '' : `,"params":${params}`}}`;
}
