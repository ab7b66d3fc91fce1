// list_allowed_directories: where the other tools may work.
import { oneLine } from '@plainmcp/kit/hidden';
import { ToolError, t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { officialOutput, sameText } from '../official.ts';

export const listAllowedDirectories = ({ files, settings }: Pick<Deps, 'files' | 'settings'>) =>
  tool({
    name: 'list_allowed_directories',
    title: 'List Allowed Directories',
    description: 'List the directories the tools may use.',
    input: t.object({}),
    ...officialOutput(settings),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    run() {
      const { roots, problems } = files;
      if (settings.officialOutput) {
        const both = roots.flatMap(({ path, real }) => (path === real ? [path] : [path, real]));
        return sameText(settings, `Allowed directories:\n${both.join('\n')}`);
      }
      const unusable = problems.map((problem) => `[not usable: ${oneLine(problem)}]`);
      if (roots.length === 0) {
        throw new ToolError(['No allowed directory.', ...unusable].join('\n'), {
          code: 'not_configured',
          hint: 'The user must start the server with at least one existing directory: plainmcp-filesystem DIR.',
        });
      }
      const lines = roots.map(({ path, readOnly }) => oneLine(path, 4096) + (readOnly ? ' (read-only)' : ''));
      return ['Allowed directories:', ...lines, ...unusable].join('\n');
    },
  });
