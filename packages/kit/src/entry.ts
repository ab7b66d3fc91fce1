// What a client has to start: this runtime, this file, the arguments and variables in use now.
import { realpathSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import type { Host } from './host.ts';
import { flagName, mainEnvName } from './option-names.ts';
import type { OptionTable, Spec, Specs } from './option-types.ts';
import { expandHome, type Raw } from './option-values.ts';

export interface Entry {
  /** The name of the server in the client's configuration. */
  readonly id: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Plain settings taken from the environment. */
  readonly env: readonly (readonly [name: string, value: string])[];
  /** Names of variables that hold a credential; the value is never printed. */
  readonly secrets: readonly string[];
}

/** Carries the given options over: paths made absolute, credentials turned into variables. */
export function entryOf<S extends Specs>(
  table: OptionTable<S>,
  given: ReadonlyMap<string, Raw>,
  host: Host,
): Entry {
  const options: string[] = [];
  const positionals: string[] = [];
  const env: [string, string][] = [];
  const secrets = new Set<string>();
  for (const [key, spec] of Object.entries<Spec>(table.specs)) {
    const raw = given.get(key);
    if (spec.secret) {
      if (raw !== undefined || spec.required) {
        secrets.add(raw?.environment ? raw.name : mainEnvName(table.server, key, spec));
      }
    } else if (raw !== undefined && !spec.action) {
      const absolute = (text: string) => absolutePath(text, spec, host);
      if (raw.environment) env.push([raw.name, environmentText(raw.texts.join(''), spec, host)]);
      else if (table.positionals.includes(key))
        positionals.push(...raw.texts.map((text) => absolute(text ?? '')));
      else {
        const flag = flagName(key);
        options.push(...raw.texts.map((text) => (text === undefined ? flag : `${flag}=${absolute(text)}`)));
      }
    }
  }
  const guard = positionals.some((text) => text.startsWith('-')) ? ['--'] : [];
  return {
    id: table.server,
    command: host.execPath,
    args: [...host.execArgv, realScript(host), ...options, ...guard, ...positionals],
    env,
    secrets: [...secrets],
  };
}

/** Clients start servers in a folder of their choosing. A URL or `:memory:` stays as it is. */
function absolutePath(text: string, spec: Spec, host: Host): string {
  const path = spec.kind === 'path' || (spec.kind === 'list' && spec.of === 'path');
  if (!path || text === '' || /^(?::memory:|[a-z][a-z0-9+.-]+:)/i.test(text)) return text;
  const { isAbsolute, resolve } = host.platform === 'win32' ? win32 : posix;
  const home = expandHome(text);
  return isAbsolute(home) ? home : resolve(host.cwd(), home);
}

/** Bare words in a list of paths stay: with `/srv:ro` split at the colon, `ro` is no path. */
function environmentText(text: string, spec: Spec, host: Host): string {
  if (spec.kind !== 'list' || spec.split !== 'path') return absolutePath(text, spec, host);
  const { delimiter } = host.platform === 'win32' ? win32 : posix;
  return text
    .split(delimiter)
    .map((path) => (/^[.~]|[\\/]/.test(path) ? absolutePath(path, spec, host) : path))
    .join(delimiter);
}

/** The file behind a link such as node_modules/.bin/plainmcp-git, which would name another one after an update. */
function realScript(host: Host): string {
  try {
    return realpathSync(host.script);
  } catch {
    return host.script;
  }
}
