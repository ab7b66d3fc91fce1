// Schemas: the `t` builder, what else is accepted as a schema, and the texts of their errors.
import { array, nullable, record, union } from './schema/composites.ts';
import { object } from './schema/object.ts';
import { boolean, count, int, json, literal, number, oneOf, string } from './schema/scalars.ts';

export { type FormValue, formFault, isFlatForm } from './schema/flat-form.ts';
export type { Format } from './schema/formats.ts';
export type { ObjectOf, ObjectType, Shape } from './schema/object.ts';
export { jsonSchema } from './schema/raw.ts';
export type { StandardLike } from './schema/standard.ts';
export { type Infer, type SchemaLike, toSchema } from './schema/to-schema.ts';
export type { Presence, Type } from './schema/type.ts';
export type { Issue, Parsed, Schema } from './schema/types.ts';
export { formatIssues } from './schema/walk.ts';

/** Builds schemas: JSON Schema for the client, a parser for the server, a TypeScript type for the handler. */
export const t: {
  readonly string: typeof string;
  readonly int: typeof int;
  readonly count: typeof count;
  readonly number: typeof number;
  readonly boolean: typeof boolean;
  readonly enum: typeof oneOf;
  readonly literal: typeof literal;
  readonly array: typeof array;
  readonly object: typeof object;
  readonly record: typeof record;
  readonly union: typeof union;
  readonly nullable: typeof nullable;
  readonly json: typeof json;
} = {
  string,
  int,
  count,
  number,
  boolean,
  enum: oneOf,
  literal,
  array,
  object,
  record,
  union,
  nullable,
  json,
};
