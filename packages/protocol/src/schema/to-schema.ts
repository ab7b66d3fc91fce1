// Makes one kind of schema of everything a tool's `input` and `output` accept.
import { checkRoot, plainSchema } from './plain-schema.ts';
import type { StandardIssue, StandardLike, StandardProps } from './standard.ts';
import type { Issue, Schema } from './types.ts';
import { pathText } from './walk.ts';

/** A `t` schema, `jsonSchema(...)`, or any Standard Schema with `~standard.jsonSchema` (zod 4.2, arktype, valibot). */
export type SchemaLike<T> = Schema<T> | StandardLike<T>;

/** The type of the values a schema gives back. */
export type Infer<S> = S extends SchemaLike<infer T> ? T : never;

/**
 * The schema behind `like`, with a JSON Schema every host takes. Throws TypeError when it has none: no object
 * root, `anyOf`/`oneOf`/`allOf` at the root, a reference to another document, no JSON Schema at all.
 * `side` chooses what is shown where the two differ: what goes in, or what comes out.
 */
export function toSchema<T>(like: SchemaLike<T>, side: 'input' | 'output' = 'input'): Schema<T> {
  if ('jsonSchema' in like) {
    checkRoot(like.jsonSchema);
    return like;
  }
  const standard = like['~standard'];
  if (typeof standard?.jsonSchema?.[side] !== 'function') {
    throw new TypeError(
      `The ${standard?.vendor ?? 'given'} schema has no ~standard.jsonSchema: use zod 4.2 or later, arktype, valibot's toStandardJsonSchema, or jsonSchema(schema, validate)`,
    );
  }
  const shown = plainSchema(shownBy(standard, side));
  return {
    jsonSchema: shown,
    async parse(value) {
      try {
        const result = await standard.validate(value);
        if (result.issues === undefined) return { ok: true, value: result.value };
        return { ok: false, issues: result.issues.slice(0, 10).map(issue) };
      } catch {
        return { ok: false, issues: [{ path: '', message: 'cannot be checked' }] };
      }
    },
  };
}

function shownBy<T>({ vendor, jsonSchema }: StandardProps<T>, side: 'input' | 'output'): unknown {
  try {
    return jsonSchema[side]({ target: 'draft-2020-12' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TypeError(`The ${vendor} schema has no JSON Schema for its ${side}: ${reason}`, {
      cause: error,
    });
  }
}

function issue({ message, path = [] }: StandardIssue): Issue {
  const segments = path.map((part) => {
    const key = typeof part === 'object' ? part.key : part;
    return typeof key === 'symbol' ? String(key) : key;
  });
  return { path: pathText(segments), message };
}
