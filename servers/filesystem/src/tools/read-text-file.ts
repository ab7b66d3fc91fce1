// read_text_file: one page of a text file; read_file is its unlisted alias.
import { lazy } from '@plainmcp/kit/lazy';
import { type Tool, t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { officialOutput } from '../official.ts';
import { hashKey, textResult } from '../text/text-result.ts';

const engine = lazy(() => import('../text/read-text.ts'));

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
    description: 'Read a text file; long ones come in pages. For images and audio use read_media_file.',
    input: t.object({
      path: t.string(),
      head: t.count('First N lines').optional(),
      tail: t.count('Last N lines').optional(),
      offset: t.count('First line').optional(),
      limit: t.count().optional(),
      column: t.count('First character of it').optional(),
      lineNumbers: t.boolean().optional(),
      encoding: t.string().optional(),
    }),
    ...officialOutput(deps.settings),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async run(input, ctx) {
      const { readText } = await engine();
      const { text, notices, hash } = await readText(deps, input, ctx.signal);
      return textResult(official, text, notices, hash === undefined ? undefined : { [hashKey]: hash });
    },
  });
}
