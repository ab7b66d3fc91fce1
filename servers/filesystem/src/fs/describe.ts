// Facts about one file or directory for get_file_info: stats, link target, type, encoding, lines, hash.
import type { Stats } from 'node:fs';
import { ToolError } from '@plainmcp/protocol';
import { type Kind, kindOf } from '../render.ts';
import { type Charset, detectCharset, sampleBytes } from '../text/charset.ts';
import { hashFile } from '../text/hash.ts';
import { mediaType, sniffBytes } from '../text/media-types.ts';
import { bytesBetween, eachChunk, openSource, type Source } from '../text/read-bytes.ts';
import { linkTargets } from './listing.ts';
import type { Files, Place } from './types.ts';

export interface Description {
  readonly stats: Stats;
  readonly type: Kind;
  /** For a link: its text, or why it is not shown. The stats are those of the target where that is allowed. */
  readonly link?: string;
  /** Of a directory. */
  readonly entries?: number;
  readonly mime?: string;
  readonly encoding?: string;
  readonly eol?: 'LF' | 'CRLF' | 'CR' | 'mixed' | 'none';
  /** Counted up to 16 MB. */
  readonly lines?: number;
  readonly hash?: string;
}

/** Larger files are not read through for their lines. */
const maxCountedBytes = 16 * 1024 * 1024;

export async function describe(
  files: Files,
  place: Place,
  wantHash: boolean,
  signal: AbortSignal,
): Promise<Description> {
  const own = files.lstat(place, 'stat');
  const isLink = own.isSymbolicLink();
  const link = isLink ? { link: linkText(files, place) } : {};
  const stats = isLink ? (targetStats(files, place) ?? own) : own;
  const type = kindOf(stats);
  if (type === 'directory') {
    return {
      stats,
      type,
      ...link,
      ...quietly(() => ({ entries: files.withDirectory(place, (dir) => dir.entries().length) })),
    };
  }
  if (type !== 'file') return { stats, type, ...link };
  const content = await contentFacts(files, place, wantHash, signal);
  return { stats, type, ...link, ...content };
}

function linkText(files: Files, place: Place): string {
  const name = place.segments.at(-1) ?? '';
  const parent: Place = { ...place, segments: place.segments.slice(0, -1) };
  return linkTargets(files, parent, [name]).get(name) ?? '?';
}

/** Undefined when the link leads nowhere, or out of the roots. */
function targetStats(files: Files, place: Place): Stats | undefined {
  try {
    return files.stat(place);
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}

async function contentFacts(
  files: Files,
  place: Place,
  wantHash: boolean,
  signal: AbortSignal,
): Promise<Partial<Description>> {
  const file = quietly(() => ({ open: files.openFile(place) })).open;
  if (file === undefined) return {};
  try {
    const source = openSource(file.fd, file.stats.size, signal);
    const sample = await bytesBetween(source, 0, Math.min(source.size, sampleBytes));
    const charset = detectCharset(sample, source.size <= sampleBytes);
    const sniffed = mediaType(sample.subarray(0, sniffBytes));
    const mime = sniffed ?? (charset === undefined ? 'application/octet-stream' : 'text/plain');
    const hash = wantHash ? { hash: await hashFile(source) } : {};
    if (charset === undefined) return { mime, ...hash };
    return {
      mime,
      encoding: charset.bom > 0 ? `${charset.name} with BOM` : charset.name,
      ...(source.size <= maxCountedBytes ? await lineFacts(source, charset) : {}),
      ...hash,
    };
  } finally {
    file.close();
  }
}

/** Line ends and lines; a last line without an end counts. */
async function lineFacts(source: Source, { name, bom }: Charset): Promise<Partial<Description>> {
  const seen = { LF: 0, CRLF: 0, CR: 0 };
  const width = name.startsWith('utf-16') ? 2 : 1;
  const [high, low] = width === 1 ? [0, 0] : name === 'utf-16le' ? [1, 0] : [0, 1];
  let last = 0;
  await eachChunk(source, bom, source.size, (chunk) => {
    for (let at = 0; at + width <= chunk.length; at += width) {
      const unit = (chunk[at + low] ?? 0) | (width === 2 ? (chunk[at + high] ?? 0) << 8 : 0);
      if (unit === 0x0a) seen[last === 0x0d ? 'CRLF' : 'LF'] += 1;
      else if (last === 0x0d) seen.CR += 1;
      last = unit;
    }
    return false;
  });
  if (last === 0x0d) seen.CR += 1;
  const kinds = (['LF', 'CRLF', 'CR'] as const).filter((kind) => seen[kind] > 0);
  const ended = seen.LF + seen.CRLF + seen.CR;
  const open = source.size > bom && last !== 0x0a && last !== 0x0d ? 1 : 0;
  return { eol: kinds.length > 1 ? 'mixed' : (kinds[0] ?? 'none'), lines: ended + open };
}

function quietly<T extends object>(look: () => T): Partial<T> {
  try {
    return look();
  } catch (error) {
    if (error instanceof ToolError) return {};
    throw error;
  }
}
