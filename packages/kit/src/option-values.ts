// One option's raw text, from the command line or the environment, read into its value.
import { homedir } from 'node:os';
import { delimiter } from 'node:path';
import { oneLine } from './hidden.ts';
import { flagName, valueName } from './option-names.ts';
import type { IntegerSpec, ListSpec, Spec } from './option-types.ts';
import { holdsVariable, isEmptyUserConfig, placeholderIn } from './placeholders.ts';
import { digits, listing } from './text.ts';

export type OptionValue = boolean | number | string | readonly string[] | undefined;

/** Raw text as found: `undefined` for an option given without a value. */
export interface Raw {
  readonly texts: readonly (string | undefined)[];
  /** `--timeout`, `DIR` or the name of the environment variable. */
  readonly name: string;
  readonly environment: boolean;
}

export interface Read {
  readonly value: OptionValue;
  /** Why the configuration cannot be used as it stands. */
  readonly fault?: string;
  /** Why a value was left out: it holds a placeholder nobody replaced. */
  readonly missing?: string;
}

/** The value of an option that was not given. */
export function absentValue(spec: Spec): OptionValue {
  if (spec.kind === 'flag') return false;
  if (spec.kind === 'optional') return spec.absent;
  if (spec.kind === 'list') return spec.default ?? [];
  return spec.default;
}

/** Reads the raw text of a given option; a fault leaves the value as if it had not been given. */
export function readValue(spec: Spec, raw: Raw): Read {
  const value = absentValue(spec);
  if (spec.kind === 'list') return readList(spec, raw);
  const text = raw.texts.at(-1);
  if (spec.kind === 'flag') {
    const truth = text === undefined ? true : truthOf(text);
    return truth === undefined ? { value, fault: wrong(spec, raw, text, 'true or false') } : { value: truth };
  }
  if (spec.kind === 'optional') {
    const truth = text === undefined ? true : truthOf(text);
    if (truth !== undefined) return { value: truth ? spec.bare : spec.absent };
    const words = [...new Set([spec.absent, spec.bare, ...spec.choices])];
    if (text !== undefined && words.includes(text)) return { value: text };
    return { value, fault: wrong(spec, raw, text, listing(words, 'or')) };
  }
  if (text === undefined || text === '') return { value, fault: `${raw.name} needs a value` };
  if (spec.kind === 'choice') {
    if (spec.choices.includes(text)) return { value: text };
    return { value, fault: wrong(spec, raw, text, listing(spec.choices, 'or')) };
  }
  if (raw.environment && isEmptyUserConfig(text) && !spec.secret && !spec.required) return { value };
  if (spec.kind === 'integer') {
    const number = /^[+-]?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= spec.min && number <= spec.max) return { value: number };
    return { value, fault: wrong(spec, raw, text, range(spec)) };
  }
  const path = spec.kind === 'path';
  const unfilled = path || spec.secret ? placeholderIn(text, spec.secret ?? false) : undefined;
  if (unfilled !== undefined) return { value, missing: unreplaced(raw.name, unfilled) };
  if (holdsVariable(text)) return { value, fault: unexpanded(raw.name) };
  if (text.includes('\0')) return { value, fault: `${raw.name} holds a NUL character` };
  return { value: path ? expandHome(text) : text };
}

function readList(spec: ListSpec, raw: Raw): Read {
  const empty = absentValue(spec);
  const given = raw.texts.flatMap((text) => (text === undefined ? [''] : split(text, spec, raw.environment)));
  const items: string[] = [];
  let missing: string | undefined;
  for (const item of given) {
    if (item === '') {
      if (raw.environment) continue;
      return { value: empty, fault: `${raw.name} needs a value` };
    }
    if (item.includes('\0')) return { value: empty, fault: `${raw.name} holds a NUL character` };
    const path = spec.of === 'path';
    const unfilled = path || spec.secret ? placeholderIn(item, spec.secret ?? false) : undefined;
    if (unfilled !== undefined) {
      missing = unreplaced(raw.name, unfilled);
      continue;
    }
    if (raw.environment && isEmptyUserConfig(item)) continue;
    if (holdsVariable(item)) return { value: empty, fault: unexpanded(raw.name) };
    if (spec.choices !== undefined && !spec.choices.includes(item)) {
      return { value: empty, fault: wrong(spec, raw, item, `of ${listing(spec.choices, 'or')}`) };
    }
    if (!items.includes(item)) items.push(path ? expandHome(item) : item);
  }
  if (missing !== undefined) return { value: items, missing };
  return { value: items.length === 0 ? empty : items };
}

function split(text: string, spec: ListSpec, environment: boolean): readonly string[] {
  const by = spec.split ?? 'comma';
  if (by === 'comma') {
    const items = text.split(',').map((item) => item.trim());
    return items.every((item) => item === '') ? [''] : items.filter((item) => item !== '');
  }
  if (!environment) return [text];
  return text.split(by === 'path' ? delimiter : /\r?\n/);
}

/** `~` and `~/x`, which no shell expands in a client's configuration file. */
export function expandHome(path: string): string {
  const first = path.slice(0, 2);
  return path === '~' || first === '~/' || first === '~\\' ? homedir() + path.slice(1) : path;
}

function truthOf(text: string): boolean | undefined {
  if (/^(true|1|yes|on)$/i.test(text)) return true;
  return /^(false|0|no|off)$/i.test(text) ? false : undefined;
}

function range({ min, max, unit }: IntegerSpec): string {
  return `a whole number${unit === undefined ? '' : ` of ${unit}`} from ${digits(min)} to ${digits(max)}`;
}

function wrong(spec: Spec, raw: Raw, text: string | undefined, allowed: string): string {
  const got = spec.secret || text === undefined ? '' : `, not "${oneLine(text, 60)}"`;
  return `${raw.name} must be ${allowed}${got}`;
}

function unreplaced(name: string, placeholder: string): string {
  return `${name} holds the literal text ${oneLine(placeholder, 60)}: the client did not replace it, so it counts as missing`;
}

function unexpanded(name: string): string {
  return `${name} holds a literal \${...}: the client did not replace it; set the value or remove the entry`;
}

/** How an option is called in a message: `--timeout`, `DIR`. */
export function displayName(key: string, spec: Spec, positional: boolean): string {
  return positional ? valueName(key, spec) : flagName(key);
}
