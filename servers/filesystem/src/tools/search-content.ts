// search_content: text or regular expressions inside files, searched off the main thread.
import { type Tool, t, text, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { type Outcome, whereOf } from '../search/jobs.ts';

const defaultLimit = 100;
const maxLimit = 500;
const maxContext = 20;

export function searchContent({ files, settings, searcher }: Deps): Tool {
  return tool({
    name: 'search_content',
    title: 'Search Content',
    description:
      'Find text below path or in one file, 100 matches a page. Skips binary files and those over 16 MiB. For names use search_files.',
    input: t.object({
      path: t.string(),
      query: t.string('Text; with regex a JavaScript expression'),
      regex: t.boolean().optional(),
      glob: t.string('Such as *.ts').optional(),
      excludePatterns: t.array(t.string()).optional(),
      ignoreCase: t.boolean().optional(),
      wholeWord: t.boolean().optional(),
      multiline: t.boolean().optional(),
      context: t.int('At most 20', { min: 0 }).optional(),
      mode: t.enum(['matches', 'files', 'count']).optional(),
      limit: t.count('At most 500').optional(),
      cursor: t.string().optional(),
      respectGitignore: t.boolean().optional(),
    }),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async run({ path, limit = defaultLimit, context = 0, respectGitignore, ...input }, ctx) {
      const outcome = await searcher.run(
        {
          kind: 'content',
          where: whereOf(files.locate(path, 'existing')),
          query: input.query,
          regex: input.regex ?? false,
          glob: input.glob,
          excludePatterns: input.excludePatterns ?? [],
          ignoreCase: input.ignoreCase ?? false,
          wholeWord: input.wholeWord ?? false,
          multiline: input.multiline ?? false,
          context: Math.min(context, maxContext),
          mode: input.mode ?? 'matches',
          limit: Math.min(limit, maxLimit),
          cursor: input.cursor,
          respectGitignore: respectGitignore ?? settings.respectGitignore,
          maxChars: settings.maxOutputChars,
        },
        { signal: ctx.signal, onProgress: (seen) => ctx.progress(seen, undefined, `${seen} entries seen`) },
      );
      return render(outcome);
    },
  });
}

function render({ text: found, notes }: Outcome) {
  return [
    text(found === '' ? 'No matches found' : found),
    ...(notes.length === 0 ? [] : [text(notes.join('\n'))]),
  ];
}
