// The official server's answer to an edit, byte for byte: a fenced unified diff with an Index header.
import { structuredPatch } from 'diff';

/** Above this, only what lies between the first and the last change is compared. */
const comparedWhole = 1_000_000;

/** Unified diff of two LF texts as `createTwoFilesPatch` of diff 8 writes it, in a fence longer than any inside. */
export function officialDiff(path: string, before: string, after: string): string {
  const trimmed =
    before.length + after.length > comparedWhole ? commonEnds(before, after) : { head: 0, tail: 0 };
  const { hunks } = structuredPatch(
    path,
    path,
    before.slice(trimmed.head, before.length - trimmed.tail),
    after.slice(trimmed.head, after.length - trimmed.tail),
    'original',
    'modified',
  );
  const shift = linesIn(before, trimmed.head);
  const lines = [`Index: ${path}`, '='.repeat(67), `--- ${path}\toriginal`, `+++ ${path}\tmodified`];
  for (const hunk of hunks) {
    // A side without lines names the line before it.
    const oldStart = hunk.oldStart + shift - (hunk.oldLines === 0 ? 1 : 0);
    const newStart = hunk.newStart + shift - (hunk.newLines === 0 ? 1 : 0);
    lines.push(`@@ -${oldStart},${hunk.oldLines} +${newStart},${hunk.newLines} @@`, ...hunk.lines);
  }
  const diff = `${lines.join('\n')}\n`;
  let fence = '```';
  while (diff.includes(fence)) fence += '`';
  return `${fence}diff\n${diff}${fence}\n\n`;
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
