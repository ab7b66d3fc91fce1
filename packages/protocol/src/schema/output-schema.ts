// The JSON Schema of what a `t` schema gives back: keys with a default are always there.
import type { JsonObject } from '../jsonrpc.ts';
import { isSchema } from './json.ts';

/** `json` with every key that has a default listed as required. Knows only what `t` emits. */
export function outputSchema(json: JsonObject): JsonObject {
  const out: JsonObject = { ...json };
  for (const key of ['items', 'additionalProperties']) {
    const child = json[key];
    if (isSchema(child)) out[key] = outputSchema(child);
  }
  if (Array.isArray(json['anyOf'])) {
    out['anyOf'] = json['anyOf'].map((member) => (isSchema(member) ? outputSchema(member) : member));
  }
  if (!isSchema(json['properties'])) return out;
  const { additionalProperties = false, ...head } = out;
  const properties: JsonObject = {};
  const required = Array.isArray(json['required']) ? [...json['required']] : [];
  for (const [key, child] of Object.entries(json['properties'])) {
    properties[key] = isSchema(child) ? outputSchema(child) : child;
    if (isSchema(child) && child['default'] !== undefined) required.push(key);
  }
  return { ...head, properties, ...(required.length > 0 && { required }), additionalProperties };
}
