// The block of a file most like a text that was not found, for the error that says so.
import { similarity } from './similarity.ts';

export interface Nearest {
  /** 1-based, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** The block as it stands in the file, in LF. */
  readonly lines: readonly string[];
  /** How it differs, as words that follow `lines 3-5`: `differ in indentation`. */
  readonly reason: string;
}

/** Characters looked at by the prefilter, about 30 ms; pass it as `budget`. */
export const nearestBudget = 12_000_000;

/** Blocks compared line by line after the prefilter. */
const candidates = 5;
/** Characters of a line that count. */
const lineChars = 160;
/** Lines of the wanted text that count. */
const blockLines = 60;
/** A block less like the text than this is no help. */
const least = 0.4;

/**
 * The most similar block of as many lines as `wanted`, or undefined when nothing is near. Pure and bounded by
 * `budget` (characters read), not by the clock: trigrams shared with `wanted` pick the candidates, longest
 * common subsequences of their lines decide.
 */
export function nearestBlock(
  lines: readonly string[],
  wanted: readonly string[],
  budget: number,
): Nearest | undefined {
  const sought = wanted.slice(0, blockLines);
  while (sought.length > 1 && sought.at(-1)?.trim() === '') sought.pop();
  const starts = prefilter(lines, sought, budget);
  let best: { readonly start: number; readonly score: number } | undefined;
  for (const start of starts) {
    const score = blockScore(lines, start, sought);
    if (score > (best?.score ?? least)) best = { start, score };
  }
  if (best === undefined) return undefined;
  const block = lines.slice(best.start, best.start + sought.length);
  return {
    firstLine: best.start + 1,
    lastLine: best.start + block.length,
    lines: block,
    reason: reasonOf(block, sought),
  };
}

/** Starts of the windows that share most trigrams with the wanted lines, best first. */
function prefilter(lines: readonly string[], wanted: readonly string[], budget: number): number[] {
  const known = new Uint8Array(1 << 16);
  const mark = (hash: number) => {
    known[hash] = 1;
  };
  for (const line of wanted) eachTrigram(line, mark);
  const best: { start: number; score: number }[] = [];
  const scores: number[] = [];
  let window = 0;
  let left = budget;
  for (const [i, line] of lines.entries()) {
    left -= Math.min(line.length, lineChars) + 8;
    if (left < 0) break;
    const score = sharedTrigrams(line, known);
    scores.push(score);
    window += score - (scores[i - wanted.length] ?? 0);
    const start = Math.max(0, i - wanted.length + 1);
    if (window > (best.at(-1)?.score ?? 0) || (best.length < candidates && window > 0)) {
      const overlapped = best.findIndex(
        (other) => Math.abs(other.start - start) < Math.max(1, wanted.length >> 1),
      );
      if (overlapped !== -1 && (best[overlapped]?.score ?? 0) >= window) continue;
      if (overlapped !== -1) best.splice(overlapped, 1);
      best.push({ start, score: window });
      best.sort((a, b) => b.score - a.score);
      if (best.length > candidates) best.pop();
    }
  }
  return best.flatMap(({ start }) =>
    [start, start - 1, start + 1].filter((at) => at >= 0 && at < lines.length),
  );
}

function sharedTrigrams(line: string, known: Uint8Array): number {
  let shared = 0;
  let seen = 0;
  eachTrigram(line, (hash) => {
    seen++;
    shared += known[hash] ?? 0;
  });
  // Foreign trigrams count a little against a line, or long lines would always win.
  return Math.max(0, shared - (seen - shared) * 0.25);
}

/** Hashes of every three characters that follow each other, white space left out, case folded for ASCII. */
function eachTrigram(line: string, use: (hash: number) => void): void {
  let a = 0;
  let b = 0;
  const end = Math.min(line.length, lineChars);
  for (let i = 0; i < end; i++) {
    let c = line.charCodeAt(i);
    if (c === 32 || c === 9 || c === 13) continue;
    if (c >= 65 && c <= 90) c += 32;
    if (a !== 0) use((Math.imul(a, 0x3d4d51c3) ^ Math.imul(b, 0x2545f491) ^ Math.imul(c, 0x9e3779b1)) >>> 16);
    a = b;
    b = c;
  }
}

function blockScore(lines: readonly string[], start: number, wanted: readonly string[]): number {
  let score = 0;
  let weight = 0;
  for (const [i, want] of wanted.entries()) {
    const size = Math.min(want.trim().length, lineChars) + 1;
    weight += size;
    score += size * similarity(lines[start + i] ?? '', want, lineChars);
  }
  return score / weight;
}

/** Line by line, never by one expression over all: white space in a file may be made to be slow. */
const reasons: readonly (readonly [reason: string, fold: (line: string) => string])[] = [
  ['differ in white space at line ends', (line) => line.trimEnd()],
  ['differ in indentation', (line) => line.trim()],
  ['differ in white space', (line) => line.replace(/\s/g, '')],
  ['differ in upper and lower case', (line) => line.toLowerCase()],
];

function reasonOf(block: readonly string[], wanted: readonly string[]): string {
  for (const [reason, fold] of reasons) {
    if (block.length === wanted.length && wanted.every((line, i) => fold(line) === fold(block[i] ?? '')))
      return reason;
  }
  const differing = wanted.flatMap((line, i) => (line.trim() === block[i]?.trim() ? [] : [i]));
  const [first = 0] = differing;
  if (differing.length === 1 && isOneCharacter((block[first] ?? '').trim(), (wanted[first] ?? '').trim())) {
    return `differ in one character of line ${first + 1} of oldText`;
  }
  return differing.length === wanted.length
    ? 'are the most similar'
    : `differ in ${differing.length} of ${wanted.length} lines, first in line ${first + 1} of oldText`;
}

/** Whether one character was put in, left out or changed. */
function isOneCharacter(a: string, b: string): boolean {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  const restA = a.slice(head);
  const restB = b.slice(head);
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1);
}
