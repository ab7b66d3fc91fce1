// What the protocol needs of a schema: a JSON Schema to show and a parser to apply.
import type { JsonObject } from '../jsonrpc.ts';

/** One thing wrong with a value. `path` is like `edits[0].oldText`, empty for the value itself. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** A schema of type T: shown to clients as `jsonSchema`, applied by `parse`. */
export interface Schema<T> {
  /** Minimal JSON Schema 2020-12: no `$schema`, no `$ref`. */
  readonly jsonSchema: JsonObject;
  /** Never throws and never rejects. At most eleven issues. */
  parse(value: unknown): Parsed<T> | Promise<Parsed<T>>;
}
