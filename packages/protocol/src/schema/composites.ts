// The `t` schemas made of others: arrays, records, unions and nullable values.
import { isObject, type Json, type JsonObject } from '../jsonrpc.ts';
import { untext } from './json.ts';
import type { ObjectType } from './object.ts';
import { mismatch } from './scalars.ts';
import { jsonOf, required, type Type } from './type.ts';
import { bad } from './walk.ts';
import { list, preview, quote, range } from './words.ts';

export interface ArrayLimits {
  readonly minItems?: number;
  readonly maxItems?: number;
}

export function array<T>(item: Type<T>, description?: string, limits: ArrayLimits = {}): Type<T[]> {
  const { minItems, maxItems } = limits;
  const expected = `an array${range(minItems, maxItems, 'item')}`;
  return required({
    json: jsonOf({ type: 'array', description, items: item.jsonSchema, minItems, maxItems }),
    expected,
    check: (given, walk) => {
      const value = untext(given, '[');
      if (
        !Array.isArray(value) ||
        (minItems !== undefined && value.length < minItems) ||
        (maxItems !== undefined && value.length > maxItems)
      ) {
        return mismatch(walk, expected, value);
      }
      const out: T[] = [];
      for (let i = 0; i < value.length && !walk.full && walk.spend(); i++) {
        const found = walk.step(i, () => item.spec.check(value[i], walk));
        if (found !== bad) out.push(found);
      }
      return out.length === value.length ? out : bad;
    },
  });
}

/** An object of any keys whose values fit `value`. The result has no prototype. */
export function record<T>(value: Type<T>, description?: string): Type<Record<string, T>> {
  const expected = 'an object';
  return required({
    json: jsonOf({ type: 'object', description, additionalProperties: value.jsonSchema }),
    expected,
    check: (given, walk) => {
      const source = untext(given, '{');
      if (!isObject(source)) return mismatch(walk, expected, given);
      const out: Record<string, T> = Object.create(null);
      for (const key of Object.keys(source)) {
        if (walk.full || !walk.spend()) return bad;
        const found = walk.step(key, () => value.spec.check(source[key], walk));
        if (found !== bad) out[key] = found;
      }
      return out;
    },
  });
}

/** One of several objects, told apart by the fixed values of the key `by`. Only inside another object. */
export function union<const T extends readonly unknown[]>(
  by: string,
  members: { readonly [I in keyof T]: ObjectType<T[I]> },
  description?: string,
): Type<T[number]> {
  const all: readonly ObjectType<T[number]>[] = members;
  const byValue = new Map<Json, ObjectType<T[number]>>();
  for (const member of all) {
    for (const value of fixedValues(member.fields.get(by)?.jsonSchema)) {
      if (byValue.has(value)) throw new TypeError(`t.union: two members have ${by} ${JSON.stringify(value)}`);
      byValue.set(value, member);
    }
  }
  const known = [...byValue.keys()].map((value) =>
    typeof value === 'string' ? quote(value) : String(value),
  );
  const tag = `${known.length === 1 ? '' : 'one of '}${list(known)}`;
  const expected = `an object whose ${by} is ${tag}`;
  return required({
    json: jsonOf({ description, anyOf: all.map((member) => member.jsonSchema) }),
    expected,
    check: (given, walk) => {
      const value = untext(given, '{');
      if (!isObject(value)) return mismatch(walk, expected, given);
      const chosen = Object.hasOwn(value, by) ? value[by] : undefined;
      for (const [fixed, member] of byValue) if (fixed === chosen) return member.spec.check(value, walk);
      const got = chosen === undefined ? 'missing' : `got ${preview(chosen)}`;
      return walk.step(by, () => walk.fault(`expected ${tag}, ${got}`));
    },
  });
}

/** The value or null. */
export function nullable<T>(type: Type<T>): Type<T | null> {
  return required({
    json: withNull(type.jsonSchema),
    expected: `${type.spec.expected} or null`,
    takesNull: true,
    check: (value, walk) => (value === null ? null : type.spec.check(value, walk)),
  });
}

function fixedValues(schema: JsonObject | undefined): readonly Json[] {
  const values = schema?.['const'] === undefined ? schema?.['enum'] : [schema['const']];
  if (Array.isArray(values)) return values;
  throw new TypeError('t.union: every member needs the key with t.literal or t.enum');
}

function withNull(schema: JsonObject): JsonObject {
  const { type, enum: values, const: only, anyOf, ...rest } = schema;
  if (Array.isArray(anyOf)) return { ...rest, anyOf: [...anyOf, { type: 'null' }] };
  const all = only === undefined ? values : [only];
  const types = Array.isArray(type) || type === undefined ? type : [type, 'null'];
  return jsonOf({ type: types, ...rest, enum: Array.isArray(all) ? [...all, null] : undefined });
}
