// Where the programs under comparison are: our built servers, the official ones, and other people's clients.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** A program to start with the Node that runs the tests. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** Our built server, started as a user's client would start it. */
export function ourServer(name: string, args: readonly string[]): Program {
  return { command: process.execPath, args: [join(repository, 'servers', name, 'dist', 'bin.js'), ...args] };
}

/** The official filesystem server of the catalog's version. */
export function officialFilesystem(args: readonly string[]): Program {
  const folder = dirname(require.resolve('@modelcontextprotocol/server-filesystem/package.json'));
  return { command: process.execPath, args: [join(folder, 'dist', 'index.js'), ...args] };
}

/** The inspector's command line. */
export function inspectorCli(args: readonly string[]): Program {
  const folder = dirname(require.resolve('@modelcontextprotocol/inspector/package.json'));
  return {
    command: process.execPath,
    args: [join(folder, 'clients', 'launcher', 'build', 'index.js'), '--cli', ...args],
  };
}
