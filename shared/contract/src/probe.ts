// Hand-made messages and how to tell what a server said to them.
import { freshId, modernMeta } from '@plainmcp/harness/client';
import { modernRevision } from '@plainmcp/harness/eras';
import { at, isObject, type JsonObject } from '@plainmcp/harness/json';
import type { Line, Proc } from '@plainmcp/harness/spawn';
import { tick } from '@plainmcp/harness/timing';
import { ensure, equal, show } from './assert.ts';

/** A request without any claim of a version: legacy. */
export function legacyRequest(id: unknown, method: string, params?: JsonObject): JsonObject {
  return { jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) };
}

/** A request that claims a version in `_meta`. */
export function modernRequest(
  id: unknown,
  method: string,
  params: JsonObject = {},
  revision: string = modernRevision,
): JsonObject {
  return { jsonrpc: '2.0', id, method, params: { ...params, _meta: modernMeta(revision) } };
}

/** The id of an answer exactly as it is written; undefined where there is none. */
export function writtenId(line: Line): string | undefined {
  return /"id"\s*:\s*(-?\d[\d.eE+-]*|"(?:[^"\\]|\\.)*"|null)/.exec(line.text)?.[1];
}

/** The next answer that has this id. */
export function answerTo(proc: Proc, id: unknown, timeoutMs?: number): Promise<Line> {
  const wants = (line: Line): boolean =>
    isObject(line.message) && !('method' in line.message) && line.message['id'] === id;
  return proc.next(wants, timeoutMs, `the answer to id ${JSON.stringify(id)}`);
}

/** Sends a request and waits for the answer with its id. */
export function exchange(proc: Proc, request: JsonObject, timeoutMs?: number): Promise<Line> {
  proc.send(request);
  return answerTo(proc, request['id'], timeoutMs);
}

/** The server still answers. */
export async function expectAlive(proc: Proc): Promise<void> {
  const answer = await exchange(proc, legacyRequest(freshId(), 'ping'));
  equal(at(answer.message, 'result'), {}, 'the answer to ping');
}

/** Everything the server says to these bytes, given that it answers what comes after them. */
export async function saidTo(proc: Proc, input: string | Uint8Array): Promise<Line[]> {
  proc.forget();
  const before = proc.lines.length;
  void proc.sendRaw(input);
  const fences: number[] = [];
  for (let round = 0; round < 2; round += 1) {
    const id = freshId();
    fences.push(id);
    await exchange(proc, legacyRequest(id, 'ping'));
    await tick();
  }
  return proc.lines.slice(before).filter((line) => {
    const id = at(line.message, 'id');
    return typeof id !== 'number' || !fences.includes(id);
  });
}

/** Exactly one error of this code, without an id. */
export function expectErrorWithoutId(said: readonly Line[], code: number, what: string): void {
  equal(said.length, 1, `${what}: number of answers`);
  const message = said[0]?.message;
  equal(at(message, 'error', 'code'), code, `${what}: error code`);
  ensure(isObject(message) && !('id' in message), `${what}: the error must carry no id: ${show(message)}`);
}

/** The error code of an answer; fails where it has none. */
export function errorCode(line: Line, what: string): number {
  const code = at(line.message, 'error', 'code');
  ensure(typeof code === 'number', `${what}: expected an error, got ${show(line.message)}`);
  return code;
}
