// Text with typographic variants made equal: quotes, dashes, spaces, and composed and decomposed letters.

export interface Folded {
  readonly text: string;
  /** Index in the source of the folded character at `index`; undefined inside a composed letter. */
  sourceOf(index: number): number | undefined;
}

const variants: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201a\u201b\u2032]/g, "'"],
  [/[\u201c\u201d\u201e\u201f\u2033]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' '],
  // Bytes of no character, however they are spelled.
  [/[\udc80-\udcff]/gu, '\ufffd'],
];

/** Each variant is one code unit for one, so only composing letters moves indexes. */
export function fold(source: string): Folded {
  if (!/[^\x00-\x7f]/.test(source)) return { text: source, sourceOf: (index) => index };
  const plain = variants.reduce((text, [variant, stand]) => text.replace(variant, stand), source);
  const text = plain.normalize('NFC');
  if (text === plain) return { text, sourceOf: (index) => index };
  return { text, sourceOf: (index) => sourceInLine(plain, text, index) };
}

/** Composition never crosses a line end, so the line is found by counting and the rest by clusters. */
function sourceInLine(plain: string, text: string, index: number): number | undefined {
  const lineStart = text.lastIndexOf('\n', index - 1) + 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < lineStart; at = text.indexOf('\n', at + 1))
    start = plain.indexOf('\n', start) + 1;
  let seen = lineStart;
  for (const cluster of clusters(plain, start)) {
    if (seen >= index) break;
    seen += cluster.normalize('NFC').length;
    start += cluster.length;
  }
  return seen === index ? start : undefined;
}

/** Letters with their marks, and Hangul syllables in parts: what composition may join. */
function* clusters(text: string, start: number): Generator<string> {
  const cluster = /[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?\p{M}*|\P{M}\p{M}*|\p{M}+/suy;
  cluster.lastIndex = start;
  for (let found = cluster.exec(text); found !== null; found = cluster.exec(text)) yield found[0];
}
