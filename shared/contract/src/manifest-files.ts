// Reads the manifests that lie beside a server's package.json.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject, type JsonObject, parseJson } from '@plainmcp/harness/json';
import { pathOf } from '@plainmcp/harness/spawn';
import { ensure } from './assert.ts';

/** The text of a file beside package.json; fails where it is missing. */
export function readBeside(packageJson: string | URL, name: string): string {
  const path = join(dirname(pathOf(packageJson)), name);
  ensure(existsSync(path), `${path} is missing`);
  return readFileSync(path, 'utf8');
}

/** package.json itself, or another JSON object beside it. */
export function readManifest(packageJson: string | URL, name = 'package.json'): JsonObject {
  const value = parseJson(readBeside(packageJson, name));
  ensure(isObject(value), `${name} is not a JSON object`);
  return value;
}
