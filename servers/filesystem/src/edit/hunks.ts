// Unified diff hunks straight from the known changes: no comparison of the whole file.
import type { Splice } from './document.ts';

const contextLines = 3;

interface Block {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** `@@` hunks with three lines of context. `changes` rise and are splices of `original`; both in LF. */
export function hunks(original: string, changes: readonly Splice[]): string[] {
  const blocks = wholeLines(original, changes);
  const out: string[] = [];
  let shift = 0;
  const counter = lineCounter(original);
  for (let i = 0; i < blocks.length; ) {
    const group = [blocks[i] ?? { start: 0, end: 0, text: '' }];
    for (i++; i < blocks.length; i++) {
      const next = blocks[i];
      if (next === undefined || linesBetween(original, group.at(-1)?.end ?? 0, next.start) > contextLines * 2)
        break;
      group.push(next);
    }
    const hunk = render(original, group, counter, shift);
    shift += hunk.added - hunk.removed;
    out.push(hunk.text);
  }
  return out;
}

/** Changes widened to whole lines, joined where they share a line, common lines at both ends left out. */
function wholeLines(original: string, changes: readonly Splice[]): Block[] {
  const blocks: Block[] = [];
  for (let i = 0; i < changes.length; ) {
    const start = lineStart(original, changes[i]?.start ?? 0);
    const parts: string[] = [];
    let at = start;
    let end = start;
    for (let change = changes[i]; change !== undefined; change = changes[i]) {
      if (parts.length > 0 && lineStart(original, change.start) >= end) break;
      parts.push(original.slice(at, change.start), change.text);
      at = change.end;
      end = lineEnd(original, at);
      i++;
    }
    parts.push(original.slice(at, end));
    const block = narrow(original, { start, end, text: parts.join('') });
    if (block.start !== block.end || block.text !== '') blocks.push(block);
  }
  return blocks;
}

function narrow(original: string, block: Block): Block {
  let { start, end, text } = block;
  for (;;) {
    const line = text.slice(0, text.indexOf('\n') + 1);
    if (line === '' || !original.startsWith(line, start) || start + line.length > end) break;
    start += line.length;
    text = text.slice(line.length);
  }
  for (;;) {
    const at = text.length < 2 ? 0 : text.lastIndexOf('\n', text.length - 2) + 1;
    const line = text.slice(at);
    if (line === '' || end - line.length < start || original.slice(end - line.length, end) !== line) break;
    if (!isLineStart(original, end - line.length)) break;
    end -= line.length;
    text = text.slice(0, at);
  }
  return { start, end, text };
}

function lineStart(text: string, index: number): number {
  return index === 0 ? 0 : text.lastIndexOf('\n', index - 1) + 1;
}

function isLineStart(text: string, index: number): boolean {
  return index === 0 || text[index - 1] === '\n';
}

/** After the line feed of the line that holds `index`, or the end. */
function lineEnd(text: string, index: number): number {
  const feed = text.indexOf('\n', index);
  return feed === -1 ? text.length : feed + 1;
}

/** Whole lines between two indexes, counted no further than matters. */
function linesBetween(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to && count <= contextLines * 2; at = lineEnd(text, at)) count++;
  return count;
}

/** Lines before an index; asked in rising order. */
function lineCounter(text: string): (index: number) => number {
  let at = 0;
  let lines = 0;
  return (index) => {
    for (let feed = text.indexOf('\n', at); feed !== -1 && feed < index; feed = text.indexOf('\n', at)) {
      lines++;
      at = feed + 1;
    }
    return lines;
  };
}

function render(original: string, group: readonly Block[], lineOf: (index: number) => number, shift: number) {
  const first = group[0]?.start ?? 0;
  let from = first;
  for (let i = 0; i < contextLines && from > 0; i++)
    from = from === 1 ? 0 : original.lastIndexOf('\n', from - 2) + 1;
  const body: string[] = [];
  let removed = 0;
  let added = 0;
  let context = 0;
  let at = from;
  const keep = (to: number) => {
    context += push(body, ' ', original.slice(at, to), to === original.length);
    at = to;
  };
  for (const block of group) {
    keep(block.start);
    removed += push(body, '-', original.slice(block.start, block.end), block.end === original.length);
    added += push(body, '+', block.text, block.end === original.length);
    at = block.end;
  }
  let to = at;
  for (let i = 0; i < contextLines; i++) to = to < original.length ? lineEnd(original, to) : to;
  keep(to);
  const oldCount = context + removed;
  const newCount = context + added;
  const line = lineOf(from);
  const head = `@@ -${range(line, oldCount)} +${range(line + shift, newCount)} @@`;
  return { text: [head, ...body].join('\n'), removed, added };
}

/** Start line and count; a side without lines names the line before it. */
function range(before: number, count: number): string {
  return `${count === 0 ? before : before + 1},${count}`;
}

/** Adds lines with their sign; says where the last line of the file has no line feed. Returns how many. */
function push(body: string[], sign: string, text: string, atEnd: boolean): number {
  if (text === '') return 0;
  const lines = text.split('\n');
  const open = lines.at(-1) !== '';
  if (!open) lines.pop();
  for (const line of lines) body.push(sign + line);
  if (open && atEnd) body.push('\\ No newline at end of file');
  return lines.length;
}
