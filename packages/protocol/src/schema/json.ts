// Tells JSON values from other JavaScript values, with bounds on depth and size.
import { isObject, type Json, type JsonObject } from '../jsonrpc.ts';

/** Levels of nesting taken in a free JSON value. */
export const MAX_DEPTH = 100;
const MAX_NODES = 1_000_000;
/** Characters of JSON text taken in place of an array or object. */
const MAX_TEXT = 4 * 1024 * 1024;

/** True for what `JSON.parse` can give, at most 100 levels deep and 1,000,000 values large. */
export function isJson(value: unknown): value is Json {
  let left = MAX_NODES;
  const visit = (node: unknown, depth: number): boolean => {
    left -= 1;
    if (left < 0 || depth > MAX_DEPTH) return false;
    if (node === null || typeof node === 'string' || typeof node === 'boolean') return true;
    if (typeof node === 'number') return Number.isFinite(node);
    if (Array.isArray(node)) {
      for (const item of node) if (!visit(item, depth + 1)) return false;
      return true;
    }
    return isObject(node) && Object.values(node).every((item) => visit(item, depth + 1));
  };
  return visit(value, 0);
}

/** The array or object that `value` spells as JSON text, else `value` itself. */
export function untext(value: unknown, open: '[' | '{'): unknown {
  if (typeof value !== 'string' || value.length > MAX_TEXT || !value.trimStart().startsWith(open))
    return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Narrows a JSON value to an object, for example to a schema that is not just true or false. */
export function isSchema(value: Json | undefined): value is JsonObject {
  return isObject(value);
}
