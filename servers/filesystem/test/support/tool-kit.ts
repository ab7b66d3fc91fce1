// Calls single tools without a server: settings, a context that answers questions as told, texts of results.
import type { CallToolResult, Context, Tool } from '@plainmcp/protocol';
import type { Settings } from '../../src/deps.ts';

export const settings: Settings = {
  officialOutput: false,
  maxOutputChars: 40_000,
  maxMediaBytes: 3_000_000,
  respectGitignore: true,
  allowDelete: 'no',
  inPlace: false,
  refuseHardlinks: false,
  deny: [],
  readOnly: false,
};

export interface ContextOptions {
  readonly signal?: AbortSignal;
  /** Undefined: this client cannot be asked. */
  readonly confirm?: (message: string, key: string) => boolean | Promise<boolean>;
}

export function context({ signal = new AbortController().signal, confirm }: ContextOptions = {}): Context {
  return {
    signal,
    client: { info: undefined, capabilities: {}, era: 'legacy', version: '2025-11-25' },
    meta: {},
    elicit: {
      available: () => confirm !== undefined,
      confirm: async (key, message) => (confirm === undefined ? false : await confirm(message, key)),
      form: async () => ({ action: 'cancel' }),
      url: async () => ({ action: 'cancel' }),
    },
    progress: () => undefined,
    log: () => undefined,
    sample: () => Promise.reject(new Error('no model here')),
    listRoots: async () => [],
    defer: () => undefined,
  };
}

/** All text blocks of a result, one after the other. */
export function textOf(result: CallToolResult): string {
  return result.content.map((block) => (block.type === 'text' ? block.text : `<${block.type}>`)).join('\n');
}

/** Calls and returns the text; an error's text begins with `ERROR `. */
export async function say(tool: Tool, args: unknown, options: ContextOptions = {}): Promise<string> {
  const result = await tool.call(args, context(options));
  return (result.isError === true ? 'ERROR ' : '') + textOf(result);
}
