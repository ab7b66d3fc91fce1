// edit_file: replaces pieces of a text file and answers with the diff.
import { type Tool, t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { officialOutput } from '../official.ts';

export function editFile(deps: Deps): Tool {
  return tool({
    name: 'edit_file',
    title: 'Edit file',
    description:
      'Replace text in a file; answers with a diff. oldText must fit one place; white space at line ends, one shift of indentation and typographic quotes are forgiven. Line ends and encoding are kept. If any edit fails nothing is written.',
    input: t.object({
      path: t.string('File to edit'),
      edits: t.array(
        t.object({
          oldText: t.string('Text to find, with enough around it to be unique'),
          newText: t.string('Text to put in its place'),
          replaceAll: t.boolean('Replace every place').optional(),
          line: t.int('Line at which oldText begins, to choose among places', { min: 1 }).optional(),
        }),
        'Applied in order',
      ),
      dryRun: t.boolean('Only show the diff').default(false),
      ifHash: t.string('Edit only if the file still has this hash (get_file_info)').optional(),
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
