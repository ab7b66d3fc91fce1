// search_files: names that match a glob, walked off the main thread.
import { type Tool, ToolError, t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { officialOutput } from '../official.ts';
import { whereOf } from '../search/jobs.ts';
import { officialTextBytes } from '../search/official-limits.ts';
import { textResult } from '../text/text-result.ts';

const defaultLimit = 200;
const maxLimit = 500;
/** The official server has no limit but memory; ours ends at the size of the answer. */
const officialLimit = 1_000_000;

export function searchFiles({ files, settings, searcher }: Deps): Tool {
  const official = settings.officialOutput;
  return tool({
    name: 'search_files',
    title: 'Search Files',
    description:
      'Find names by glob: *.ts at any depth, src/**/*.ts from path; 200 paths a page. For text use search_content.',
    input: t.object({
      path: t.string(),
      pattern: t.string(),
      excludePatterns: t.array(t.string()).optional(),
      limit: t.count('At most 500').optional(),
      cursor: t.string().optional(),
      sort: t.enum(['name', 'mtime']).optional(),
      type: t.enum(['file', 'directory', 'link']).optional(),
      respectGitignore: t.boolean().optional(),
      minSize: t.int('Bytes', { min: 0 }).optional(),
      maxSize: t.int('Bytes', { min: 0 }).optional(),
      modifiedAfter: t.string('ISO date').optional(),
    }),
    ...officialOutput(settings),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async run(input, ctx) {
      const { path, respectGitignore, cursor, type, minSize, maxSize, modifiedAfter } = input;
      const [limit, most] = official ? [officialLimit, officialLimit] : [defaultLimit, maxLimit];
      const { text, notes } = await searcher.run(
        {
          kind: 'files',
          where: whereOf(files.locate(path, 'existing')),
          pattern: input.pattern,
          excludePatterns: input.excludePatterns ?? [],
          limit: Math.min(input.limit ?? limit, most),
          cursor,
          sort: input.sort ?? 'name',
          type,
          respectGitignore: respectGitignore ?? (settings.respectGitignore && !official),
          minSize,
          maxSize,
          modifiedAfter: modifiedAfter === undefined ? undefined : timeOf(modifiedAfter),
          maxChars: official ? officialTextBytes : settings.maxOutputChars,
          absolute: official,
        },
        { signal: ctx.signal, onProgress: (seen) => ctx.progress(seen, undefined, `${seen} entries seen`) },
      );
      return textResult(official, text === '' ? 'No matches found' : text, notes);
    },
  });
}

function timeOf(date: string): number {
  const time = Date.parse(date);
  if (Number.isNaN(time)) {
    throw new ToolError(`modifiedAfter is not a date: ${JSON.stringify(date.slice(0, 60))}`, {
      code: 'invalid_argument',
      hint: 'Use ISO 8601, such as 2026-11-20 or 2026-11-20T09:30:00Z.',
    });
  }
  return time;
}
