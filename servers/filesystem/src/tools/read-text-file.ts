// read_text_file: one page of a text file; read_file is its unlisted alias.
import { type Tool, t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { officialOutput } from '../official.ts';
import { hashKey } from '../text/hash.ts';
import { readText } from '../text/read-text.ts';
import { textResult } from '../text/text-result.ts';

export function readTextFile(deps: Deps): Tool {
  return define(deps, 'read_text_file', 'Read Text File', true);
}

/** The official server's deprecated name; callable, not listed. */
export function readFile(deps: Deps): Tool {
  return define(deps, 'read_file', 'Read File (Deprecated)', false);
}

function define(deps: Deps, name: string, title: string, listed: boolean): Tool {
  const official = deps.settings.officialOutput;
  return tool({
    name,
    title,
    listed,
    description:
      'Read a text file, whole or in part; long files come in pages. For images and audio use read_media_file.',
    input: t.object({
      path: t.string(),
      head: t.int('First N lines', { min: 1 }).optional(),
      tail: t.int('Last N lines', { min: 1 }).optional(),
      offset: t.int('First line', { min: 1 }).optional(),
      limit: t.int(undefined, { min: 1 }).optional(),
      column: t.int('First character of that line', { min: 1 }).optional(),
      lineNumbers: t.boolean().optional(),
      encoding: t.string('Detected by default').optional(),
    }),
    ...officialOutput(deps.settings),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async run(input, ctx) {
      const { text, notices, hash } = await readText(deps, input, ctx.signal);
      return textResult(official, text, notices, hash === undefined ? undefined : { [hashKey]: hash });
    },
  });
}
