// Which lines of oldText newText really changes, so that all others keep their bytes.
import { diffArrays } from 'diff';

/** Lines `oldFrom` to `oldTo` become lines `newFrom` to `newTo` (ends excluded). */
export interface ChangedLines {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** Differing lines beyond which the middle is replaced as a whole. */
const maxDistance = 1_000;

/** Lines with their line feeds. */
export function splitLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** The groups of lines that differ, rising. */
export function changedLines(before: readonly string[], after: readonly string[]): ChangedLines[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const middle = { oldFrom: head, oldTo: before.length - tail, newFrom: head, newTo: after.length - tail };
  const removed = middle.oldTo - head;
  const added = middle.newTo - head;
  if (removed === 0 && added === 0) return [];
  if (removed <= 1 || added <= 1) return [middle];
  return refine(before.slice(head, middle.oldTo), after.slice(head, middle.newTo), head) ?? [middle];
}

function refine(before: string[], after: string[], head: number): ChangedLines[] | undefined {
  const parts = diffArrays(before, after, { maxEditLength: maxDistance });
  if (parts === undefined) return undefined;
  const groups: ChangedLines[] = [];
  let oldAt = head;
  let newAt = head;
  for (const part of parts) {
    const oldTo = oldAt + (part.added ? 0 : part.count);
    const newTo = newAt + (part.removed ? 0 : part.count);
    if (part.added || part.removed) {
      const last = groups.at(-1);
      if (last !== undefined && last.oldTo === oldAt && last.newTo === newAt) groups.pop();
      const joined = last !== undefined && last.oldTo === oldAt && last.newTo === newAt ? last : undefined;
      groups.push({ oldFrom: joined?.oldFrom ?? oldAt, oldTo, newFrom: joined?.newFrom ?? newAt, newTo });
    }
    oldAt = oldTo;
    newAt = newTo;
  }
  return groups;
}
