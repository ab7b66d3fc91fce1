// edit_file: replaces pieces of a text file and answers with the diff.
import { type Tool, t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { officialOutput } from '../official.ts';

export function editFile(deps: Deps): Tool {
  return tool({
    name: 'edit_file',
    title: 'Edit File',
    description:
      'Replace text in a file; answers with a diff. oldText must fit exactly one place; trailing white space, a uniform shift of indentation and typographic quotes are forgiven. If one edit fails, nothing is written.',
    input: t.object({
      path: t.string(),
      edits: t.array(
        t.object({
          oldText: t.string(),
          newText: t.string(),
          replaceAll: t.boolean().optional(),
          line: t.int('Choose the place that begins here', { min: 1 }).optional(),
        }),
        'Applied in order',
      ),
      dryRun: t.boolean('Only show the diff').default(false),
      ifHash: t.string('Hash by get_file_info; fail if the file has another').optional(),
      encoding: t.string().optional(),
    }),
    ...officialOutput(deps.settings),
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
    async run(input, ctx) {
      // Loaded with the first edit: the handshake never needs it.
      const { editText } = await import('../edit/edit-text.ts');
      return editText(deps, input, ctx.signal);
    },
  });
}
