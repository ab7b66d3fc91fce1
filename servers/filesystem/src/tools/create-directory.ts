// create_directory: one directory and the parents it needs.
import { oneLine } from '@plainmcp/kit/hidden';
import { lazy } from '@plainmcp/kit/lazy';
import { t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { officialOutput, sameText } from '../official.ts';

const engine = lazy(() => import('../fs/make-directory.ts'));

export const createDirectory = ({ files, settings }: Pick<Deps, 'files' | 'settings'>) =>
  tool({
    name: 'create_directory',
    title: 'Create Directory',
    description: 'Create a directory and its missing parents.',
    input: t.object({ path: t.string() }),
    ...officialOutput(settings),
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async run({ path }) {
      const { makeDirectories } = await engine();
      const made = makeDirectories(files, files.locate(path, 'new'));
      if (settings.officialOutput) return sameText(settings, `Successfully created directory ${path}`);
      const note = made === 0 ? ' (it existed already)' : made > 1 ? ` (${made} levels)` : '';
      return `Successfully created directory ${oneLine(path, 4096)}${note}`;
    },
  });
