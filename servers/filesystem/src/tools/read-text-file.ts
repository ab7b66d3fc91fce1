// read_text_file: one page of a text file; read_file is its unlisted alias.
import { type Tool, t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { officialOutput } from '../official.ts';
import { hashKey } from '../text/hash.ts';
import { readText } from '../text/read-text.ts';
import { textResult } from '../text/text-result.ts';

export function readTextFile(deps: Deps): Tool {
  return define(deps, 'read_text_file', 'Read text file', true);
}

/** The official server's deprecated name; callable, not listed. */
export function readFile(deps: Deps): Tool {
  return define(deps, 'read_file', 'Read file (deprecated)', false);
}

function define(deps: Deps, name: string, title: string, listed: boolean): Tool {
  const official = deps.settings.officialOutput;
  return tool({
    name,
    title,
    listed,
    description:
      'Read a text file, whole or in part; long files come in pages with the offset of the next. UTF-8, UTF-16 and windows-1252 are recognised. For images and audio use read_media_file, for several files read_multiple_files.',
    input: t.object({
      path: t.string('File to read'),
      head: t.int('First N lines', { min: 1 }).optional(),
      tail: t.int('Last N lines', { min: 1 }).optional(),
      offset: t.int('Line to begin with, from 1', { min: 1 }).optional(),
      limit: t.int('Lines to return', { min: 1 }).optional(),
      column: t.int('Character of line offset to begin with, from 1', { min: 1 }).optional(),
      lineNumbers: t.boolean('Put "N: " before each line').default(false),
      encoding: t.string('Such as utf-16le, shift_jis, gbk; found out when left out').optional(),
    }),
    ...officialOutput(deps.settings),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async run(input, ctx) {
      const { text, notices, hash } = await readText(deps, input, ctx.signal);
      return textResult(official, text, notices, hash === undefined ? undefined : { [hashKey]: hash });
    },
  });
}
