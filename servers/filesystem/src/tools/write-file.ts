// write_file: creates, replaces or continues a text file.
import { oneLine } from '@plainmcp/kit/hidden';
import { lazy } from '@plainmcp/kit/lazy';
import { type Tool, t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { officialOutput } from '../official.ts';
import { hashKey, textResult } from '../text/text-result.ts';
import type { WriteRequest, Written } from '../text/write-text.ts';

const engine = lazy(() => import('../text/write-text.ts'));

export function writeFile(deps: Deps): Tool {
  const official = deps.settings.officialOutput;
  return tool({
    name: 'write_file',
    title: 'Write File',
    description: 'Create a file or replace all of its content. To change a part use edit_file.',
    input: t.object({
      path: t.string(),
      content: t.string(),
      mode: t.enum(['overwrite', 'create', 'append'], 'Default overwrite').optional(),
      createParents: t.boolean().optional(),
      ifHash: t.string('Fail unless the file has this hash').optional(),
      encoding: t.string().optional(),
    }),
    ...officialOutput(deps.settings),
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    async run(input, ctx) {
      const { writeText } = await engine();
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
  return `Successfully wrote to ${oneLine(path)} (${facts.join('; ')})`;
}
