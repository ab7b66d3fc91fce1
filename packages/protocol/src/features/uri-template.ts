// URI templates of RFC 6570 levels 1 and 2, read backwards: from a URI to its variables.

interface Part {
  /** Literal text that follows the variable. */
  readonly after: string;
  readonly name: string;
  /** `{+name}`: the value may contain `/`. */
  readonly reserved: boolean;
}

export interface UriTemplate {
  readonly variables: readonly string[];
  match(uri: string): Readonly<Record<string, string>> | undefined;
}

const MAX_URI = 8192;
const EXPRESSION = /\{(\+?)([A-Za-z0-9_]+)\}/g;

/**
 * Compiles `template`. Each variable takes the shortest text (at least one character) up to the literal that
 * follows it, so that matching is linear in the URI. Throws TypeError for other operators, for two variables
 * without text between them and for a variable that is named twice.
 */
export function uriTemplate(template: string): UriTemplate {
  const wrong = (what: string): TypeError =>
    new TypeError(`URI template ${JSON.stringify(template)}: ${what}`);
  const found = [...template.matchAll(EXPRESSION)];
  const prefix = template.slice(0, found[0]?.index ?? template.length);
  if (/[{}]/.test(template.replace(EXPRESSION, ''))) throw wrong('only {name} and {+name} are supported');
  if (found.length === 0) throw wrong('it has no variable: make it a resource');
  const parts = found.map((match, index): Part => {
    const end = match.index + match[0].length;
    const after = template.slice(end, found[index + 1]?.index ?? template.length);
    if (after === '' && index < found.length - 1) throw wrong('two variables need text between them');
    return { after, name: match[2] ?? '', reserved: match[1] === '+' };
  });
  const variables = parts.map((part) => part.name);
  if (variables.includes('__proto__')) throw wrong('__proto__ cannot be a variable');
  if (new Set(variables).size < variables.length) throw wrong('a variable is named twice');
  return { variables, match: (uri) => matchParts(prefix, parts, uri) };
}

function matchParts(
  prefix: string,
  parts: readonly Part[],
  uri: string,
): Readonly<Record<string, string>> | undefined {
  if (uri.length > MAX_URI || !uri.startsWith(prefix)) return undefined;
  const values: Record<string, string> = {};
  let at = prefix.length;
  for (const [index, { after, name, reserved }] of parts.entries()) {
    const last = index === parts.length - 1;
    if (last && !uri.endsWith(after)) return undefined;
    const end = last ? uri.length - after.length : uri.indexOf(after, at + 1);
    if (end <= at) return undefined;
    const value = decode(uri.slice(at, end), reserved);
    if (value === undefined) return undefined;
    values[name] = value;
    at = end + after.length;
  }
  return values;
}

function decode(raw: string, reserved: boolean): string | undefined {
  if (!reserved && raw.includes('/')) return undefined;
  try {
    return decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}
