// One `t` schema: an immutable value with its JSON Schema, its check and its TypeScript type.
import type { Json, JsonObject } from '../jsonrpc.ts';
import { isJson } from './json.ts';
import { outputSchema } from './output-schema.ts';
import type { StandardLike, StandardProps } from './standard.ts';
import type { Parsed, Schema } from './types.ts';
import { bad, type Checked, formatIssues, Walk } from './walk.ts';

/** Whether a key must be there: `optional` may be absent, `default` is filled in. */
export type Presence = 'required' | 'optional' | 'default';

export type Check<T> = (value: unknown, walk: Walk) => Checked<T>;

export interface Spec<T> {
  readonly json: JsonObject;
  readonly check: Check<T>;
  /** What is wanted, for error texts: `an integer of at least 1`. */
  readonly expected: string;
  /** Null is a value of this type, so it does not count as absent. */
  readonly takesNull?: boolean;
}

/** A schema made by `t`. Every method returns a new one. */
export class Type<T, P extends Presence = 'required'> implements Schema<T>, StandardLike<T> {
  readonly spec: Spec<T>;
  readonly presence: P;
  readonly fallback: T | undefined;

  constructor(spec: Spec<T>, presence: P, fallback?: T) {
    this.spec = spec;
    this.presence = presence;
    this.fallback = fallback;
  }

  get jsonSchema(): JsonObject {
    return this.spec.json;
  }

  /** The key may be absent; null counts as absent. */
  optional(): Type<T, 'optional'> {
    const { default: _none, ...json } = this.spec.json;
    return new Type({ ...this.spec, json }, 'optional');
  }

  /** The value used where the key is absent or null. Throws TypeError when it does not fit. */
  default(value: T): Type<T, 'default'> {
    const walk = new Walk();
    if (this.spec.check(value, walk) === bad || walk.faults.length > 0 || !isJson(value)) {
      throw new TypeError(formatIssues(walk.issues(), 'Invalid default'));
    }
    return new Type({ ...this.spec, json: { ...this.spec.json, default: value } }, 'default', value);
  }

  /** The same schema with this description. */
  describe(text: string): Type<T, P> {
    return new Type({ ...this.spec, json: described(this.spec.json, text) }, this.presence, this.fallback);
  }

  /** Checks `value`, taking the slips models make (null for absent, numbers as text, JSON as text). Never throws. */
  parse(value: unknown): Parsed<T> {
    const walk = new Walk();
    const found = this.#run(value, walk);
    return found === bad ? { ok: false, issues: walk.issues() } : { ok: true, value: found };
  }

  get '~standard'(): StandardProps<T> {
    return {
      version: 1,
      vendor: 'plainmcp',
      validate: (value) => {
        const walk = new Walk();
        const found = this.#run(value, walk);
        return found === bad ? { issues: walk.faults } : { value: found };
      },
      jsonSchema: {
        input: ({ target }) => dialect(target, this.jsonSchema),
        output: ({ target }) => dialect(target, outputSchema(this.jsonSchema)),
      },
    };
  }

  #run(value: unknown, walk: Walk): Checked<T> {
    try {
      const absent = value === undefined && this.fallback !== undefined;
      const found = this.spec.check(absent ? this.fallback : value, walk);
      return walk.faults.length > 0 ? bad : found;
    } catch {
      // Only values that JSON.parse cannot make (proxies, throwing getters) come here.
      return walk.fault('cannot be read');
    }
  }
}

/** A schema whose key must be there. */
export function required<T>(spec: Spec<T>): Type<T> {
  return new Type(spec, 'required');
}

function dialect(target: string, json: JsonObject): Record<string, unknown> {
  if (target === 'draft-2020-12' || target === 'draft-07') return json;
  throw new TypeError(`JSON Schema target '${target}' is not supported; use draft-2020-12 or draft-07`);
}

/** `json` with a description right after its type. */
export function described(json: JsonObject, description: string): JsonObject {
  const { type, description: _old, ...rest } = json;
  return jsonOf({ type, description, ...rest });
}

/** The entries that are there, in the order written. */
export function jsonOf(entries: { readonly [key: string]: Json | undefined }): JsonObject {
  const json: JsonObject = {};
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) json[key] = value;
  return json;
}
