// Finds things in JSON text that JSON.parse loses: exact digits of numbers, text of elements, depth.

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const COMMA = 44;
const COLON = 58;

/** Index just behind the string that starts at `start`; the length of `text` when it does not end. */
function stringEnd(text: string, start: number): number {
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

/** Whether objects and arrays in `text` nest deeper than `limit`. Works on broken JSON too. */
export function deeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at) - 1;
    else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) depth -= 1;
  }
  return false;
}

/** Texts of the members of the outermost array or object; each is trimmed. Stops quietly at broken JSON. */
function* members(text: string): Generator<string> {
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at) - 1;
    else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      depth += 1;
      if (depth === 1) start = at + 1;
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) {
      depth -= 1;
      if (depth === 0) {
        yield text.slice(start, at).trim();
        return;
      }
    } else if (code === COMMA && depth === 1) {
      yield text.slice(start, at).trim();
      start = at + 1;
    }
  }
}

/** The texts of the elements of the JSON array `text`. */
export function elementTexts(text: string): string[] {
  const found = [...members(text)];
  return found.length === 1 && found[0] === '' ? [] : found;
}

/** The key of `"key": value`, decoded, and the text of the value. */
function splitMember(member: string): [key: string, value: string] | undefined {
  if (member.charCodeAt(0) !== QUOTE) return undefined;
  const end = stringEnd(member, 0);
  const colon = member.indexOf(':', end);
  if (colon < 0 || member.charCodeAt(colon) !== COLON) return undefined;
  try {
    const key: unknown = JSON.parse(member.slice(0, end));
    return [String(key), member.slice(colon + 1).trim()];
  } catch {
    return undefined;
  }
}

/** The text of the member `key` of the JSON object `text`: of the last one, as JSON.parse takes it. */
export function memberText(text: string, key: string): string | undefined {
  let found: string | undefined;
  for (const member of members(text)) {
    const split = splitMember(member);
    if (split?.[0] === key) found = split[1];
  }
  return found;
}
