// list_directory_with_sizes: one directory with the size of each file and the entry count of each directory.
import { lazy } from '@plainmcp/kit/lazy';
import { t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { mostEntries } from '../listing/most-entries.ts';
import { officialOutput } from '../official.ts';

const engine = lazy(() => import('../listing/list-sizes.ts'));

export const listDirectoryWithSizes = (deps: Pick<Deps, 'files' | 'settings'>) =>
  tool({
    name: 'list_directory_with_sizes',
    title: 'List Directory with Sizes',
    description: 'List a directory with sizes of files and entry counts of directories.',
    input: t.object({
      path: t.string(),
      sortBy: t.enum(['name', 'size', 'mtime']).optional(),
      limit: t.count('Default 500', { max: mostEntries }).optional(),
    }),
    ...officialOutput(deps.settings),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async run(input, { signal }) {
      const { listWithSizes } = await engine();
      return listWithSizes(deps, input, signal);
    },
  });
