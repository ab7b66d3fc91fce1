// The JSON Schema of what a `t` schema gives back: keys with a default are always there.
import { isObject, type JsonObject } from '../jsonrpc.ts';

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
  const properties: JsonObject = {};
  const required = new Set(Array.isArray(json['required']) ? json['required'] : []);
  for (const [key, child] of Object.entries(json['properties'])) {
    properties[key] = isSchema(child) ? outputSchema(child) : child;
    if (isSchema(child) && child['default'] !== undefined) required.add(key);
  }
  const { type, description, ...rest } = out;
  const order = Object.keys(properties).filter((key) => required.has(key));
  return {
    ...(type === undefined ? {} : { type }),
    ...(description === undefined ? {} : { description }),
    properties,
    ...(order.length > 0 ? { required: order } : {}),
    ...Object.fromEntries(Object.entries(rest).filter(([key]) => key !== 'properties' && key !== 'required')),
  };
}

function isSchema(value: unknown): value is JsonObject {
  return isObject(value);
}
