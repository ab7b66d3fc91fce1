// The last check of a result: no tool sends more text than the budget, whatever it does.
import type { CallToolResult, Content, Tool } from '@plainmcp/protocol';
import { cutNotice } from './cut.ts';
import { cutAt } from './text.ts';

const noticeChars = 200;

/** The same tool, its results held to `maxChars` of text. (The engine holds every message to 4 MiB.) */
export function guarded(tool: Tool, maxChars: number): Tool {
  return {
    ...tool,
    async call(args, ctx) {
      return heldTo(await tool.call(args, ctx), maxChars);
    },
  };
}

/** Cuts text beyond `maxChars`, counted over all text blocks, and says so in a block of its own. */
export function heldTo(result: CallToolResult, maxChars: number): CallToolResult {
  const total = result.content.reduce(
    (sum, block) => sum + (block.type === 'text' ? block.text.length : 0),
    0,
  );
  if (total <= maxChars) return result;
  const content: Content[] = [];
  let room = maxChars - noticeChars;
  let shown = 0;
  for (const block of result.content) {
    if (block.type !== 'text') {
      content.push(block);
      continue;
    }
    const text = cutAt(block.text, room);
    if (text !== '') content.push({ ...block, text });
    room -= text.length;
    shown += text.length;
  }
  const notice = cutNotice({ shown, total, unit: 'characters', narrow: 'ask for less in one call' });
  return { ...result, content: [...content, { type: 'text', text: notice }] };
}
