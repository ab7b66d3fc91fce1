// Which schemas a client can show as a form: one level of text, numbers, booleans and choices (MCP elicitation).
import { isObject, type JsonObject } from '../jsonrpc.ts';

/** What a form can give back. */
export type FormValue = { readonly [key: string]: string | number | boolean | readonly string[] };

const FORMATS = new Set<unknown>(['email', 'uri', 'date', 'date-time']);
const NOTES = ['type', 'title', 'description', 'default'];
const KEYWORDS = new Map<unknown, ReadonlySet<string>>([
  [
    'string',
    new Set([...NOTES, 'minLength', 'maxLength', 'pattern', 'format', 'enum', 'enumNames', 'oneOf', 'const']),
  ],
  ['number', new Set([...NOTES, 'minimum', 'maximum'])],
  ['integer', new Set([...NOTES, 'minimum', 'maximum'])],
  ['boolean', new Set(NOTES)],
  ['array', new Set([...NOTES, 'items', 'minItems', 'maxItems'])],
]);
const ROOT = new Set(['type', 'title', 'description', 'properties', 'required', 'additionalProperties']);

/** Whether `ctx.elicit.form` can show this schema. */
export function isFlatForm(schema: JsonObject): boolean {
  return formFault(schema) === undefined;
}

/** Why a client cannot show this schema as a form; undefined when it can. */
export function formFault(schema: JsonObject): string | undefined {
  const { type, properties } = schema;
  if (type !== 'object' || !isObject(properties)) return 'a form needs an object with properties';
  const odd = Object.keys(schema).find((key) => !ROOT.has(key));
  if (odd !== undefined) return `a form cannot have '${odd}' at its root`;
  for (const [name, field] of Object.entries(properties)) {
    const fault = fieldFault(field);
    if (fault !== undefined) return `form field '${name}' ${fault}`;
  }
  return undefined;
}

function fieldFault(field: unknown): string | undefined {
  if (!isObject(field)) return 'has no schema';
  const keywords = KEYWORDS.get(field['type']);
  if (keywords === undefined) return 'must be a string, number, integer, boolean, enum or array of enum';
  const odd = Object.keys(field).find((key) => !keywords.has(key));
  if (odd !== undefined) return `cannot have '${odd}'`;
  if (field['format'] !== undefined && !FORMATS.has(field['format'])) {
    return 'has a format other than email, uri, date, date-time';
  }
  if (field['enum'] !== undefined && !isTexts(field['enum'])) return 'must list strings in its enum';
  if (field['oneOf'] !== undefined && !isTitled(field['oneOf']))
    return 'must list const and title in its oneOf';
  if (field['type'] !== 'array') return undefined;
  const items = field['items'];
  const fits =
    isObject(items) && (isTexts(items['enum']) ? items['type'] === 'string' : isTitled(items['anyOf']));
  return fits ? undefined : 'must be an array of strings from an enum';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}

function isTitled(value: unknown): boolean {
  const titled = (item: unknown): boolean =>
    isObject(item) && typeof item['const'] === 'string' && typeof item['title'] === 'string';
  return Array.isArray(value) && value.length > 0 && value.every(titled);
}
