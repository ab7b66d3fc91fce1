// One shift of indentation for a whole block, in characters or in columns of tabs and spaces.

/** Turns the indentation of a line of newText into the one it must have in the file. */
export type Shift = (indent: string) => string;

/** Spaces and tabs that begin a line. */
export function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/**
 * The one shift that turns the indentation of every wanted line into that of the line found; blank lines do
 * not count. Undefined when no single shift does. `added` are the lines to be shifted.
 */
export function shiftBetween(
  wanted: readonly string[],
  found: readonly string[],
  added: readonly string[],
): Shift | undefined {
  const pairs = wanted.flatMap(
    (line, i): Pairs => (line.trim() === '' ? [] : [[indentOf(line), indentOf(found[i] ?? '')]]),
  );
  return shiftByText(pairs) ?? shiftByColumns(pairs, unitOf([...wanted, ...found, ...added]));
}

/** The greatest width that all indentations by spaces are multiples of; 4 when there are none. */
function unitOf(lines: readonly string[]): number {
  let unit = 0;
  for (const line of lines) {
    const indent = indentOf(line);
    if (indent !== line && !indent.includes('\t')) unit = divisor(unit, indent.length);
  }
  return unit === 0 ? 4 : unit;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

type Pairs = readonly (readonly [wanted: string, found: string])[];

function shiftByText(pairs: Pairs): Shift | undefined {
  const [wanted, found] = pairs[0] ?? ['', ''];
  if (found.endsWith(wanted)) {
    const add = found.slice(0, found.length - wanted.length);
    if (pairs.every(([from, to]) => add + from === to)) return (indent) => add + indent;
  }
  if (wanted.endsWith(found)) {
    const cut = wanted.slice(0, wanted.length - found.length);
    if (pairs.every(([from, to]) => from === cut + to))
      return (indent) => (indent.startsWith(cut) ? indent.slice(cut.length) : '');
  }
  return undefined;
}

/** Tabs against spaces: the tab width is the first that makes one shift in columns fit all lines. */
function shiftByColumns(pairs: Pairs, unit: number): Shift | undefined {
  const useTabs = pairs.some(([, found]) => found.includes('\t'));
  for (const width of new Set([unit, 4, 2, 8, 3])) {
    const deltas = new Set(pairs.map(([from, to]) => columns(to, width) - columns(from, width)));
    const [delta] = deltas;
    if (deltas.size !== 1 || delta === undefined) continue;
    const render = (indent: string) =>
      spell(Math.max(0, columns(indent, width) + delta), useTabs ? width : 0);
    if (pairs.every(([from, to]) => render(from) === to)) return render;
  }
  return undefined;
}

function columns(indent: string, width: number): number {
  let count = 0;
  for (const char of indent) count += char === '\t' ? width - (count % width) : 1;
  return count;
}

function spell(count: number, tab: number): string {
  return tab === 0 ? ' '.repeat(count) : '\t'.repeat(Math.floor(count / tab)) + ' '.repeat(count % tab);
}
