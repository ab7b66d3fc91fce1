// Applies one JSON Schema 2020-12 to one value; the keywords that hold other schemas are here.
import { isObject, type Json, type JsonObject } from '../../jsonrpc.ts';
import type { Issue } from '../types.ts';
import { pathText, type Segment } from '../walk.ts';
import { assertionFaults } from './assertions.ts';
import { LimitError } from './regex.ts';
import { Seen } from './seen.ts';

const MAX_DEPTH = 400;
const MAX_STEPS = 2_000_000;
const MAX_ISSUES = 10;

/** What the schemas of one document share. */
export interface Document {
  readonly targets: ReadonlyMap<JsonObject, Json>;
  readonly matches: (pattern: string, text: string) => boolean;
}

type Source = { readonly [key: string]: Json };

export class Evaluation {
  readonly issues: Issue[] = [];
  readonly #document: Document;
  readonly #path: Segment[] = [];
  #quiet = 0;
  #depth = 0;
  #steps = 0;

  constructor(document: Document) {
    this.#document = document;
  }

  /** Whether `value` fits; what was looked at is added to `seen`. Throws LimitError. */
  check(schema: Json | undefined, value: Json, seen: Seen): boolean {
    if (schema === undefined || schema === true) return true;
    if (!isObject(schema)) return this.#fault('is not allowed');
    this.#depth += 1;
    this.#steps += 1;
    if (this.#depth > MAX_DEPTH)
      throw new LimitError('the schema refers to itself without end or is too deep');
    if (this.#steps > MAX_STEPS) throw new LimitError('checking takes too many steps');
    const own = new Seen();
    const ok = this.#keywords(schema, value, own);
    if (ok) seen.add(own);
    this.#depth -= 1;
    return ok;
  }

  #keywords(schema: JsonObject, value: Json, own: Seen): boolean {
    let ok = true;
    for (const message of assertionFaults(schema, value, this.#document.matches)) ok = this.#fault(message);
    if (!ok && this.#hasEnough) return false;
    ok = this.#inPlace(schema, value, own) && ok;
    if (!ok && this.#hasEnough) return false;
    if (Array.isArray(value)) return this.#items(schema, value, own) && ok;
    return isObject(value) ? this.#keys(schema, value, own) && ok : ok;
  }

  get #hasEnough(): boolean {
    return this.#quiet > 0 || this.issues.length >= MAX_ISSUES;
  }

  #inPlace(schema: JsonObject, value: Json, own: Seen): boolean {
    const { allOf, anyOf, oneOf, not, if: condition } = schema;
    let ok = schema['$ref'] === undefined || this.check(this.#document.targets.get(schema), value, own);
    if (Array.isArray(allOf)) for (const part of allOf) ok = this.check(part, value, own) && ok;
    if (Array.isArray(anyOf)) {
      // All are tried, since each one that fits says what it has looked at.
      const fitting = anyOf.filter((part) => this.#fits(part, value, own)).length;
      if (fitting === 0) ok = this.#fault('fits none of the allowed shapes (anyOf)');
    }
    if (Array.isArray(oneOf)) {
      const fitting = oneOf.filter((part) => this.#fits(part, value, own)).length;
      if (fitting !== 1) ok = this.#fault(`fits ${fitting} shapes where exactly one is allowed (oneOf)`);
    }
    if (not !== undefined && this.#fits(not, value, new Seen()))
      ok = this.#fault('has a shape that is not allowed');
    if (condition !== undefined) {
      const branch = this.#fits(condition, value, own) ? schema['then'] : schema['else'];
      ok = this.check(branch, value, own) && ok;
    }
    return ok;
  }

  #items(schema: JsonObject, value: readonly Json[], own: Seen): boolean {
    const { items, contains, unevaluatedItems } = schema;
    const prefix = Array.isArray(schema['prefixItems'])
      ? schema['prefixItems']
      : Array.isArray(items)
        ? items
        : [];
    let ok = true;
    const each = (part: Json, wanted: (index: number) => boolean): void => {
      for (let i = 0; i < value.length && !(!ok && this.#hasEnough); i++) {
        if (wanted(i)) ok = this.#child(part, value[i], i) && ok;
      }
    };
    for (const [i, part] of prefix.entries()) if (i < value.length) ok = this.#child(part, value[i], i) && ok;
    own.upTo = Math.max(own.upTo, Math.min(prefix.length, value.length));
    if (items !== undefined && !Array.isArray(items)) {
      each(items, (i) => i >= prefix.length);
      own.upTo = value.length;
    }
    if (contains !== undefined) ok = this.#contains(schema, contains, value, own) && ok;
    if (unevaluatedItems !== undefined) {
      each(unevaluatedItems, (i) => !own.hasItem(i));
      own.upTo = value.length;
    }
    return ok;
  }

  #contains(schema: JsonObject, contains: Json, value: readonly Json[], own: Seen): boolean {
    const min = typeof schema['minContains'] === 'number' ? schema['minContains'] : 1;
    const max = typeof schema['maxContains'] === 'number' ? schema['maxContains'] : Number.POSITIVE_INFINITY;
    let fitting = 0;
    for (const [i, item] of value.entries()) {
      if (!this.#fits(contains, item, new Seen())) continue;
      fitting += 1;
      own.items.add(i);
    }
    if (fitting >= min && fitting <= max) return true;
    return this.#fault(`has ${fitting} items of the shape in contains, outside ${min} to ${max}`);
  }

  #keys(schema: JsonObject, value: Source, own: Seen): boolean {
    const { properties, additionalProperties, unevaluatedProperties, propertyNames, dependentSchemas } =
      schema;
    const named = isObject(properties) ? properties : {};
    const patterns = isObject(schema['patternProperties']) ? Object.entries(schema['patternProperties']) : [];
    let ok = true;
    if (isObject(dependentSchemas)) {
      for (const [key, part] of Object.entries(dependentSchemas)) {
        if (Object.hasOwn(value, key)) ok = this.check(part, value, own) && ok;
      }
    }
    for (const [key, item] of Object.entries(value)) {
      if (!ok && this.#hasEnough) return false;
      if (propertyNames !== undefined && !this.#fits(propertyNames, key, new Seen())) {
        ok = this.#at(key, () => this.#fault('is not an allowed name'));
      }
      const parts = patterns
        .filter(([pattern]) => this.#document.matches(pattern, key))
        .map(([, part]) => part);
      if (Object.hasOwn(named, key)) parts.push(named[key] ?? true);
      if (parts.length === 0 && additionalProperties !== undefined) parts.push(additionalProperties);
      for (const part of parts) ok = this.#child(part, item, key) && ok;
      if (parts.length > 0) own.keys.add(key);
    }
    if (unevaluatedProperties === undefined) return ok;
    for (const [key, item] of Object.entries(value)) {
      if (own.keys.has(key)) continue;
      ok = this.#child(unevaluatedProperties, item, key) && ok;
      own.keys.add(key);
    }
    return ok;
  }

  #child(schema: Json | undefined, value: Json | undefined, segment: Segment): boolean {
    return this.#at(segment, () => this.check(schema, value ?? null, new Seen()));
  }

  #at(segment: Segment, check: () => boolean): boolean {
    this.#path.push(segment);
    const ok = check();
    this.#path.pop();
    return ok;
  }

  /** Like `check`, without reporting. */
  #fits(schema: Json, value: Json, seen: Seen): boolean {
    this.#quiet += 1;
    const ok = this.check(schema, value, seen);
    this.#quiet -= 1;
    return ok;
  }

  #fault(message: string): false {
    if (!this.#hasEnough) this.issues.push({ path: pathText(this.#path), message });
    return false;
  }
}
