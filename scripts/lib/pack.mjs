// Packs a server as it would be published and installs the tarball into an empty folder.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shell = process.platform === 'win32';

/** The names of all servers in this repository. */
export function serverNames() {
  return readdirSync(join(root, 'servers'));
}

/** The folder of a workspace package, for example `servers/filesystem`. */
export function packageFolder(path) {
  return join(root, path);
}

/** Packs `path` (already built) into `into`; returns the tarball's absolute path. */
export function pack(path, into) {
  mkdirSync(into, { recursive: true });
  const output = execFileSync('pnpm', ['pack', '--json', '--pack-destination', into], {
    cwd: packageFolder(path),
    encoding: 'utf8',
    shell,
    env: { ...process.env, npm_config_ignore_scripts: 'true' },
  });
  return JSON.parse(output).filename;
}

/**
 * Installs a tarball into `folder` with npm, offline: our packages have no dependency to fetch. Returns the
 * folder of the installed package and its executable file, where it has one.
 */
export function install(tarball, folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', tarball], {
    cwd: folder,
    shell,
    // Settings of the npx that started us, such as its allow-scripts, are not for this npm.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name))),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const installed = join(folder, 'node_modules', Object.keys(dependencies)[0]);
  const { bin = {} } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const [program] = Object.values(bin);
  return { folder: installed, bin: program === undefined ? undefined : join(installed, program) };
}
