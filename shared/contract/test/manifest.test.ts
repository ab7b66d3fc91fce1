// Manifests that disagree with one another or with the program are caught.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tree } from '@plainmcp/harness/tmp';
import { expect, it } from 'vitest';
import { checksFor } from '../src/contract.ts';
import { Session } from '../src/session.ts';
import { echo } from './echo.ts';

const folder = fileURLToPath(new URL('./fixtures/echo/', import.meta.url));

/** The fixture copied, with one text of one file replaced. */
function edited(file: string, find: string, replacement: string): Session {
  const copy = tree();
  cpSync(folder, copy.path, { recursive: true });
  const before = readFileSync(copy.join(file), 'utf8');
  const after = before.replaceAll(find, replacement);
  if (after === before) throw new Error(`${file} does not hold ${find}`);
  writeFileSync(copy.join(file), after);
  return Session.of({ ...echo, bin: copy.join('bin.js'), packageJson: copy.join('package.json') });
}

const packageFile = 'manifest: package.json';
const registry = 'manifest: server.json';
const bundle = 'manifest: manifest.json';
const readme = 'manifest: the README';

it.each([
  ['package.json', '@plainmcp/server-echo', '@plainmcp/other', packageFile, 'name: expected'],
  ['package.json', 'io.github.plainmcp/echo', 'io.github.other/echo', packageFile, 'mcpName: expected'],
  ['package.json', '"dist"', '"dist", "src"', packageFile, 'files:'],
  [
    'package.json',
    '"private": true',
    '"private": true, "dependencies": { "left-pad": "1.0.0" }',
    packageFile,
    'dependencies',
  ],
  [
    'package.json',
    '"private": true',
    '"private": true, "scripts": { "postinstall": "x" }',
    packageFile,
    'install scripts',
  ],
  [
    'package.json',
    '"plainmcp-echo": "bin.js"',
    '"plainmcp-echo": "loop.js"',
    packageFile,
    'the executable that was judged',
  ],
  ['server.json', 'io.github.plainmcp/echo', 'io.github.plainmcp/other', registry, 'name: expected'],
  ['server.json', '1.2.3', '1.2.4', registry, 'version: expected'],
  [
    'server.json',
    'The smallest server that keeps the contract',
    'x'.repeat(101),
    registry,
    'description has 101',
  ],
  ['server.json', ', "isSecret": true', '', registry, 'isSecret'],
  [
    'server.json',
    'PLAINMCP_ECHO_READ_ONLY',
    'PLAINMCP_ECHO_GHOST',
    registry,
    'PLAINMCP_ECHO_GHOST, --help does not',
  ],
  ['server.json', '"--read-only"', '"--ghost"', registry, '--ghost, --help does not'],
  ['manifest.json', '"0.4"', '"0.2"', bundle, 'manifest_version'],
  ['manifest.json', '"wait_seconds"', '"ghost_tool"', bundle, 'does not name the tool wait_seconds'],
  ['manifest.json', ', "sensitive": true', '', bundle, 'sensitive'],
  ['manifest.json', 'user_config.token}', 'user_config.ghost}', bundle, 'used but not declared'],
  ['README.md', '`wait_seconds`', '', readme, 'does not name the tool wait_seconds'],
  ['README.md', '`--timeout`', '', readme, 'does not name --timeout'],
  ['README.md', '<!-- end tools -->', '', readme, 'markers that begin and end'],
])('%s with %s replaced by %s fails', async (file, find, replacement, start, says) => {
  const session = edited(file, find, replacement);
  const check = checksFor(session.subject).find(({ name }) => name.startsWith(start));
  if (check === undefined) throw new Error(`no check is named ${start}`);
  try {
    await expect(session.judge(check)).rejects.toThrow(says);
  } finally {
    await session.close();
  }
});
