// edit_file: replaces pieces of a text file and answers with the diff.
import { lazy } from '@plainmcp/kit/lazy';
import { type Tool, t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { officialOutput } from '../official.ts';

const engine = lazy(() => import('../edit/edit-text.ts'));

export function editFile(deps: Deps): Tool {
  return tool({
    name: 'edit_file',
    title: 'Edit File',
    description:
      'Replace text in a file; answers with a diff. Each oldText must fit exactly one place, but for trailing spaces, indentation and kinds of quotes. All edits are made or none.',
    input: t.object({
      path: t.string(),
      edits: t.array(
        t.object({
          oldText: t.string(),
          newText: t.string(),
          replaceAll: t.boolean().optional(),
          line: t.count('Where it begins').optional(),
        }),
        'Applied in order',
      ),
      dryRun: t.boolean('Only show the diff').optional(),
      ifHash: t.string('Fail unless the file has this hash').optional(),
      encoding: t.string().optional(),
    }),
    ...officialOutput(deps.settings),
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
    async run(input, ctx) {
      const { editText } = await engine();
      return editText(deps, input, ctx.signal);
    },
  });
}
