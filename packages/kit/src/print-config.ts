// --print-config: the entry on stdout, alone, so that it can be piped; where it goes on stderr.

import type { ClientName } from './client-names.ts';
import { type Client, clients } from './clients.ts';
import { type Entry, entryOf } from './entry.ts';
import type { Host } from './host.ts';
import type { OptionTable, Specs } from './option-types.ts';
import type { Raw } from './option-values.ts';
import { listing } from './text.ts';

export interface PrintedConfig {
  /** For stdout. */
  readonly entry: string;
  /** For stderr. */
  readonly hint: string;
}

/** The entry that starts this very file with the options given now, for one client on this system. */
export function printConfig<S extends Specs>(
  name: ClientName,
  table: OptionTable<S>,
  given: ReadonlyMap<string, Raw>,
  host: Host,
): PrintedConfig {
  const client = clients[name];
  const entry = entryOf(table, given, host);
  const hints = [`${client.title}: ${client.place(host.platform)}`, ...secretHints(client, entry)];
  if (/[\\/]_npx[\\/]/.test(entry.args.join('\n'))) {
    hints.push('This file lies in the cache of npx, which may be emptied; install the package to keep it.');
  }
  return { entry: `${client.write(entry, host.platform)}\n`, hint: `${hints.join('\n')}\n` };
}

function secretHints({ looksUp }: Client, { secrets }: Entry): readonly string[] {
  if (secrets.length === 0) return [];
  const names = listing(secrets);
  if (looksUp === 'asks') return [`It will ask for ${names} and keep it.`];
  if (looksUp === 'environment') return [`${names} must be set in the environment the client starts from.`];
  return [`Put the value in place of ${listing(secrets.map((secret) => `<${secret}>`))}.`];
}
