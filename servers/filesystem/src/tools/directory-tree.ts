// directory_tree: a tree that fits into one answer, walked off the main thread.
import { type Tool, t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { officialOutput } from '../official.ts';
import { whereOf } from '../search/jobs.ts';
import { officialTextBytes } from '../search/official-limits.ts';
import { textResult } from '../text/text-result.ts';

const defaultEntries = 800;
const maxEntries = 1_000_000;

export function directoryTree({ files, settings, searcher }: Deps): Tool {
  const official = settings.officialOutput;
  return tool({
    name: 'directory_tree',
    title: 'Directory Tree',
    description:
      'Show a directory tree, top levels first, 800 entries; name@ is a link, "... N entries" a cut.',
    input: t.object({
      path: t.string(),
      excludePatterns: t.array(t.string()).optional(),
      maxDepth: t.count().optional(),
      maxEntries: t.count().optional(),
      format: t.enum(['compact', 'json']).optional(),
      respectGitignore: t.boolean().optional(),
    }),
    ...officialOutput(settings),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async run(input, ctx) {
      const { path, excludePatterns = [], maxDepth, format, respectGitignore } = input;
      const shape = official && format === undefined ? 'official' : (format ?? 'compact');
      const { text, notes } = await searcher.run(
        {
          kind: 'tree',
          where: whereOf(files.locate(path, 'existing')),
          excludePatterns,
          maxDepth,
          maxEntries: Math.min(input.maxEntries ?? (official ? maxEntries : defaultEntries), maxEntries),
          format: shape,
          respectGitignore: respectGitignore ?? (settings.respectGitignore && !official),
          maxChars: shape === 'official' ? officialTextBytes : settings.maxOutputChars,
        },
        { signal: ctx.signal, onProgress: (seen) => ctx.progress(seen, undefined, `${seen} entries seen`) },
      );
      return textResult(official, text, notes);
    },
  });
}
