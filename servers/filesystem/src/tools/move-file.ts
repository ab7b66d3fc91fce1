// move_file: moves or renames a file, link or directory.
import { oneLine } from '@plainmcp/kit/hidden';
import { t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { inTurn } from '../fs/in-turn.ts';
import { move } from '../fs/move.ts';
import { officialOutput, sameText } from '../official.ts';

export const moveFile = ({ files, settings, queue }: Pick<Deps, 'files' | 'settings' | 'queue'>) =>
  tool({
    name: 'move_file',
    title: 'Move File',
    description: 'Move or rename a file, link or directory. Fails if the destination exists.',
    input: t.object({
      source: t.string(),
      destination: t.string('Full new path'),
      overwrite: t.boolean('Replace a file').optional(),
    }),
    ...officialOutput(settings),
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
    async run({ source, destination, overwrite = false }, { signal }) {
      const from = files.locate(source, 'existing');
      const to = files.locate(destination, 'new');
      files.lstat(from, 'rename');
      const how = await inTurn(queue, files, [from, to], () => move(files, from, to, { overwrite, signal }));
      if (settings.officialOutput)
        return sameText(settings, `Successfully moved ${source} to ${destination}`);
      const note = how === 'copied' ? ' (copied, then deleted)' : '';
      return `Successfully moved ${oneLine(source, 4096)} to ${oneLine(destination, 4096)}${note}`;
    },
  });
