// No result passes the guard with more text than the budget.
import type { CallToolResult } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { guarded, heldTo } from '../src/guard.ts';
import { context, sampleTool, textsOf } from './sample-tools.ts';

const image = (bytes: number): CallToolResult => ({
  content: [{ type: 'image', data: 'A'.repeat(bytes), mimeType: 'image/png' }],
});

describe('heldTo', () => {
  it('returns the very result when it is small enough', () => {
    const result: CallToolResult = { content: [{ type: 'text', text: 'x'.repeat(1000) }] };
    expect(heldTo(result, 1000)).toBe(result);
  });

  it('cuts text over all blocks, leaves the rest, and says so in a block of its own', () => {
    const result: CallToolResult = {
      content: [
        { type: 'text', text: '😀'.repeat(300) },
        ...image(10).content,
        { type: 'text', text: 'y'.repeat(1000) },
        { type: 'text', text: 'z'.repeat(1000) },
      ],
      isError: true,
    };
    const held = heldTo(result, 1001);
    expect(textsOf(held.content)).toEqual([
      '😀'.repeat(300),
      'image',
      'y'.repeat(201),
      '[cut: 801 of 2,600 characters shown; narrow: ask for less in one call]',
    ]);
    expect(held.isError).toBe(true);
  });

  it('does not count media', () => {
    const result = image(4_000_000);
    expect(heldTo(result, 1000)).toBe(result);
  });
});

it('guarded keeps the tool and holds its answers', async () => {
  const tool = sampleTool('big', 'reads', 'x'.repeat(5000));
  const safe = guarded(tool, 1000);
  expect({ ...safe, call: undefined }).toEqual({ ...tool, call: undefined });
  const { content } = await safe.call({}, context);
  expect(textsOf(content).join('').length).toBeLessThanOrEqual(1000);
});
