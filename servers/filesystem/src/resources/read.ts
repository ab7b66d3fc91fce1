// resources/read: a text file as text, any other as a blob, a directory as its list of entries.

import { cutNotice } from '@plainmcp/kit/cut';
import { type ResourceContents, ToolError } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { listEntries } from '../fs/listing.ts';
import type { OpenFile, Place } from '../fs/types.ts';
import { entryLine } from '../render.ts';
import { detectCharset } from '../text/charset.ts';
import { decode } from '../text/decode.ts';
import { mediaType } from '../text/media-types.ts';
import { bytesBetween, openSource } from '../text/read-bytes.ts';
import { orNotFound, placeOfUri } from './place-of-uri.ts';

type Needs = Pick<Deps, 'files' | 'settings'>;

/** Bytes of a text as JSON; a whole message may have 4 MiB. */
const maxJsonBytes = 4 * 1024 * 1024 - 64 * 1024;

export async function readResource(
  { files, settings }: Needs,
  uri: string,
  signal: AbortSignal,
): Promise<ResourceContents> {
  const place = placeOfUri(files, uri);
  if (orNotFound(uri, () => files.stat(place)).isDirectory()) {
    return { uri, mimeType: 'text/plain', text: listing({ files, settings }, place) };
  }
  const file = orNotFound(uri, () => files.openFile(place));
  try {
    return await contents(file, uri, settings.maxMediaBytes, signal);
  } finally {
    file.close();
  }
}

async function contents(
  file: OpenFile,
  uri: string,
  most: number,
  signal: AbortSignal,
): Promise<ResourceContents> {
  const { size } = file.stats;
  if (size > most) throw tooLarge(uri, size, most);
  const source = openSource(file.fd, size, signal);
  const bytes = await bytesBetween(source, 0, source.size);
  const charset = detectCharset(bytes, true);
  const sniffed = mediaType(bytes);
  if (charset === undefined || (sniffed !== undefined && sniffed !== 'image/svg+xml')) {
    return { uri, mimeType: sniffed ?? 'application/octet-stream', blob: bytes.toString('base64') };
  }
  const text = decode(charset, bytes.subarray(charset.bom));
  // Escapes may make a text several times as long.
  if (Buffer.byteLength(JSON.stringify(text)) > maxJsonBytes) throw tooLarge(uri, size, most);
  return { uri, mimeType: sniffed ?? 'text/plain', text };
}

function listing({ files, settings }: Needs, place: Place): string {
  const entries = listEntries(files, place, true);
  const lines: string[] = [];
  let room = settings.maxOutputChars;
  for (const entry of entries) {
    const line = entryLine(entry);
    room -= line.length + 1;
    if (room < 0) break;
    lines.push(line);
  }
  if (lines.length === entries.length) return lines.join('\n');
  const cut = { shown: lines.length, total: entries.length, unit: 'entries', narrow: 'call list_directory' };
  return [...lines, cutNotice(cut)].join('\n');
}

function tooLarge(uri: string, size: number, most: number): ToolError {
  return new ToolError(`${uri} has ${size} bytes; a resource may have at most ${most}.`, {
    code: 'too_large',
    hint: 'Call read_text_file with offset and limit.',
  });
}
