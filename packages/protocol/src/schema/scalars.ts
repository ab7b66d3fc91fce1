// The `t` schemas of single values: text, numbers, booleans, fixed values and free JSON.
import type { Json } from '../jsonrpc.ts';
import { type Format, hasFormat } from './formats.ts';
import { isJson, MAX_DEPTH } from './json.ts';
import { jsonOf, required, type Type } from './type.ts';
import type { Walk } from './walk.ts';
import { list, nearest, preview, quote, range } from './words.ts';

export interface StringLimits {
  /** Unicode code points. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** ECMA-262 with the `u` flag, not anchored. Text above `maxLength`, or 4,096 without one, is refused unmatched. */
  readonly pattern?: string;
  readonly format?: Format;
}

export interface NumberLimits {
  /** Inclusive. */
  readonly min?: number;
  readonly max?: number;
}

type Scalar = string | number | boolean;

const PATTERN_LENGTH = 4096;
const NUMBER_TEXT = /^-?\d{1,40}(?:\.\d{1,40})?(?:e[+-]?\d{1,3})?$/i;
const INTEGER_TEXT = /^-?\d{1,16}(?:\.0{1,16})?$/;

export function string(description?: string, limits: StringLimits = {}): Type<string> {
  const { minLength, maxLength, pattern, format } = limits;
  const matcher = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  const expected = `a string${range(minLength, maxLength, 'character')}${pattern === undefined ? '' : ` matching ${pattern}`}${format === undefined ? '' : ` in ${format} format`}`;
  const fits = (text: string): boolean =>
    (minLength === undefined || (text.length >= minLength && codePoints(text, minLength) >= minLength)) &&
    (maxLength === undefined || text.length <= maxLength || codePoints(text, maxLength) <= maxLength) &&
    (matcher === undefined ||
      ((maxLength !== undefined || text.length <= PATTERN_LENGTH) && matcher.test(text))) &&
    (format === undefined || hasFormat(format, text));
  return required({
    json: jsonOf({ type: 'string', description, minLength, maxLength, pattern, format }),
    expected,
    check: (value, walk) =>
      typeof value === 'string' && fits(value) ? value : mismatch(walk, expected, value),
  });
}

export function number(description?: string, limits: NumberLimits = {}): Type<number> {
  return numeric('number', 'a number', NUMBER_TEXT, Number.isFinite, description, limits);
}

export function int(description?: string, limits: NumberLimits = {}): Type<number> {
  return numeric('integer', 'an integer', INTEGER_TEXT, Number.isInteger, description, limits);
}

/**
 * How many, or which one: an integer from 1. Shown as a plain integer, since that counts are positive goes
 * without saying and every list of tools would pay for saying it; less than 1 is refused all the same.
 */
export function count(description?: string, { max }: { readonly max?: number } = {}): Type<number> {
  const limits = { min: 1, ...(max === undefined ? {} : { max }) };
  return numeric('integer', 'an integer', INTEGER_TEXT, Number.isInteger, description, limits, { max });
}

export function boolean(description?: string): Type<boolean> {
  const expected = 'true or false';
  return required({
    json: jsonOf({ type: 'boolean', description }),
    expected,
    check: (value, walk) => {
      if (typeof value === 'boolean') return value;
      const word = typeof value === 'string' && value.length < 20 ? value.trim() : '';
      return word === 'true' ? true : word === 'false' ? false : mismatch(walk, expected, value);
    },
  });
}

/** One of `values`. */
export function oneOf<const V extends Scalar>(values: readonly V[], description?: string): Type<V> {
  if (values.length === 0) throw new TypeError('t.enum needs at least one value');
  return fixed(values, jsonOf({ type: typeOf(values), description, enum: [...values] }));
}

/** Exactly `value`. */
export function literal<const V extends Scalar>(value: V, description?: string): Type<V> {
  return fixed([value], jsonOf({ type: typeOf([value]), description, const: value }));
}

/** Any JSON value, at most 100 levels deep; taken as it is. */
export function json(description?: string): Type<Json> {
  return required({
    json: jsonOf({ description }),
    expected: 'a JSON value',
    takesNull: true,
    check: (value, walk) =>
      isJson(value) ? value : walk.fault(`expected a JSON value of at most ${MAX_DEPTH} levels`),
  });
}

export function mismatch(walk: Walk, expected: string, value: unknown): ReturnType<Walk['fault']> {
  return walk.fault(`expected ${expected}, got ${preview(value)}`);
}

function numeric(
  type: 'number' | 'integer',
  noun: string,
  text: RegExp,
  isKind: (value: number) => boolean,
  description: string | undefined,
  { min, max }: NumberLimits,
  shown: { readonly min?: number | undefined; readonly max?: number | undefined } = { min, max },
): Type<number> {
  const expected = noun + range(min, max);
  return required({
    json: jsonOf({ type, description, minimum: shown.min, maximum: shown.max }),
    expected,
    check: (value, walk) => {
      const found = typeof value === 'string' ? numberIn(value, text, type) : value;
      const fits =
        typeof found === 'number' &&
        isKind(found) &&
        (min === undefined || found >= min) &&
        (max === undefined || found <= max);
      return fits ? found : mismatch(walk, expected, value);
    },
  });
}

function numberIn(value: string, text: RegExp, type: string): number | undefined {
  const trimmed = value.length <= 100 ? value.trim() : '';
  const found = text.test(trimmed) ? Number(trimmed) : undefined;
  // An integer beyond 2^53 would silently become its neighbour.
  return type === 'integer' && !Number.isSafeInteger(found) ? undefined : found;
}

function fixed<const V extends Scalar>(values: readonly V[], schema: ReturnType<typeof jsonOf>): Type<V> {
  const names = values.map((value) => (typeof value === 'string' ? quote(value) : String(value)));
  const expected = names.length === 1 ? `${names[0]}` : `one of ${list(names)}`;
  return required({
    json: schema,
    expected,
    check: (value, walk) => {
      const exact = values.find((known) => known === value);
      if (exact !== undefined) return exact;
      if (typeof value !== 'string') return mismatch(walk, expected, value);
      const word = value.length <= 100 ? value.trim() : '';
      const spelled = values.find((known) => typeof known !== 'string' && String(known) === word);
      if (spelled !== undefined) return spelled;
      const near = nearest(
        value,
        values.flatMap((known) => (typeof known === 'string' ? [known] : [])),
      );
      const hint = near === undefined || values.length === 1 ? '' : `; did you mean ${quote(near)}?`;
      return walk.fault(`expected ${expected}, got ${preview(value)}${hint}`);
    },
  });
}

function typeOf(values: readonly Scalar[]): string | undefined {
  const kinds = new Set(values.map((value) => (Number.isInteger(value) ? 'integer' : typeof value)));
  if (kinds.has('number')) kinds.delete('integer');
  return kinds.size === 1 ? [...kinds][0] : undefined;
}

/** Code points of `text`, counted only as far as it can matter for `limit`. */
function codePoints(text: string, limit: number): number {
  if (text.length > 2 * limit) return text.length / 2;
  let n = 0;
  for (const _ of text) n += 1;
  return n;
}
