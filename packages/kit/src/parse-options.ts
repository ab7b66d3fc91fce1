// Command line and environment -> typed values, faults to show in every call, usage errors to exit with.
import { parseArgs } from 'node:util';
import { type CommonValues, commonOptions } from './common-options.ts';
import { oneLine } from './hidden.ts';
import { nearest } from './nearest.ts';
import { envNames, flagName, kebab, mainEnvName } from './option-names.ts';
import type { OptionTable, Spec, Specs, ValuesOf } from './option-types.ts';
import { absentValue, displayName, type OptionValue, type Raw, readValue } from './option-values.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Parsed<S extends Specs> {
  readonly values: ValuesOf<S>;
  /** The options all servers have, where the server's own type is not known. */
  readonly common: CommonValues;
  /** Unknown option or wrong value of one that only prints: one line, exit code 2. */
  readonly usageError: string | undefined;
  /** Everything else that is wrong: the handshake stands, calls answer with these. */
  readonly faults: readonly string[];
  /** By key: why a credential or path counts as missing. Worth a line on stderr and in the server's own fault. */
  readonly missing: ReadonlyMap<string, string>;
  /** By key: where the value came from and its text as given. */
  readonly given: ReadonlyMap<string, Raw>;
}

/** Precedence: argument, environment, default. Never throws for anything a person can type. */
export function parseOptions<S extends Specs>(
  table: OptionTable<S>,
  argv: readonly string[],
  env: Environment,
): Parsed<S> {
  const line = readCommandLine(table, argv);
  const values: Record<string, OptionValue> = {};
  const faults = [...line.faults];
  const missing = new Map<string, string>();
  const given = new Map<string, Raw>();
  let usageError = line.usageError;
  for (const [key, spec] of Object.entries<Spec>(table.specs)) {
    const raw = line.raws.get(key) ?? fromEnvironment(table.server, key, spec, env);
    if (raw !== undefined) given.set(key, raw);
    const read = raw === undefined ? { value: absentValue(spec) } : readValue(spec, raw);
    values[key] = read.value;
    if (read.missing !== undefined) missing.set(key, read.missing);
    if (read.fault === undefined) {
      const absent = read.value === undefined || (Array.isArray(read.value) && read.value.length === 0);
      if (spec.required && absent) faults.push(read.missing ?? required(table, key, spec));
    } else if (spec.action) usageError ??= read.fault;
    else faults.push(read.fault);
  }
  if (!fits(table.specs, values) || !fits(commonOptions, values)) {
    throw new Error('an option was read into a value its table does not allow');
  }
  return { values, common: values, usageError, faults, missing, given };
}

interface CommandLine {
  readonly raws: ReadonlyMap<string, Raw>;
  readonly usageError: string | undefined;
  readonly faults: readonly string[];
}

function readCommandLine<S extends Specs>(table: OptionTable<S>, argv: readonly string[]): CommandLine {
  const keys = new Map<string, string>();
  const config: Record<string, { type: 'string' | 'boolean'; short?: string }> = {};
  for (const [key, spec] of Object.entries<Spec>(table.specs)) {
    if (spec.envOnly || table.positionals.includes(key)) continue;
    keys.set(kebab(key), key);
    const type = spec.kind === 'flag' || spec.kind === 'optional' ? 'boolean' : 'string';
    config[kebab(key)] = spec.short === undefined ? { type } : { type, short: spec.short };
  }
  const { tokens } = parseArgs({ args: [...argv], options: config, strict: false, tokens: true });
  const raws = new Map<string, Raw>();
  const faults: string[] = [];
  let usageError: string | undefined;
  let position = 0;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      const key = table.positionals[Math.min(position, table.positionals.length - 1)];
      const spec = key === undefined ? undefined : table.specs[key];
      if (
        key === undefined ||
        spec === undefined ||
        (position >= table.positionals.length && spec.kind !== 'list')
      ) {
        faults.push(`unexpected argument "${oneLine(token.value, 60)}"`);
        continue;
      }
      push(raws, key, displayName(key, spec, true), token.value);
      position += 1;
      continue;
    }
    const key = keys.get(token.name);
    if (key === undefined) {
      usageError ??= unknownOption(argv[token.index] ?? token.rawName, keys.keys());
      continue;
    }
    const swallowed = token.inlineValue === false && /^--?[a-z]/i.test(token.value ?? '');
    push(raws, key, flagName(key), swallowed ? undefined : token.value);
  }
  return { raws, usageError, faults };
}

function push(raws: Map<string, Raw>, key: string, name: string, text: string | undefined): void {
  const before = raws.get(key)?.texts ?? [];
  raws.set(key, { texts: [...before, text], name, environment: false });
}

function unknownOption(argument: string, names: Iterable<string>): string {
  const name = argument.replace(/=.*$/s, '');
  const near = nearest(name.replace(/^-+/, ''), names);
  return `unknown option ${oneLine(name, 60)}${near === undefined ? '' : `; did you mean --${near}?`}`;
}

/** Empty counts as unset: clients pass empty text for a setting left blank. */
function fromEnvironment(server: string, key: string, spec: Spec, env: Environment): Raw | undefined {
  for (const name of envNames(server, key, spec)) {
    const text = env[name];
    if (text !== undefined && text.trim() !== '') return { texts: [text], name, environment: true };
  }
  return undefined;
}

function required<S extends Specs>(table: OptionTable<S>, key: string, spec: Spec): string {
  const env = mainEnvName(table.server, key, spec);
  if (spec.envOnly) return `${env} is not set: ${spec.description}`;
  const name = displayName(key, spec, table.positionals.includes(key));
  return `${name} is missing: pass ${name} or set ${env} (${spec.description})`;
}

/** Tests every value against the kind its option declares. */
function fits<S extends Specs>(specs: S, values: Record<string, OptionValue>): values is ValuesOf<S> {
  return Object.entries<Spec>(specs).every(([key, spec]) => fitsSpec(spec, values[key]));
}

function fitsSpec(spec: Spec, value: OptionValue): boolean {
  if (spec.kind === 'flag') return typeof value === 'boolean';
  if (spec.kind === 'list') {
    const { choices } = spec;
    return Array.isArray(value) && (choices === undefined || value.every((item) => choices.includes(item)));
  }
  if (spec.kind === 'optional') {
    return typeof value === 'string' && [spec.absent, spec.bare, ...spec.choices].includes(value);
  }
  if (value === undefined) return spec.default === undefined;
  if (spec.kind === 'integer') return typeof value === 'number';
  return typeof value === 'string' && (spec.kind !== 'choice' || spec.choices.includes(value));
}
