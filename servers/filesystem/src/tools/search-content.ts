// search_content: text or regular expressions inside files, searched off the main thread.
import { result, type Tool, t, text, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import type { Outcome } from '../search/jobs.ts';
import { whereOf } from '../search/searcher.ts';

const maxLimit = 500;
const maxContext = 20;
/** Structured content is for small values only. */
const maxStructuredChars = 4000;

export function searchContent({ files, settings, searcher }: Deps): Tool {
  return tool({
    name: 'search_content',
    title: 'Search content',
    description:
      'Find text in files below path (or in one file): the file, then "N: line" for each match, 100 a page. Binary files and files over 16 MiB are skipped and named. For file names use search_files.',
    input: t.object({
      path: t.string('Directory or file'),
      query: t.string('Text, or with regex a JavaScript expression'),
      regex: t.boolean().default(false),
      glob: t.string('Files to search, such as *.ts').optional(),
      excludePatterns: t.array(t.string(), 'Globs relative to path').default([]),
      ignoreCase: t.boolean().default(false),
      wholeWord: t.boolean().default(false),
      multiline: t.boolean('regex may match over line ends').default(false),
      context: t.int('Lines around each match', { min: 0, max: maxContext }).default(0),
      mode: t.enum(['matches', 'files', 'count']).default('matches'),
      limit: t.int('', { min: 1, max: maxLimit }).default(100),
      cursor: t.string('From the page before').optional(),
      respectGitignore: t.boolean().optional(),
    }),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async run({ path, respectGitignore, ...input }, ctx) {
      const outcome = await searcher.run(
        {
          kind: 'content',
          where: whereOf(files.locate(path, 'existing')),
          ...input,
          glob: input.glob,
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

function render({ text: found, notes, counts }: Outcome) {
  const content = [
    text(found === '' ? 'No matches found' : found),
    ...(notes.length === 0 ? [] : [text(notes.join('\n'))]),
  ];
  const small = counts !== undefined && JSON.stringify(counts).length <= maxStructuredChars;
  return result({ content, ...(small ? { structuredContent: counts } : {}) });
}
