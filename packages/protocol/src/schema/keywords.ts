// Where in a JSON Schema other schemas stand, and what a pointer into one means.
import { isObject, type Json, type JsonObject } from '../jsonrpc.ts';
import { isSchema } from './json.ts';

const ONE = [
  'items',
  'additionalProperties',
  'contains',
  'not',
  'if',
  'then',
  'else',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
];
const MANY = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'];
const NAMED = ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'];

export type Place = 'one' | 'many' | 'named' | 'none';

/** How the value of `keyword` holds schemas. Array `items` is how older drafts wrote `prefixItems`. */
export function placeOf(keyword: string, value: Json): Place {
  if (MANY.includes(keyword) && Array.isArray(value)) return 'many';
  if (ONE.includes(keyword)) return 'one';
  return NAMED.includes(keyword) && isObject(value) ? 'named' : 'none';
}

/** The schemas right inside `schema`. */
export function partsOf(schema: JsonObject): readonly Json[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const place = placeOf(keyword, value);
    if (place === 'one') return [value];
    if (place === 'many' && Array.isArray(value)) return value;
    return place === 'named' && isObject(value) ? Object.values(value) : [];
  });
}

/** The value at a JSON pointer (RFC 6901); undefined where there is none. */
export function follow(root: Json, pointer: string): Json | undefined {
  let node: Json | undefined = root;
  for (const raw of pointer.split('/').slice(1)) {
    const key = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(node)) node = /^\d{1,9}$/.test(key) ? node[Number(key)] : undefined;
    else node = isSchema(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  }
  return node;
}
