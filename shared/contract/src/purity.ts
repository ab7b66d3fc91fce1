// What must hold for every byte a server writes, whatever the check: only JSON-RPC, small lines, no secrets.
import { isObject } from '@plainmcp/harness/json';
import type { Line, Proc } from '@plainmcp/harness/spawn';
import { show } from './assert.ts';

/** Nothing above this goes on the wire (many clients stop at 10 MiB). */
export const maxLineBytes = 4 * 1024 * 1024;

/** Looks through what a process wrote since the last look. */
export class Watch {
  readonly #proc: Proc;
  readonly #secrets: readonly string[];
  readonly #stderrAllowed: boolean;
  #seenLines = 0;
  #seenErrors = 0;

  constructor(proc: Proc, secrets: readonly string[], stderrAllowed: boolean) {
    this.#proc = proc;
    this.#secrets = secrets.flatMap(disguises);
    this.#stderrAllowed = stderrAllowed;
  }

  complaints(): string[] {
    const lines = this.#proc.lines.slice(this.#seenLines);
    this.#seenLines = this.#proc.lines.length;
    const errors = this.#proc.stderr.slice(this.#seenErrors);
    this.#seenErrors = this.#proc.stderr.length;
    const found = lines.flatMap((line) => [...lineComplaints(line), ...this.leaks(line.text, 'stdout')]);
    if (this.#proc.exit?.signal === null && this.#proc.rest !== '') {
      found.push(`stdout ends in the middle of a line: ${show(this.#proc.rest)}`);
    }
    if (errors !== '' && !this.#stderrAllowed) found.push(`stderr is not silent: ${show(errors)}`);
    found.push(...this.leaks(errors, 'stderr'));
    return found;
  }

  leaks(text: string, where: string): string[] {
    return leaks(text, this.#secrets, where);
  }
}

/** Names each secret that stands in the text. */
export function leaks(text: string, secrets: readonly string[], where: string): string[] {
  return secrets
    .filter((secret) => text.includes(secret))
    .map((secret) => `${where} shows the secret ${secret.slice(0, 4)}... near ${show(around(text, secret))}`);
}

/** The secret as it could appear: plain, in base64, percent-encoded, inside a JSON string. */
export function disguises(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  return [...new Set([secret, base64, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])];
}

function around(text: string, secret: string): string {
  const index = text.indexOf(secret);
  return text.slice(Math.max(0, index - 60), index).concat('[...]');
}

function lineComplaints(line: Line): string[] {
  const { message } = line;
  const messages = Array.isArray(message) && message.length > 0 ? message : [message];
  const found = messages
    .filter((item) => !isRpc(item))
    .map(
      (item) =>
        `stdout carries something that is not JSON-RPC 2.0: ${item === undefined ? show(line.text) : show(item)}`,
    );
  if (line.bytes > maxLineBytes)
    found.push(`a line of ${line.bytes} bytes is over the limit of ${maxLineBytes}`);
  return found;
}

function isRpc(message: unknown): boolean {
  if (!isObject(message) || message['jsonrpc'] !== '2.0') return false;
  if (typeof message['method'] === 'string') return !('result' in message) && !('error' in message);
  if ('error' in message) {
    const { error } = message;
    return (
      !('result' in message) &&
      isObject(error) &&
      Number.isInteger(error['code']) &&
      typeof error['message'] === 'string'
    );
  }
  return (
    isObject(message['result']) && (typeof message['id'] === 'string' || typeof message['id'] === 'number')
  );
}
