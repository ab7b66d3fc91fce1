// Goes through a JSON Schema and names what keeps it from being portable between clients.
import { at, isObject, type JsonObject, objectAt } from '@plainmcp/harness/json';

const everywhere = ['$schema', '$ref', '$dynamicRef', '$defs', 'definitions', '$id', '$anchor'] as const;
const atTheTop = ['anyOf', 'oneOf', 'allOf', 'not', 'enum', 'const', 'if'] as const;
const lists = ['anyOf', 'oneOf', 'allOf', 'prefixItems'] as const;
const single = ['items', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'] as const;
/** Claude's API refuses others. */
const propertyName = /^[A-Za-z0-9_.-]{1,64}$/;

/** Complaints about an input or output schema (protocol.md 1.6). */
export function portabilityComplaints(schema: unknown): string[] {
  if (!isObject(schema)) return ['the schema is not an object'];
  const found: string[] = [];
  if (schema['type'] !== 'object') found.push('the root must have type "object"');
  found.push(...atTheTop.filter((key) => key in schema).map((key) => `${key} at the top level`));
  if (schema['additionalProperties'] !== false) found.push('additionalProperties must be false at the root');
  return [...found, ...walk(schema, '')];
}

function walk(node: JsonObject, path: string): string[] {
  const here = path === '' ? 'the root' : path;
  const found: string[] = everywhere.filter((key) => key in node).map((key) => `${key} at ${here}`);
  const properties = objectAt(node, 'properties');
  if (node['type'] === 'object' && path !== '' && !isClosed(node)) {
    found.push(
      `additionalProperties must be false at ${here} (or, for a map without named properties, a schema)`,
    );
  }
  const required = at(node, 'required');
  for (const name of Array.isArray(required) ? required : []) {
    if (typeof name !== 'string' || !Object.hasOwn(properties, name))
      found.push(`required names ${JSON.stringify(name)}, which is no property of ${here}`);
  }
  for (const [name, child] of Object.entries(properties)) {
    if (!propertyName.test(name)) found.push(`property name ${JSON.stringify(name)} at ${here}`);
    if (isObject(child)) found.push(...walk(child, `${path}/${name}`));
  }
  for (const key of lists) {
    const children = node[key];
    if (Array.isArray(children))
      children.filter(isObject).forEach((child, index) => {
        found.push(...walk(child, `${path}/${key}/${index}`));
      });
  }
  for (const key of [...single, 'additionalProperties'] as const) {
    const child = node[key];
    if (isObject(child)) found.push(...walk(child, `${path}/${key}`));
  }
  return found;
}

function isClosed(node: JsonObject): boolean {
  const rest = node['additionalProperties'];
  if (rest === false) return true;
  return (
    isObject(rest) && Object.keys(rest).length > 0 && Object.keys(objectAt(node, 'properties')).length === 0
  );
}
