// A compact JSON Schema 2020-12 validator for schemas and values of any origin.
import type { Json } from '../../jsonrpc.ts';
import { isJson, isSchema, MAX_DEPTH } from '../json.ts';
import { partsOf } from '../keywords.ts';
import type { Issue } from '../types.ts';
import { Evaluation } from './evaluate.ts';
import { resolveReferences } from './references.ts';
import { compilePattern, LimitError } from './regex.ts';
import { Seen } from './seen.ts';

/** Gives what is wrong with a value; an empty list when it fits. Never throws. */
export type Validator = (value: unknown) => readonly Issue[];

/**
 * Compiles a JSON Schema. All keywords of 2020-12 but `$dynamicRef`; `format` and `content*` are annotations.
 * Throws TypeError for a schema it cannot apply: references that leave the document, bad expressions, too deep.
 */
export function compileSchema(schema: unknown): Validator {
  if (!isJson(schema)) throw new TypeError(`A JSON Schema must be JSON of at most ${MAX_DEPTH} levels`);
  const patterns = new Map<string, (text: string) => boolean>();
  const targets = resolveReferences(schema);
  for (const root of [schema, ...targets.values()]) collectPatterns(root, patterns, new Set());
  const document = {
    targets,
    matches: (pattern: string, text: string): boolean => patterns.get(pattern)?.(text) ?? false,
  };
  return (value) => {
    const evaluation = new Evaluation(document);
    try {
      if (!isJson(value)) throw new LimitError(`expected a JSON value of at most ${MAX_DEPTH} levels`);
      return evaluation.check(schema, value, new Seen()) ? [] : evaluation.issues;
    } catch (error) {
      // Whatever else is thrown comes from values that JSON.parse cannot make.
      return [
        { path: '', message: `not checked: ${error instanceof LimitError ? error.message : 'not JSON'}` },
      ];
    }
  };
}

function collectPatterns(
  schema: Json,
  patterns: Map<string, (text: string) => boolean>,
  seen: Set<Json>,
): void {
  if (typeof schema === 'boolean' || seen.has(schema)) return;
  if (!isSchema(schema)) throw new TypeError('A JSON Schema must be an object or a boolean');
  seen.add(schema);
  const named = schema['patternProperties'];
  const found = isSchema(named) ? Object.keys(named) : [];
  if (typeof schema['pattern'] === 'string') found.push(schema['pattern']);
  for (const pattern of found) if (!patterns.has(pattern)) patterns.set(pattern, compilePattern(pattern));
  for (const part of partsOf(schema)) collectPatterns(part, patterns, seen);
}
