// What read_media_file answers: the file as an image, audio or embedded block, or a link when it is too large.
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { oneLine } from '@plainmcp/kit/hidden';
import { type Content, ToolError } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import type { OpenFile } from '../fs/types.ts';
import { detectCharset } from './charset.ts';
import { mediaType, officialMediaType, sniffBytes } from './media-types.ts';
import { bytesBetween, type Source } from './read-bytes.ts';

/**
 * The largest file sent inline with `officialOutput`, where everything goes twice: two copies in base64 stay
 * under 4 MiB.
 */
const officialBytes = 1_500_000;

/** Never reads more than it sends. Throws a ToolError for text. */
export async function readMedia(
  deps: Deps,
  path: string,
  maxBytes: number | undefined,
  signal: AbortSignal,
): Promise<Content> {
  const { officialOutput, maxMediaBytes } = deps.settings;
  const most = Math.min(
    maxBytes ?? maxMediaBytes,
    maxMediaBytes,
    officialOutput ? officialBytes : maxMediaBytes,
  );
  const file = deps.files.openFile(deps.files.locate(path, 'existing'));
  try {
    const source: Source = { fd: file.fd, size: file.stats.size, signal };
    const head = await bytesBetween(source, 0, sniffBytes);
    const mimeType = officialOutput
      ? officialMediaType(extname(file.real).toLowerCase())
      : typeOf(head, source, path);
    if (source.size > most) return link(file, mimeType, source.size);
    const data = (await bytesBetween(source, 0, source.size)).toString('base64');
    if (mimeType.startsWith('image/')) return { type: 'image', data, mimeType };
    if (mimeType.startsWith('audio/')) return { type: 'audio', data, mimeType };
    return {
      type: 'resource',
      resource: { uri: pathToFileURL(shownPath(deps, file)).href, mimeType, blob: data },
    };
  } finally {
    file.close();
  }
}

function typeOf(head: Buffer, source: Source, path: string): string {
  const type = mediaType(head);
  // Marks of one or two letters also begin texts; what is sound text is text, but SVG is both.
  const charset = type === 'image/svg+xml' ? undefined : detectCharset(head, head.length === source.size);
  if (charset === undefined || (type !== undefined && charset.name !== 'utf-8'))
    return type ?? 'application/octet-stream';
  throw new ToolError(`${oneLine(path)} is text (${charset.name}), not media`, {
    code: 'not_media',
    hint: 'Use read_text_file.',
  });
}

/** The official server names the real path. */
function shownPath(deps: Deps, file: OpenFile): string {
  return deps.settings.officialOutput ? file.real : file.place.path;
}

function link(file: OpenFile, mimeType: string, size: number): Content {
  return {
    type: 'resource_link',
    uri: pathToFileURL(file.place.path).href,
    name: file.place.segments.at(-1) ?? file.place.path,
    mimeType,
    size,
    description: 'Too large to send inline',
  };
}
