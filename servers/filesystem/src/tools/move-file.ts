// move_file: moves or renames a file, link or directory.
import { lazy } from '@plainmcp/kit/lazy';
import { t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { officialOutput } from '../official.ts';

const engine = lazy(() => import('../changes/move-entry.ts'));

export const moveFile = (deps: Pick<Deps, 'files' | 'settings' | 'queue'>) =>
  tool({
    name: 'move_file',
    title: 'Move File',
    description: 'Move or rename a file, link or directory. Fails if the destination exists.',
    input: t.object({
      source: t.string(),
      destination: t.string('Full new path'),
      overwrite: t.boolean('Replace a file').optional(),
    }),
    ...officialOutput(deps.settings),
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
    async run(input, { signal }) {
      const { moveEntry } = await engine();
      return moveEntry(deps, input, signal);
    },
  });
