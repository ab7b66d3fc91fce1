// ajv as an independent opinion on schemas and values.
import { isObject, type JsonObject } from '@plainmcp/harness/json';
import { Ajv2020 } from 'ajv/dist/2020.js';

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true, allowUnionTypes: true });
const compiled = new WeakMap<object, (value: unknown) => string[]>();

/** What is wrong with the schema itself; empty when it is valid JSON Schema 2020-12. */
export function schemaErrors(schema: unknown): string[] {
  if (!isObject(schema)) return ['not an object'];
  if (ajv.validateSchema(schema) !== true) return [ajv.errorsText(ajv.errors)];
  try {
    check(schema, {});
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** What is wrong with the value under the schema; empty when it is valid. */
export function check(schema: JsonObject, value: unknown): string[] {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    const run = ajv.compile({ ...schema });
    validate = (item) => (run(item) === true ? [] : [ajv.errorsText(run.errors)]);
    compiled.set(schema, validate);
  }
  return validate(value);
}
