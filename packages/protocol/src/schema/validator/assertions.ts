// The JSON Schema 2020-12 keywords that look at one value alone.
import { isObject, type Json, type JsonObject } from '../../jsonrpc.ts';
import { list, preview, quote } from '../words.ts';

type Matches = (pattern: string, text: string) => boolean;

/** What is wrong with `value` by itself: type, fixed values, sizes, names. `format` is an annotation, as the dialect has it. */
export function assertionFaults(schema: JsonObject, value: Json, matches: Matches): string[] {
  const faults = general(schema, value);
  if (typeof value === 'number') faults.push(...ofNumber(schema, value));
  else if (typeof value === 'string') faults.push(...ofString(schema, value, matches));
  else if (Array.isArray(value)) faults.push(...ofArray(schema, value));
  else if (isObject(value)) faults.push(...ofObject(schema, value));
  return faults;
}

/** Text that is the same for equal JSON values only: keys sorted, 1.0 is 1. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join()}}`;
}

function general(schema: JsonObject, value: Json): string[] {
  const { type, enum: values } = schema;
  const faults: string[] = [];
  const types = Array.isArray(type) ? type : type === undefined ? [] : [type];
  if (types.length > 0 && !types.some((name) => hasType(name, value))) {
    faults.push(`expected ${list(types.map(String))}, got ${preview(value)}`);
  }
  if (schema['const'] !== undefined && canonical(schema['const']) !== canonical(value)) {
    faults.push(`expected ${short(schema['const'])}, got ${preview(value)}`);
  }
  if (Array.isArray(values)) {
    const text = canonical(value);
    if (!values.some((one) => canonical(one) === text)) {
      faults.push(`expected one of ${list(values.map(short))}, got ${preview(value)}`);
    }
  }
  return faults;
}

function short(value: Json): string {
  const text = canonical(value);
  return text.length <= 60 ? text : `${text.slice(0, 60)}...`;
}

function hasType(name: Json, value: Json): boolean {
  if (name === 'null') return value === null;
  if (name === 'array') return Array.isArray(value);
  if (name === 'object') return isObject(value);
  return name === 'integer' ? Number.isInteger(value) : typeof value === name;
}

function ofNumber(schema: JsonObject, value: number): string[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const faults: string[] = [];
  const fail = (wanted: string): number => faults.push(`expected a number ${wanted}, got ${value}`);
  if (typeof minimum === 'number' && value < minimum) fail(`of at least ${minimum}`);
  if (typeof maximum === 'number' && value > maximum) fail(`of at most ${maximum}`);
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum) fail(`above ${exclusiveMinimum}`);
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum) fail(`below ${exclusiveMaximum}`);
  if (typeof multipleOf === 'number' && !isMultiple(value, multipleOf))
    fail(`that is a multiple of ${multipleOf}`);
  return faults;
}

/** Counts 0.3 as a multiple of 0.1 although their quotient in binary is not whole. */
function isMultiple(value: number, of: number): boolean {
  const quotient = Math.abs(value / of);
  // The remainder is exact, the quotient of large numbers is rounded; of fractions neither is.
  if (Number.isInteger(of) || !Number.isFinite(quotient)) return value % of === 0;
  const slack = quotient < 1e9 ? quotient * 4 * Number.EPSILON : 0;
  return Math.abs(quotient - Math.round(quotient)) <= slack;
}

function ofString(schema: JsonObject, value: string, matches: Matches): string[] {
  const { minLength, maxLength, pattern } = schema;
  const faults: string[] = [];
  if (typeof minLength === 'number' || typeof maxLength === 'number') {
    let length = 0;
    for (const _ of value) length += 1;
    faults.push(...sizeFaults('character', length, minLength, maxLength));
  }
  if (typeof pattern === 'string' && !matches(pattern, value)) {
    faults.push(`expected text matching ${pattern}, got ${preview(value)}`);
  }
  return faults;
}

function ofArray(schema: JsonObject, value: readonly Json[]): string[] {
  const faults = sizeFaults('item', value.length, schema['minItems'], schema['maxItems']);
  if (schema['uniqueItems'] === true && new Set(value.map(canonical)).size < value.length) {
    faults.push('expected items that all differ');
  }
  return faults;
}

function ofObject(schema: JsonObject, value: { readonly [key: string]: Json }): string[] {
  const { required, dependentRequired, minProperties, maxProperties } = schema;
  const faults = sizeFaults('key', Object.keys(value).length, minProperties, maxProperties);
  for (const name of missing(required, value)) faults.push(`${quote(name)} is missing`);
  if (!isObject(dependentRequired)) return faults;
  for (const [key, names] of Object.entries(dependentRequired)) {
    if (!Object.hasOwn(value, key)) continue;
    for (const name of missing(names, value)) faults.push(`${quote(name)} is missing beside ${quote(key)}`);
  }
  return faults;
}

function missing(names: unknown, value: { readonly [key: string]: Json }): string[] {
  if (!Array.isArray(names)) return [];
  return names.filter((name) => typeof name === 'string' && !Object.hasOwn(value, name));
}

function sizeFaults(unit: string, size: number, min: Json | undefined, max: Json | undefined): string[] {
  const faults: string[] = [];
  if (typeof min === 'number' && size < min) faults.push(`expected at least ${min} ${unit}s, got ${size}`);
  if (typeof max === 'number' && size > max) faults.push(`expected at most ${max} ${unit}s, got ${size}`);
  return faults;
}
