// The answer shape of the official server: each text twice, as a block and as `structuredContent.content`.
import { type Result, result, t } from '@plainmcp/protocol';
import type { Settings } from './deps.ts';

const shape = t.object({ content: t.string() });

/** Spread into a tool: its `output` with --official-output, nothing without. */
export function officialOutput(settings: Settings): { output?: typeof shape } {
  return settings.officialOutput ? { output: shape } : {};
}

/** One text in the official shape with --official-output, plain without. */
export function sameText(settings: Settings, content: string): Result | string {
  return settings.officialOutput ? result({ content, structuredContent: { content } }) : content;
}
