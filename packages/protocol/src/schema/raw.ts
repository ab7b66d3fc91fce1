// A schema from a JSON Schema object, checked by the caller's function or by our own validator.
import type { JsonObject } from '../jsonrpc.ts';
import { plainSchema } from './plain-schema.ts';
import type { Parsed, Schema } from './types.ts';
import type { Validator } from './validator/validator.ts';

type Validate<T> = (value: unknown) => Parsed<T> | Promise<Parsed<T>>;

/**
 * A schema from a JSON Schema 2020-12 object. Without `validate` our own validator checks values (it is loaded
 * with the first one) and nothing is coerced; with it, `validate` gives the value or the issues.
 * Throws TypeError as `toSchema` does.
 */
export function jsonSchema(schema: JsonObject): Schema<unknown>;
export function jsonSchema<T>(schema: JsonObject, validate: Validate<T>): Schema<T>;
export function jsonSchema<T>(schema: JsonObject, validate?: Validate<T>): Schema<unknown> {
  const shown = plainSchema(schema);
  let validator: Promise<Validator> | undefined;
  const check = async (value: unknown): Promise<Parsed<unknown>> => {
    try {
      validator ??= import('./validator/validator.ts').then(({ compileSchema }) => compileSchema(schema));
      const issues = (await validator)(value);
      return issues.length === 0 ? { ok: true, value } : { ok: false, issues };
    } catch (error) {
      return { ok: false, issues: [{ path: '', message: `not checked: ${reason(error)}` }] };
    }
  };
  return { jsonSchema: shown, parse: validate ?? check };
}

function reason(error: unknown): string {
  return error instanceof TypeError ? error.message : 'the schema cannot be used';
}
