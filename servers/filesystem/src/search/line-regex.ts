// Rewrites a regular expression so that no part of it can match a line end: a whole file can then be searched at once.

/** Escapes that match one known character which is no line end, or a class without line ends. */
const harmless = /^[wdSbB]$|^[^A-Za-z0-9]$/;
const noLineEnd = '(?![\\n\\r])';

/** `^` and `$` where LF and CRLF end lines; JavaScript's own also stop at a CR alone and at U+2028. */
const lineBegin = '(?<![^\\n])';
const lineEnd = '(?=\\r?(?:\\n|$))';

/**
 * The same expression with line ends left out of `.`, negated and other wide classes, to be used without the
 * flag `m`. `source` must compile. Explicit line ends (`\n`) are left: see `namesLineEnd`.
 */
export function withinLines(source: string): string {
  return tokens(source).map(rewrite).join('');
}

/** Whether the expression asks for a line end by name, outside of negated classes. */
export function namesLineEnd(source: string): boolean {
  return tokens(source).some(
    (token) => token === '\n' || (!token.startsWith('[^') && /^(?:[^\\]|\\.)*\\n/su.test(token)),
  );
}

/** The tokens that matter here: escapes, classes, single characters. */
export function tokens(source: string): string[] {
  const result: string[] = [];
  for (let at = 0; at < source.length; ) {
    const end = tokenEnd(source, at);
    result.push(source.slice(at, end));
    at = end;
  }
  return result;
}

function tokenEnd(source: string, at: number): number {
  if (source[at] === '\\') return escapeEnd(source, at);
  if (source[at] !== '[') return at + 1;
  let end = at + 1;
  while (end < source.length && source[end] !== ']') end += source[end] === '\\' ? 2 : 1;
  return end + 1;
}

function escapeEnd(source: string, at: number): number {
  const long = /^\\(?:[pPu]\{[^}]*\}|k<[^>]*>|x[\da-fA-F]{2}|u[\da-fA-F]{4}|c[A-Za-z]|\d+)/.exec(
    source.slice(at, at + 80),
  );
  if (long) return at + long[0].length;
  // An escaped character outside the basic plane is two units.
  return at + 1 + String.fromCodePoint(source.codePointAt(at + 1) ?? 0x20).length;
}

function rewrite(token: string): string {
  if (token === '.') return '[^\\n\\r]';
  if (token === '^') return lineBegin;
  if (token === '$') return lineEnd;
  if (token.startsWith('[^')) return `[^\\n\\r${token.slice(2)}`;
  if (token.startsWith('[')) return hasWideEscape(token) ? `(?:${noLineEnd}${token})` : token;
  if (!token.startsWith('\\')) return token;
  switch (token[1]) {
    case 's':
      return '[^\\S\\n\\r]';
    case 'W':
      return '[^\\w\\n\\r]';
    case 'D':
      return '[^\\d\\n\\r]';
    case 'p':
    case 'P':
      return token[2] === '{' ? `(?:${noLineEnd}${token})` : token;
    default:
      return token;
  }
}

function hasWideEscape(token: string): boolean {
  for (const found of token.matchAll(/\\(.)/gsu)) if (!harmless.test(found[1] ?? '')) return true;
  // A range may begin below the line ends with a raw control character.
  return /[\u0000-\u000c]/.test(token);
}
