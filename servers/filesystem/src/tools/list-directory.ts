// list_directory: names and kinds of what is in one directory.
import { lazy } from '@plainmcp/kit/lazy';
import { t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { officialOutput } from '../official.ts';

const engine = lazy(() => import('../listing/list-names.ts'));

export const listDirectory = (deps: Pick<Deps, 'files' | 'settings'>) =>
  tool({
    name: 'list_directory',
    title: 'List Directory',
    description: 'List a directory by name, 500 entries a page. For all below use directory_tree.',
    input: t.object({
      path: t.string(),
      cursor: t.string().optional(),
      showHidden: t.boolean().optional(),
    }),
    ...officialOutput(deps.settings),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async run(input) {
      const { listNames } = await engine();
      return listNames(deps, input);
    },
  });
