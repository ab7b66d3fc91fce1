// Text with every line end as LF, and the way back to where each line really ended.

export type Eol = '\n' | '\r\n' | '\r';

export interface LfView {
  readonly text: string;
  /** The commonest line end; undefined when there is none. */
  readonly eol: Eol | undefined;
  /** Index in the text as it was of `index` in the LF text. */
  toSource(index: number): number;
  /** What really stands at a line feed of the LF text. */
  eolAt(index: number): Eol;
}

/** CR alone counts as a line end only in a text without any LF. */
export function lfView(source: string): LfView {
  if (!source.includes('\r')) {
    const eol = source.includes('\n') ? '\n' : undefined;
    return { text: source, eol, toSource: (index) => index, eolAt: () => '\n' };
  }
  if (!source.includes('\n')) {
    return { text: source.replaceAll('\r', '\n'), eol: '\r', toSource: (index) => index, eolAt: () => '\r' };
  }
  return mixedView(source);
}

function mixedView(source: string): LfView {
  // Taking out single characters is twice as fast, and right where no CR stands alone.
  const text = /\r(?!\n)/.test(source) ? source.replaceAll('\r\n', '\n') : source.replaceAll('\r', '');
  // Most files with any CRLF have nothing else: asked in one pass of the engine, not line by line.
  return /(?:^|[^\r])\n/.test(source) ? trulyMixed(source, text) : uniform(text);
}

/** Every line feed had its CR: how many are before an index is counted from the last index asked. */
function uniform(text: string): LfView {
  let known = 0;
  let feeds = 0;
  const toSource = (index: number) => {
    if (index < known) {
      known = 0;
      feeds = 0;
    }
    for (let at = text.indexOf('\n', known); at !== -1 && at < index; at = text.indexOf('\n', at + 1))
      feeds++;
    known = index;
    return index + feeds;
  };
  return { text, eol: '\r\n', toSource, eolAt: () => '\r\n' };
}

function trulyMixed(source: string, text: string): LfView {
  // Indexes, in the LF text, of the line feeds that had a CR before them.
  const dropped: number[] = [];
  let feeds = 0;
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) {
    feeds++;
    if (source[at - 1] === '\r') dropped.push(at - 1 - dropped.length);
  }
  const before = (index: number) => lowerBound(dropped, index);
  return {
    text,
    eol: dropped.length * 2 > feeds ? '\r\n' : '\n',
    toSource: (index) => index + before(index),
    eolAt: (index) => (dropped[before(index)] === index ? '\r\n' : '\n'),
  };
}

/** How many of the rising `numbers` are below `limit`. */
function lowerBound(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Line ends of a caller's text as LF. */
export function toLf(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
}

/** The first line end of a caller's text. */
export function firstEol(text: string): Eol | undefined {
  const feed = text.indexOf('\n');
  if (feed === -1) return undefined;
  return text[feed - 1] === '\r' ? '\r\n' : '\n';
}
