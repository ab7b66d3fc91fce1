// read_media_file: an image, sound or other binary file as content the client can show.
import { lazy } from '@plainmcp/kit/lazy';
import { formatBytes } from '@plainmcp/kit/text';
import { result, type Tool, t, text, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';

const engine = lazy(() => import('../text/read-media.ts'));

export function readMediaFile(deps: Deps): Tool {
  const { officialOutput, maxMediaBytes } = deps.settings;
  return tool({
    name: 'read_media_file',
    title: 'Read Media File',
    description: `Read an image, audio or other binary file; above ${formatBytes(maxMediaBytes)} only a link.`,
    input: t.object({
      path: t.string(),
      maxBytes: t.count().optional(),
    }),
    ...(officialOutput ? { output: officialMedia } : {}),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async run({ path, maxBytes }, ctx) {
      const { readMedia } = await engine();
      const block = await readMedia(deps, path, maxBytes, ctx.signal);
      if (officialOutput) return result({ content: block, structuredContent: { content: [block] } });
      if (block.type !== 'resource_link') return block;
      return [
        block,
        text(
          `[not sent: ${formatBytes(block.size ?? 0)} of ${block.mimeType ?? 'unknown type'} is over the limit for inline media]`,
        ),
      ];
    },
  });
}

/** Blocks as the official server declares them, and the link that stands for a file too large. */
const officialMedia = t.object({
  content: t.array(
    t.union('type', [
      t.object({ type: t.enum(['image', 'audio']), data: t.string(), mimeType: t.string() }),
      t.object({
        type: t.literal('resource'),
        resource: t.object({ uri: t.string(), mimeType: t.string().optional(), blob: t.string() }),
      }),
      t.object({
        type: t.literal('resource_link'),
        uri: t.string(),
        name: t.string(),
        mimeType: t.string(),
        size: t.int(),
        description: t.string(),
      }),
    ]),
  ),
});
