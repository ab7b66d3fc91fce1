// Reduces a JSON Schema of unknown origin to what every host takes: local references inlined, noise removed.
import type { Json, JsonObject } from '../jsonrpc.ts';
import { isJson, isSchema } from './json.ts';
import { follow, placeOf } from './keywords.ts';

const DROPPED = new Set(['$schema', '$defs', 'definitions', '$comment', '$id', '$anchor']);
const NOTES = new Set(['title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly']);
/** References may multiply: a small document can stand for a huge one. */
const MAX_PARTS = 20_000;

/**
 * The schema as a tool may show it. Throws TypeError where it cannot be shown: see `toSchema`.
 * A reference to a schema it stands in becomes a description of that, since hosts refuse `$ref`.
 */
export function plainSchema(given: unknown): JsonObject {
  if (!isJson(given) || !isSchema(given)) throw new TypeError('A JSON Schema must be an object');
  let left = MAX_PARTS;

  const plain = (schema: Json, open: readonly string[]): Json => {
    left -= 1;
    if (left < 0)
      throw new TypeError(`The JSON Schema has over ${MAX_PARTS} parts when its $refs are inlined`);
    if (!isSchema(schema)) return schema;
    const { $ref: ref, ...rest } = schema;
    if (rest['$dynamicRef'] !== undefined) throw new TypeError('$dynamicRef is not supported');
    const out: JsonObject = {};
    for (const [key, value] of Object.entries(rest)) {
      if (!isNoise(key, value)) out[key] = part(key, value, open);
    }
    if (ref === undefined) return out;
    const target = resolve(given, ref);
    if (typeof ref !== 'string' || open.includes(ref)) return { description: `Recursive: ${ref}`, ...out };
    return merge(plain(target, [...open, ref]), out);
  };

  const part = (key: string, value: Json, open: readonly string[]): Json => {
    const place = placeOf(key, value);
    if (place === 'one') return plain(value, open);
    if (place === 'many' && Array.isArray(value)) return value.map((item) => plain(item, open));
    if (place === 'none' || !isSchema(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, plain(child, open)]));
  };

  const shown = plain(given, ['#']);
  if (!isSchema(shown)) throw new TypeError('A JSON Schema must be an object');
  checkRoot(shown);
  return shown;
}

/** Throws TypeError where hosts would refuse a tool for the root of its schema. */
export function checkRoot(schema: JsonObject): void {
  if (schema['type'] !== 'object') {
    throw new TypeError(
      `The root of a tool's schema must have type "object"; put other values under a property`,
    );
  }
  const composed = ['anyOf', 'oneOf', 'allOf'].find((key) => schema[key] !== undefined);
  if (composed !== undefined) {
    throw new TypeError(`Hosts refuse ${composed} at the root of a tool's schema; put it under a property`);
  }
}

/** What is only there because a library always writes it. */
function isNoise(key: string, value: Json): boolean {
  return (
    DROPPED.has(key) ||
    (key === 'maximum' && value === Number.MAX_SAFE_INTEGER) ||
    (key === 'minimum' && value === Number.MIN_SAFE_INTEGER)
  );
}

/** The schema a reference stood for together with the keywords beside it. */
function merge(target: Json, beside: JsonObject): Json {
  const keys = Object.keys(beside);
  if (keys.length === 0) return target;
  if (isSchema(target) && keys.every((key) => NOTES.has(key))) return { ...target, ...beside };
  return { ...beside, allOf: [...(Array.isArray(beside['allOf']) ? beside['allOf'] : []), target] };
}

function resolve(root: Json, ref: Json): Json {
  const local = ref === '#' || (typeof ref === 'string' && ref.startsWith('#/'));
  const found = local && typeof ref === 'string' ? follow(root, decode(ref)) : undefined;
  if (found !== undefined) return found;
  const shown = JSON.stringify(ref).slice(0, 100);
  throw new TypeError(
    local
      ? `$ref ${shown} leads nowhere`
      : `$ref ${shown} is not local like "#/$defs/name"; nothing is fetched`,
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
