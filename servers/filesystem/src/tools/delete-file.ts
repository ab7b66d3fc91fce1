// delete_file: to the trash of the same root, or for good where the server was started so.
import { lazy } from '@plainmcp/kit/lazy';
import { t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';

const engine = lazy(() => import('../changes/delete-entry.ts'));

export const deleteFile = (deps: Pick<Deps, 'files' | 'settings' | 'queue'>) =>
  tool({
    name: 'delete_file',
    title: 'Delete File',
    description:
      deps.settings.allowDelete === 'permanent'
        ? 'Move a file, link or directory to .trash in its allowed directory, or with permanent delete it for good (asks first).'
        : 'Move a file, link or directory to .trash in its allowed directory; move_file brings it back.',
    input: t.object({
      path: t.string(),
      recursive: t.boolean('Also a directory that is not empty').optional(),
      permanent: t.boolean().optional(),
      confirm: t.string('Token from the refusal').optional(),
    }),
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
    async run(input, ctx) {
      const { deleteEntry } = await engine();
      return deleteEntry(deps, input, ctx);
    },
  });
