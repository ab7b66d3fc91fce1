// The grammar of names, and lists of definitions without duplicates.

/** Names every host and every model API takes; the two that would touch an object's prototype are out. */
const GRAMMAR = /^[a-z0-9_]{1,64}$/;
const FORBIDDEN: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Throws TypeError unless `name` is 1 to 64 of `[a-z0-9_]`. */
export function checkName(kind: string, name: string): void {
  if (!GRAMMAR.test(name) || FORBIDDEN.includes(name)) {
    throw new TypeError(`${kind} name ${JSON.stringify(name)}: use 1 to 64 of a-z, 0-9 and _`);
  }
}

/** A map of `items` by key. Throws TypeError when two have the same. */
export function byKey<T>(
  kind: string,
  items: readonly T[],
  key: (item: T) => string,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const item of items) {
    if (found.has(key(item))) throw new TypeError(`Two ${kind}s are called ${JSON.stringify(key(item))}`);
    found.set(key(item), item);
  }
  return found;
}

/** A foreign name for an error text: short, on one line, with control characters escaped. */
export function shown(name: string): string {
  const short = name.length > 80 ? `${name.slice(0, 80)}...` : name;
  return /^[\w./:@-]+$/.test(short) ? short : JSON.stringify(short);
}
