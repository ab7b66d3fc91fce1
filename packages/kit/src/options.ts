// defineOptions: a server's option table, completed with the options all servers share.
import { type CommonSpecs, commonOptions } from './common-options.ts';
import type { OptionTable, Specs } from './option-types.ts';

export type { OptionTable, Specs, ValuesIn, ValuesOf } from './option-types.ts';

interface Declared<P extends Specs, O extends Specs> {
  /** Short name, for example `filesystem`. */
  readonly server: string;
  /** Arguments without a name, in order; only the last may be a list. `{}` for none. */
  readonly positionals: P;
  readonly options: O;
  /** Where this server's default differs from the common one. */
  readonly defaults?: { readonly timeout?: number; readonly maxOutputChars?: number };
}

/**
 * The one table behind the command line, the environment, --help, the README and both manifests.
 * Throws when the table contradicts itself, so a mistake shows in the first test run.
 */
export function defineOptions<const P extends Specs, const O extends Specs>(
  declared: Declared<P, O>,
): OptionTable<CommonSpecs & O & P> {
  const positionals = Object.keys(declared.positionals);
  const own = Object.keys(declared.options);
  const { timeout, maxOutputChars } = commonOptions;
  const common: CommonSpecs = {
    ...commonOptions,
    timeout: { ...timeout, default: declared.defaults?.timeout ?? timeout.default },
    maxOutputChars: {
      ...maxOutputChars,
      default: declared.defaults?.maxOutputChars ?? maxOutputChars.default,
    },
  };
  const keys = [...positionals, ...own];
  const clash = keys.find((key, index) => key in common || keys.indexOf(key) !== index);
  if (clash !== undefined) throw new Error(`option "${clash}" is declared twice`);
  const bad = keys.find((key) => !/^[a-z][a-zA-Z0-9]*$/.test(key));
  if (bad !== undefined) throw new Error(`option "${bad}" is not camelCase`);
  const early = positionals.slice(0, -1).find((key) => declared.positionals[key]?.kind === 'list');
  if (early !== undefined) throw new Error(`positional "${early}" is a list but not the last`);
  return {
    server: declared.server,
    specs: { ...common, ...declared.options, ...declared.positionals },
    positionals,
    own,
  };
}
