// Finds what `$ref` points to inside one schema document; nothing is ever fetched.
import type { Json, JsonObject } from '../../jsonrpc.ts';
import { isSchema } from '../json.ts';
import { follow, partsOf } from '../keywords.ts';

const ROOT = 'schema://document/';

/** Every schema of the document with the schema its `$ref` means. Throws TypeError for what cannot be resolved. */
export function resolveReferences(root: Json): ReadonlyMap<JsonObject, Json> {
  const resources = new Map<string, Json>([[ROOT, root]]);
  const anchors = new Map<string, Json>();
  const bases = new Map<Json, string>();
  const waiting: JsonObject[] = [];

  const index = (schema: Json, outer: string): void => {
    if (!isSchema(schema) || bases.has(schema)) return;
    const base = typeof schema['$id'] === 'string' ? split(schema['$id'], outer).document : outer;
    if (base !== outer) resources.set(base, schema);
    bases.set(schema, base);
    for (const key of ['$anchor', '$dynamicAnchor']) {
      if (typeof schema[key] === 'string') anchors.set(`${base}#${schema[key]}`, schema);
    }
    if (schema['$dynamicRef'] !== undefined) throw new TypeError('$dynamicRef is not supported');
    if (schema['$ref'] !== undefined) waiting.push(schema);
    for (const part of partsOf(schema)) index(part, base);
  };

  const target = (ref: Json | undefined, base: string): Json => {
    if (typeof ref !== 'string') throw new TypeError('$ref must be a string');
    const { document, fragment } = split(ref, base);
    const resource = resources.get(document);
    if (resource === undefined) {
      throw new TypeError(`$ref '${ref.slice(0, 100)}' leads out of the schema; nothing is fetched`);
    }
    const found =
      fragment === '' || fragment.startsWith('/')
        ? follow(resource, fragment)
        : anchors.get(`${document}#${fragment}`);
    if (found === undefined) throw new TypeError(`$ref '${ref.slice(0, 100)}' leads nowhere`);
    index(found, isSchema(resource) ? (bases.get(resource) ?? document) : document);
    return found;
  };

  index(root, ROOT);
  const targets = new Map<JsonObject, Json>();
  // Following a reference may index further schemas, which are then appended here.
  for (const schema of waiting) targets.set(schema, target(schema['$ref'], bases.get(schema) ?? ROOT));
  return targets;
}

function split(reference: string, base: string): { document: string; fragment: string } {
  try {
    const url = new URL(reference, base);
    const fragment = decodeURIComponent(url.hash.slice(1));
    url.hash = '';
    return { document: url.href, fragment };
  } catch {
    throw new TypeError(`'${reference.slice(0, 100)}' is not a URI reference`);
  }
}
