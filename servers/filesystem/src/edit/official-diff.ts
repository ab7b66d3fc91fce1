// The official server's answer to an edit, byte for byte: a fenced unified diff with an Index header.
import { structuredPatch } from 'diff';
import type { Edited } from './edit-bytes.ts';
import { hunks } from './hunks.ts';

/** Above this, only what lies between the first and the last change is compared. */
const comparedWhole = 1_000_000;
/** Lines that differ beyond which the official comparison would take minutes: then the known changes are shown. */
const maxDistance = 5_000;

export interface OfficialDiff {
  readonly text: string;
  /** Hunks there are and hunks shown. */
  readonly total: number;
  readonly shown: number;
}

/**
 * Unified diff of the LF texts as `createTwoFilesPatch` of diff 8 writes it, in a fence longer than any
 * inside. Whole hunks only, of at most `maxChars` characters.
 */
export function officialDiff(path: string, edited: Edited, maxChars: number): OfficialDiff {
  const all = compared(edited.original, edited.text()) ?? hunks(edited.original, edited.changes);
  const shown: string[] = [];
  let left = maxChars - 4 * path.length - 200;
  for (const hunk of all) {
    left -= hunk.length + 1;
    if (left < 0) break;
    shown.push(hunk);
  }
  const header = [`Index: ${path}`, '='.repeat(67), `--- ${path}\toriginal`, `+++ ${path}\tmodified`];
  const diff = `${[...header, ...shown].join('\n')}\n`;
  const fence = '`'.repeat(Math.max(3, longestFence(diff) + 1));
  return { text: `${fence}diff\n${diff}${fence}\n\n`, total: all.length, shown: shown.length };
}

function compared(before: string, after: string): string[] | undefined {
  const trimmed =
    before.length + after.length > comparedWhole ? commonEnds(before, after) : { head: 0, tail: 0 };
  const patch = structuredPatch(
    '',
    '',
    before.slice(trimmed.head, before.length - trimmed.tail),
    after.slice(trimmed.head, after.length - trimmed.tail),
    '',
    '',
    { maxEditLength: maxDistance },
  );
  const shift = linesIn(before, trimmed.head);
  return patch?.hunks.map((hunk) => {
    // A side without lines names the line before it.
    const oldStart = hunk.oldStart + shift - (hunk.oldLines === 0 ? 1 : 0);
    const newStart = hunk.newStart + shift - (hunk.newLines === 0 ? 1 : 0);
    return [`@@ -${oldStart},${hunk.oldLines} +${newStart},${hunk.newLines} @@`, ...hunk.lines].join('\n');
  });
}

function longestFence(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

/** Lines kept around what differs, more than the context of a hunk. */
const spareLines = 10;

/** Characters of whole lines that both texts share at their beginning and end, less the context. */
function commonEnds(before: string, after: string): { head: number; tail: number } {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < most - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  for (let i = 0; i <= spareLines && head > 0; i++) head = before.lastIndexOf('\n', head - 2) + 1;
  let from = before.length - tail;
  for (let i = 0; i <= spareLines && from < before.length; i++) {
    const feed = before.indexOf('\n', from);
    from = feed === -1 ? before.length : feed + 1;
  }
  return { head, tail: before.length - from };
}

function linesIn(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
