// write_file: creates, replaces or continues a text file.
import { type Tool, t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { officialOutput } from '../official.ts';
import { hashKey } from '../text/hash.ts';
import { textResult } from '../text/text-result.ts';
import { type WriteRequest, type Written, writeText } from '../text/write-text.ts';

export function writeFile(deps: Deps): Tool {
  const official = deps.settings.officialOutput;
  return tool({
    name: 'write_file',
    title: 'Write File',
    description:
      'Create a file or replace all of its content. A byte order mark already there is kept. To change a part use edit_file.',
    input: t.object({
      path: t.string(),
      content: t.string(),
      mode: t
        .enum(['overwrite', 'create', 'append'], 'create fails when the file exists')
        .default('overwrite'),
      createParents: t.boolean('Make missing parents').default(false),
      ifHash: t.string('Fail unless the file has this hash (get_file_info)').optional(),
      encoding: t.string('Default utf-8').optional(),
    }),
    ...officialOutput(deps.settings),
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    async run(input, ctx) {
      const written = await writeText(deps, input, ctx.signal);
      if (official) return textResult(true, `Successfully wrote to ${input.path}`);
      const meta = written.hash === undefined ? undefined : { [hashKey]: written.hash };
      return textResult(false, answer(input, written), [], meta);
    },
  });
}

function answer({ path, mode }: WriteRequest, { bytes, kept, inPlace, created }: Written): string {
  const added = mode === 'append' && !created ? ' appended' : '';
  const facts = [
    `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}${added}`,
    ...(kept === undefined ? [] : [kept]),
    ...(inPlace === undefined ? [] : [`written in place because ${inPlace}`]),
  ];
  return `Successfully wrote to ${path} (${facts.join('; ')})`;
}
