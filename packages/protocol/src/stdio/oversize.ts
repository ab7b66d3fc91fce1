// The id of a request whose line was too long to read, told from the first and last bytes of that line.

/** Top-level facts seen from one end of a JSON object. `id` is the JSON text of the id. */
interface Seen {
  id?: string;
  method: boolean;
}

const INTEGER = /^-?(?:0|[1-9]\d*)$/;
/** A whole JSON token at the start of a text. */
const TOKEN = /^(?:"(?:[^"\\]|\\.)*"|[{}[\],:]|-?\d[\d.eE+-]*|true|false|null)/s;
/** The same at the end of a text, but for strings. */
const SCALAR_AT_END = /(?:[{}[\],:]|-?\d[\d.eE+-]*|true|false|null)$/;

/**
 * The id as JSON text, digit for digit, or undefined when it cannot be told. Only the top level counts, and only
 * where a method was seen too: a response carries an id of the other direction, which must not be answered.
 */
export function recoverId(head: Buffer, tail: Buffer): string | undefined {
  const first = scan(tokensFromStart(head.toString('latin1')));
  const last = scan(tokensFromEnd(tail.toString('latin1')));
  const id = last.id ?? first.id;
  if (id === undefined || !(first.method || last.method)) return undefined;
  return Buffer.from(id, 'latin1').toString('utf8');
}

/** Reads `"key": value` pairs at depth 1. `tokens` are in order, complete, and begin or end at the object's brace. */
function scan(tokens: readonly Token[]): Seen {
  const seen: Seen = { method: false };
  tokens.forEach(({ text, depth }, at) => {
    if (depth !== 1 || tokens[at + 1]?.text !== ':') return;
    const before = tokens[at - 1]?.text;
    if (before !== '{' && before !== ',') return;
    const value = tokens[at + 2]?.text;
    const after = tokens[at + 3]?.text;
    if (text === '"method"' && value?.startsWith('"')) seen.method = true;
    if (text !== '"id"' || value === undefined || (after !== ',' && after !== '}')) return;
    if (INTEGER.test(value) || isJsonString(value)) seen.id = value;
    else delete seen.id;
  });
  return seen;
}

interface Token {
  readonly text: string;
  /** How many braces and brackets are open around it; a bracket counts as inside itself. */
  readonly depth: number;
}

function tokensFromStart(text: string): Token[] {
  const tokens: Token[] = [];
  let rest = text.trimStart();
  let depth = 0;
  for (;;) {
    const found = TOKEN.exec(rest)?.[0];
    // A number or word that touches the cut may go on behind it.
    if (found === undefined || (found.length === rest.length && !/["{}[\],:]$/.test(found))) return tokens;
    if (found === '{' || found === '[') depth += 1;
    tokens.push({ text: found, depth });
    if (found === '}' || found === ']') depth -= 1;
    rest = rest.slice(found.length).trimStart();
  }
}

function tokensFromEnd(text: string): Token[] {
  const tokens: Token[] = [];
  let rest = text.trimEnd();
  let depth = 0;
  for (;;) {
    const found = lastToken(rest);
    if (found === undefined || (found.length === rest.length && !/^["{}[\],:]/.test(found))) break;
    if (found === '}' || found === ']') depth += 1;
    tokens.push({ text: found, depth });
    if (found === '{' || found === '[') depth -= 1;
    rest = rest.slice(0, rest.length - found.length).trimEnd();
  }
  return tokens.reverse();
}

function lastToken(text: string): string | undefined {
  if (!text.endsWith('"')) return SCALAR_AT_END.exec(text)?.[0];
  for (let at = text.length - 2; at >= 0; at -= 1) {
    if (text[at] !== '"') continue;
    let escapes = 0;
    while (text[at - 1 - escapes] === '\\') escapes += 1;
    // Where the backslashes reach the cut this may be wrong, but a token at the cut has no comma before it.
    if (escapes % 2 === 0) return text.slice(at);
  }
  return undefined;
}

function isJsonString(text: string): boolean {
  if (!text.startsWith('"')) return false;
  try {
    return typeof JSON.parse(text) === 'string';
  } catch {
    return false;
  }
}
