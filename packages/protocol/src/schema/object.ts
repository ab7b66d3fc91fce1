// The `t` schema of an object with known keys.
import { isObject, type JsonObject } from '../jsonrpc.ts';
import { untext } from './json.ts';
import { mismatch } from './scalars.ts';
import { type Check, described, jsonOf, type Presence, Type } from './type.ts';
import { bad, type Walk } from './walk.ts';
import { list, nearest, preview, quote } from './words.ts';

type AnyType = Type<unknown, Presence>;

export type Shape = { readonly [key: string]: AnyType };

type Value<S> = S extends Type<infer T, Presence> ? T : never;
type IsOptional<S> = S extends Type<unknown, 'optional'> ? true : false;

/** The TypeScript type of an object of these schemas: optional keys are absent, never undefined. */
export type ObjectOf<S extends Shape> = {
  [K in keyof ({ [R in keyof S as IsOptional<S[R]> extends true ? never : R]: 0 } & {
    [O in keyof S as IsOptional<S[O]> extends true ? O : never]?: 0;
  })]: Value<S[K]>;
};

/** An object schema; `fields` lets `t.union` read the discriminator. */
export class ObjectType<T> extends Type<T> {
  readonly fields: ReadonlyMap<string, AnyType>;

  constructor(json: JsonObject, check: Check<T>, fields: ReadonlyMap<string, AnyType>) {
    super({ json, check, expected: 'an object' }, 'required');
    this.fields = fields;
  }

  override describe(text: string): ObjectType<T> {
    return new ObjectType(described(this.jsonSchema, text), this.spec.check, this.fields);
  }
}

/** An object of exactly these keys; others are refused by name. */
export function object<S extends Shape>(shape: S, description?: string): ObjectType<ObjectOf<S>> {
  const fields = new Map(Object.entries(shape));
  const names = [...fields.keys()];
  const required = names.filter((name) => fields.get(name)?.presence === 'required');
  const sure = names.filter((name) => fields.get(name)?.presence !== 'optional');
  for (const name of names) {
    // The names every host takes; `__proto__` would set the prototype of the result.
    if (!/^[A-Za-z0-9_.-]{1,64}$/.test(name) || name === '__proto__') {
      throw new TypeError(`t.object: the key ${quote(name)} is not allowed`);
    }
  }
  const isWhole = (value: unknown): value is ObjectOf<S> =>
    isObject(value) && sure.every((name) => Object.hasOwn(value, name));
  const check: Check<ObjectOf<S>> = (given, walk) => {
    // A call without arguments is a call with none.
    const source = given === undefined && walk.path.length === 0 ? {} : untext(given, '{');
    if (!isObject(source)) return mismatch(walk, 'an object', given);
    const out = readFields(source, fields, walk);
    refuseUnknown(source, fields, names, walk);
    return isWhole(out) ? out : bad;
  };
  const json = jsonOf({
    type: 'object',
    description,
    properties:
      names.length === 0
        ? undefined
        : Object.fromEntries([...fields].map(([name, { jsonSchema }]) => [name, jsonSchema])),
    required: required.length === 0 ? undefined : required,
    additionalProperties: false,
  });
  return new ObjectType(json, check, fields);
}

type Fields = ReadonlyMap<string, AnyType>;
type Source = { readonly [key: string]: unknown };

function readFields(source: Source, fields: Fields, walk: Walk): { [key: string]: unknown } {
  const out: { [key: string]: unknown } = {};
  for (const [name, { spec, presence, fallback }] of fields) {
    const given = Object.hasOwn(source, name) ? source[name] : undefined;
    const absent = given === undefined || (given === null && presence !== 'required' && !spec.takesNull);
    if (absent && presence === 'optional') continue;
    const found = walk.step(name, () => {
      if (absent && presence === 'required') return walk.fault(`missing; expected ${spec.expected}`);
      return spec.check(absent ? fallback : given, walk);
    });
    if (found !== bad) out[name] = found;
  }
  return out;
}

function refuseUnknown(source: Source, fields: Fields, names: readonly string[], walk: Walk): void {
  for (const key of Object.keys(source)) {
    if (walk.full) return;
    if (fields.has(key) || source[key] === undefined) continue;
    const noun = walk.path.length === 0 ? 'parameter' : 'key';
    const near = nearest(key, names);
    const hint = near === undefined ? '' : `; did you mean '${near}'?`;
    const shown = key.length <= 40 ? `'${quote(key).slice(1, -1)}'` : preview(key);
    const allowed = names.length === 0 ? 'None is allowed' : `Allowed: ${list(names)}`;
    walk.fault(`unknown ${noun} ${shown}${hint === '' ? '.' : hint} ${allowed}`);
  }
}
