// copy_file: copies a file, link or whole directory.
import { lazy } from '@plainmcp/kit/lazy';
import { t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';

const engine = lazy(() => import('../changes/copy-entry.ts'));

export const copyFile = (deps: Pick<Deps, 'files' | 'settings' | 'queue'>) =>
  tool({
    name: 'copy_file',
    title: 'Copy File',
    description:
      'Copy a file, or a directory with recursive; links stay links. Fails if the destination exists.',
    input: t.object({
      source: t.string(),
      destination: t.string('Full new path'),
      recursive: t.boolean().optional(),
      overwrite: t.boolean().optional(),
    }),
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
    async run(input, { signal }) {
      const { copyEntry } = await engine();
      return copyEntry(deps, input, signal);
    },
  });
