// Plain assertions, so that checks can run outside of vitest's `expect`.
import { isDeepStrictEqual } from 'node:util';

/** A broken promise of the server, said in one sentence. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

export function ensure(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Violation(message);
}

export function equal(actual: unknown, expected: unknown, what: string): void {
  ensure(isDeepStrictEqual(actual, expected), `${what}: expected ${show(expected)}, got ${show(actual)}`);
}

export function matches(actual: string, pattern: RegExp, what: string): void {
  ensure(pattern.test(actual), `${what}: expected ${pattern}, got ${show(actual)}`);
}

/** Throws all complaints at once; nothing when there are none. */
export function none(complaints: readonly string[]): void {
  ensure(complaints.length === 0, complaints.join('\n'));
}

/** JSON of a value, cut at 600 characters. */
export function show(value: unknown): string {
  const text = JSON.stringify(value instanceof Set ? [...value] : value) ?? String(value);
  return text.length > 600 ? `${text.slice(0, 600)}... (${text.length} characters)` : text;
}
