// What the person at the client says when a server asks.
import { at, type JsonObject, objectAt, stringAt } from './json.ts';

/** Answers one question (`elicitation/create`, `sampling/createMessage`, `roots/list`); undefined: not offered. */
export type Answer = (method: string, params: JsonObject) => JsonObject | undefined;

/** `inputResponses` and the state to send back with a retry (2026-07-28, multi round-trip requests). */
export function answersTo(result: JsonObject, answer: Answer | undefined): JsonObject {
  const responses: Record<string, JsonObject> = {};
  for (const [key, question] of Object.entries(objectAt(result, 'inputRequests'))) {
    const given = answer?.(stringAt(question, 'method'), objectAt(question, 'params'));
    if (given !== undefined) responses[key] = given;
  }
  const state = result['requestState'];
  return { inputResponses: responses, ...(state === undefined ? {} : { requestState: state }) };
}

/** Accepts every form by filling in its defaults, `true` for booleans and the first choice of enums. */
export const acceptAll: Answer = (method, params) => {
  if (method === 'roots/list') return { roots: [] };
  if (method !== 'elicitation/create') return undefined;
  if (params['mode'] === 'url') return { action: 'accept' };
  const fields = Object.entries(objectAt(params, 'requestedSchema', 'properties'));
  return {
    action: 'accept',
    content: Object.fromEntries(fields.map(([key, schema]) => [key, accepted(schema)])),
  };
};

/** Declines every question. */
export const declineAll: Answer = (method) =>
  method === 'elicitation/create' ? { action: 'decline' } : undefined;

function accepted(schema: unknown): unknown {
  const given = at(schema, 'default');
  const type = at(schema, 'type');
  if (type === 'boolean') return true;
  if (given !== undefined) return given;
  if (type === 'number' || type === 'integer') return at(schema, 'minimum') ?? 1;
  return at(schema, 'enum', 0) ?? at(schema, 'oneOf', 0, 'const') ?? 'yes';
}
