// The shape of an option table and the types its values get.

interface Described {
  /** One sentence for --help, the README and the manifests; no full stop needed. */
  readonly description: string;
  /** Accepted names beside the derived `PLAINMCP_<SERVER>_<OPTION>`: the vendor's and the replaced server's. */
  readonly env?: readonly string[];
  /** Shown in --help as the value, for example `DIR`. */
  readonly value?: string;
  readonly short?: string;
  /** Never printed, scrubbed from everything that leaves, prompted for by clients. */
  readonly secret?: true;
  /** Missing is a configuration fault; also written to server.json and the MCPB manifest. */
  readonly required?: true;
  /** Read from the environment only: a credential on a command line shows in the process list. */
  readonly envOnly?: true;
  /** Makes the program print something and exit: no environment twin, and a wrong value is a usage error. */
  readonly action?: true;
}

/** Present or not; in the environment true/false, yes/no, on/off, 1/0. */
export interface FlagSpec extends Described {
  readonly kind: 'flag';
}

export interface StringSpec extends Described {
  readonly kind: 'string';
  readonly default?: string;
}

/** A file or folder: `~` is expanded, nothing else is done to it. */
export interface PathSpec extends Described {
  readonly kind: 'path';
  readonly default?: string;
  readonly folder?: true;
}

/** Several values: the option may be repeated, and one value may hold several. */
export interface ListSpec extends Described {
  readonly kind: 'list';
  readonly of?: 'string' | 'path';
  readonly folder?: true;
  readonly choices?: readonly string[];
  /**
   * How one value is split: at commas (the default), at the system's path-list separator (environment only:
   * an argument is one path), or at line ends (environment only: for values that may hold commas).
   */
  readonly split?: 'comma' | 'path' | 'line';
  readonly default?: readonly string[];
}

/** A whole number from `min` to `max`. */
export interface IntegerSpec extends Described {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
  /** Plural, for example `seconds`. */
  readonly unit?: string;
  readonly default?: number;
}

export interface ChoiceSpec extends Described {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly default?: string;
}

/** `--allow-delete` alone means `bare`, with `=x` one of `choices`, and not given `absent`. */
export interface OptionalSpec extends Described {
  readonly kind: 'optional';
  readonly absent: string;
  readonly bare: string;
  readonly choices: readonly string[];
}

export type Spec = FlagSpec | StringSpec | PathSpec | ListSpec | IntegerSpec | ChoiceSpec | OptionalSpec;

/** Keys are camelCase; `--kebab-case` and the environment name follow from them. */
export type Specs = { readonly [key: string]: Spec };

type OrUndefined<S, T> = S extends { readonly default: T } ? never : undefined;

/** The type of one parsed value. */
export type ValueOf<S> = S extends { readonly kind: 'flag' }
  ? boolean
  : S extends { readonly kind: 'integer' }
    ? number | OrUndefined<S, number>
    : S extends { readonly kind: 'list'; readonly choices: readonly (infer C)[] }
      ? readonly C[]
      : S extends { readonly kind: 'list' }
        ? readonly string[]
        : S extends { readonly kind: 'choice'; readonly choices: readonly (infer C)[] }
          ? C | OrUndefined<S, string>
          : S extends {
                readonly kind: 'optional';
                readonly absent: infer A;
                readonly bare: infer B;
                readonly choices: readonly (infer C)[];
              }
            ? A | B | C
            : string | OrUndefined<S, string>;

/** The type of all parsed values of a table. */
export type ValuesOf<S> = { readonly [K in keyof S]: ValueOf<S[K]> };

/** What `defineOptions` makes: one source for the command line, --help, README, server.json and MCPB. */
export interface OptionTable<S extends Specs> {
  /** Short name, for example `filesystem`; the program is `plainmcp-<server>`. */
  readonly server: string;
  /** All options by key: positionals, the server's own, the common ones. */
  readonly specs: S;
  /** Keys of the positionals, in order; only the last may be a list. */
  readonly positionals: readonly string[];
  /** Keys of the server's own options, in order. */
  readonly own: readonly string[];
}

/** The values of a table: `type Values = ValuesIn<typeof options>`. */
export type ValuesIn<T> = T extends OptionTable<infer S> ? ValuesOf<S> : never;
