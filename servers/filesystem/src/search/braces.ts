// Counts what a glob's braces expand to before anything expands them.

const maxNesting = 32;

interface Piece {
  readonly count: number;
  /** Position after the piece. */
  readonly end: number;
}

/**
 * An upper bound of the patterns that brace expansion of `pattern` gives: `{a,b}{1..3}` is 6. Infinity when
 * the braces are nested deeper than 32.
 */
export function countExpansions(pattern: string): number {
  return sequence(pattern, 0, 0).count;
}

/** Product of the groups up to the end of the pattern or, inside a group, to its `,` or `}`. */
function sequence(pattern: string, start: number, depth: number): Piece {
  let count = 1;
  let at = start;
  while (at < pattern.length) {
    const char = pattern[at];
    if (char === '\\') {
      at += 2;
    } else if (char === '{') {
      const inner = group(pattern, at, depth + 1);
      count *= inner.count;
      at = inner.end;
    } else if (depth > 0 && (char === ',' || char === '}')) {
      break;
    } else {
      at += 1;
    }
  }
  return { count, end: at };
}

/** Sum of the alternatives of one `{...}`, or the length of its range. */
function group(pattern: string, start: number, depth: number): Piece {
  if (depth > maxNesting) return { count: Number.POSITIVE_INFINITY, end: pattern.length };
  const range = /^\{(-?\d+|[a-zA-Z])\.\.(-?\d+|[a-zA-Z])(?:\.\.-?\d+)?\}/.exec(
    pattern.slice(start, start + 64),
  );
  if (range) {
    const first = ordinal(range[1] ?? '');
    const last = ordinal(range[2] ?? '');
    return { count: Math.abs(last - first) + 1, end: start + range[0].length };
  }
  let count = 0;
  let at = start + 1;
  for (;;) {
    const part = sequence(pattern, at, depth);
    count += part.count;
    at = part.end + 1;
    if (pattern[part.end] !== ',') return { count, end: Math.min(at, pattern.length) };
  }
}

function ordinal(text: string): number {
  return /\d/.test(text) ? Number(text) : (text.codePointAt(0) ?? 0);
}
