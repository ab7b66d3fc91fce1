// Compares a value with a file kept in the repository.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { stableJson } from './json.ts';

export interface GoldenOptions {
  /** Applied in order to the text before it is compared: what differs from run to run becomes a fixed word. */
  readonly mask?: readonly (readonly [find: string | RegExp, replacement: string])[];
}

/**
 * Fails unless `value` (text as it is, anything else as JSON with sorted keys) equals the golden file.
 * A plain name lies in `__golden__` beside the running test. UPDATE_GOLDEN=1 writes the file, never when CI is set.
 */
export function expectGolden(file: string | URL, value: unknown, options: GoldenOptions = {}): void {
  const path = locate(file);
  let actual = typeof value === 'string' ? value : stableJson(value, 2);
  for (const [find, replacement] of options.mask ?? [])
    actual = actual.replaceAll(asGlobal(find), replacement);
  if (!actual.endsWith('\n')) actual += '\n';

  if (isSet(process.env['UPDATE_GOLDEN'])) {
    if (isSet(process.env['CI']))
      throw new Error('Golden files are never written when CI is set: unset UPDATE_GOLDEN.');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
    return;
  }
  if (!existsSync(path))
    throw new Error(`Golden file ${path} is missing. Look at the value, then write it with UPDATE_GOLDEN=1.`);
  expect(actual, `differs from ${path}`).toBe(readFileSync(path, 'utf8').replaceAll('\r\n', '\n'));
}

function locate(file: string | URL): string {
  if (typeof file !== 'string') return fileURLToPath(file);
  if (isAbsolute(file)) return file;
  const { testPath } = expect.getState();
  if (testPath === undefined) throw new Error(`A relative golden name (${file}) needs a running test.`);
  return join(dirname(testPath), '__golden__', file);
}

function asGlobal(find: string | RegExp): string | RegExp {
  return typeof find === 'string' || find.global ? find : new RegExp(find.source, `${find.flags}g`);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value);
}
