// Opens a file as text: finds its encoding, or says that it is no text.

import { oneLine } from '@plainmcp/kit/hidden';
import { ToolError } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import type { OpenFile } from '../fs/types.ts';
import { type Charset, charsetOfLabel, detectCharset, sampleBytes } from './charset.ts';
import { mediaType } from './media-types.ts';
import { feedBytes, feedOf } from './newlines.ts';
import { bytesBetween, openSource, type Source, shortened } from './read-bytes.ts';

export interface OpenText {
  readonly file: OpenFile;
  readonly source: Source;
  readonly charset: Charset;
}

/** Opens the file that `path` names for the time of `use`. Throws a ToolError for what is no text. */
export async function withText<T>(
  deps: Deps,
  path: string,
  encoding: string | undefined,
  signal: AbortSignal,
  use: (text: OpenText) => Promise<T>,
): Promise<T> {
  const file = deps.files.openFile(deps.files.locate(path, 'existing'));
  try {
    const source = openSource(file.fd, file.stats.size, signal);
    const charset = await charsetOf(source, path, encoding, deps.settings.officialOutput);
    // A last odd byte of UTF-16 is half a character.
    const odd = (source.size - charset.bom) % feedBytes(feedOf(charset.name));
    return await use({ file, source: odd === 0 ? source : shortened(source, source.size - odd), charset });
  } finally {
    file.close();
  }
}

/**
 * The encoding of a file. `official` reads as the official server does: a byte order mark of UTF-8 stays in
 * the text, and what is neither UTF-16 nor binary is UTF-8.
 */
export async function charsetOf(
  source: Source,
  path: string,
  encoding: string | undefined,
  official: boolean,
): Promise<Charset> {
  const sample = await bytesBetween(source, 0, sampleBytes);
  if (encoding !== undefined) return charsetOfLabel(encoding, sample);
  const found = detectCharset(sample, sample.length === source.size);
  if (found === undefined) throw binary(path, sample);
  return official && !found.name.startsWith('utf-16') ? { ...found, name: 'utf-8', bom: 0 } : found;
}

function binary(path: string, sample: Buffer): ToolError {
  const type = mediaType(sample) ?? 'unknown type';
  return new ToolError(`${oneLine(path)} is a binary file (${type}), not text`, {
    code: 'binary',
    hint: 'Use read_media_file. If it is text in another encoding, name it with encoding, for example "utf-16le".',
  });
}

/** Our words about the encoding; undefined for UTF-8 without fault. */
export function charsetNotice({ name, because }: Charset, text: string): string | undefined {
  if (name === 'utf-8' && !text.includes('\ufffd')) return undefined;
  if (name === 'utf-8')
    return because === 'damaged' ? '[encoding: utf-8 with stray bytes, shown as U+FFFD]' : undefined;
  if (because === 'guess')
    return `[encoding: ${name}, guessed because it is not UTF-8; pass encoding to choose another]`;
  return because === 'given' ? undefined : `[encoding: ${name}]`;
}
