// The last check of a result: no tool can exceed the budget or the size of a message, whatever it does.
import type { CallToolResult, Content, Tool } from '@plainmcp/protocol';
import { cutNotice } from './cut.ts';
import { maxWireBytes } from './limits.ts';
import { cutAt, formatBytes } from './text.ts';

/** Envelope, ids and `_meta` of the message around a result. */
const envelopeBytes = 64 * 1024;
/** A UTF-16 unit takes at most six bytes in JSON. */
const worstBytesPerUnit = 6;

/** The same tool, its results held to `maxChars` of text and 4 MiB in all. */
export function guarded(tool: Tool, maxChars: number): Tool {
  return {
    ...tool,
    async call(args, ctx) {
      return heldTo(await tool.call(args, ctx), maxChars);
    },
  };
}

/** Cuts text beyond `maxChars`; a result that is still too large for the wire becomes an error. */
export function heldTo(result: CallToolResult, maxChars: number): CallToolResult {
  const held = withinChars(result, maxChars);
  const bytes = wireBytes(held);
  if (bytes <= maxWireBytes - envelopeBytes) return held;
  const message = `The result is ${formatBytes(bytes)}; at most ${formatBytes(maxWireBytes)} can be sent. Ask for less.`;
  return { content: [{ type: 'text', text: message }], isError: true };
}

function withinChars(result: CallToolResult, maxChars: number): CallToolResult {
  const total = result.content.reduce(
    (sum, block) => sum + (block.type === 'text' ? block.text.length : 0),
    0,
  );
  if (total <= maxChars) return result;
  const content: Content[] = [];
  let room = maxChars - 200;
  let shown = 0;
  for (const block of result.content) {
    if (block.type !== 'text') {
      content.push(block);
      continue;
    }
    const text = cutAt(block.text, Math.max(0, room));
    if (text !== '') content.push({ ...block, text });
    room -= text.length;
    shown += text.length;
  }
  const notice = cutNotice({ shown, total, unit: 'characters', narrow: 'ask for less in one call' });
  return { ...result, content: [...content, { type: 'text', text: notice }] };
}

/** Bytes the result takes as JSON: exact for large ones, an upper bound for small ones. */
function wireBytes(result: CallToolResult): number {
  let bytes = result.structuredContent === undefined ? 0 : jsonBytes(result.structuredContent);
  for (const block of result.content) {
    if (block.type === 'text') bytes += textBytes(block.text);
    else if (block.type === 'image' || block.type === 'audio') bytes += block.data.length;
    else bytes += jsonBytes(block);
  }
  return bytes;
}

function textBytes(text: string): number {
  const bound = text.length * worstBytesPerUnit;
  return bound < envelopeBytes ? bound : jsonBytes(text);
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '', 'utf8');
}
