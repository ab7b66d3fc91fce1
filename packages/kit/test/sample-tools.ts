// A few tools to list, leave out and call, and a context to call them with.
import { type Content, type Context, type Returned, type Tool, t, tool } from '@plainmcp/protocol';

/** A tool that answers `answer`. */
export function sampleTool(
  name: string,
  effect: 'reads' | 'adds' | 'loses' = 'reads',
  answer: Returned<never> = name,
): Tool {
  return tool({
    name,
    title: name,
    description: `Does ${name} | well. At most 5.`,
    input: t.object({}),
    annotations: {
      readOnlyHint: effect === 'reads',
      destructiveHint: effect === 'loses',
      idempotentHint: true,
      openWorldHint: false,
    },
    run: () => answer,
  });
}

export const context: Context = {
  signal: new AbortController().signal,
  client: { info: undefined, capabilities: {}, era: 'modern', version: '2026-07-28' },
  meta: {},
  elicit: {
    available: () => false,
    form: async () => ({ action: 'cancel' }),
    confirm: async () => false,
    url: async () => ({ action: 'cancel' }),
  },
  progress() {},
  log() {},
  sample: () => Promise.reject(new Error('no model')),
  listRoots: async () => [],
  defer() {},
};

/** The text of each block, so that tests can tell blocks apart. */
export function textsOf(content: readonly Content[]): readonly string[] {
  return content.map((block) => (block.type === 'text' ? block.text : block.type));
}
