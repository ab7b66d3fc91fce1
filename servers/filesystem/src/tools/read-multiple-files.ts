// read_multiple_files: several text files in one answer.
import { lazy } from '@plainmcp/kit/lazy';
import { type Tool, t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { officialOutput } from '../official.ts';
import { textResult } from '../text/text-result.ts';

const engine = lazy(() => import('../text/read-many.ts'));

export function readMultipleFiles(deps: Deps): Tool {
  const official = deps.settings.officialOutput;
  return tool({
    name: 'read_multiple_files',
    title: 'Read Multiple Files',
    description: 'Read up to 100 text files at once; they share one budget.',
    input: t.object({
      paths: t.array(t.string(), undefined, { minItems: 1 }),
      head: t.count('Lines of each').optional(),
      limit: t.count('Lines in all').optional(),
    }),
    ...officialOutput(deps.settings),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async run(input, ctx) {
      const { readMany } = await engine();
      const { text, notices } = await readMany(deps, input, ctx.signal);
      return textResult(official, text, notices);
    },
  });
}
