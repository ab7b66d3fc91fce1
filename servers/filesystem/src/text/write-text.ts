// What write_file does: finds where the bytes go, waits for its turn, writes all or nothing.
import { dirname } from 'node:path';
import { oneLine } from '@plainmcp/kit/hidden';
import { ToolError } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { errnoOf } from '../fs/failures.ts';
import { makeDirectories } from '../fs/make-directory.ts';
import type { OpenFile, Place } from '../fs/types.ts';
import { sampleBytes } from './charset.ts';
import { assertWellFormed, formAfter, formOver } from './form.ts';
import { assertHash, hashBytes, hashFile } from './hash.ts';
import { bytesBetween, openSource, smallBytes } from './read-bytes.ts';
import { append, type Saved, save } from './save.ts';

export interface WriteRequest {
  readonly path: string;
  readonly content: string;
  /** Overwrite unless given. */
  readonly mode?: 'overwrite' | 'create' | 'append';
  readonly createParents?: boolean;
  readonly ifHash?: string;
  readonly encoding?: string;
}

export interface Written extends Saved {
  /** Bytes written; of an append, those added. */
  readonly bytes: number;
  /** What was kept of the encoding of the file that was there. */
  readonly kept: string | undefined;
  /** Of the whole file; undefined for large files and after an append to an existing one. */
  readonly hash: string | undefined;
}

/** Writes or throws a ToolError with the file as it was. */
export async function writeText(deps: Deps, request: WriteRequest, signal: AbortSignal): Promise<Written> {
  const { files, queue } = deps;
  assertWellFormed(request.content, 'content');
  const place = files.locate(request.path, 'new');
  files.assertWritable(place);
  if (request.createParents) makeParents(deps, place);
  const target = files.resolveLeaf(place);
  files.assertWritable(target);
  refuseDangling(deps, place, request.path);
  return queue.run(target.path, () => {
    signal.throwIfAborted();
    return writeTo(deps, request, target, signal);
  });
}

/** A link to nothing says that something is missing, not what to make in its place. */
function refuseDangling({ files }: Deps, place: Place, path: string): void {
  if (!isThere(() => files.lstat(place)) || isThere(() => files.stat(place))) return;
  throw new ToolError(
    `${oneLine(path)} is a symbolic link to something that does not exist; nothing was written`,
    {
      code: 'dangling_link',
      hint: 'Write to the path it should lead to, or delete the link first.',
    },
  );
}

function isThere(look: () => unknown): boolean {
  try {
    look();
    return true;
  } catch (error) {
    if (error instanceof ToolError && error.code === 'not_found') return false;
    throw error;
  }
}

function makeParents(deps: Deps, place: Place): void {
  const segments = place.segments.slice(0, -1);
  if (segments.length > 0)
    makeDirectories(deps.files, { root: place.root, segments, path: dirname(place.path) });
}

async function writeTo(
  deps: Deps,
  request: WriteRequest,
  target: Place,
  signal: AbortSignal,
): Promise<Written> {
  const old = openOld(deps, target);
  try {
    const head = await headOf(old, signal);
    if (request.ifHash !== undefined) assertHash(await hashOf(old, signal), request.ifHash, request.path);
    const expected = request.ifHash === undefined ? undefined : old?.stats;
    const appends = request.mode === 'append';
    const { bytes, kept } =
      deps.settings.officialOutput && request.encoding === undefined
        ? { bytes: Buffer.from(request.content), kept: undefined }
        : appends
          ? formAfter(request.content, head, head.length === (old?.stats.size ?? 0), request.encoding)
          : formOver(request.content, head, request.encoding);
    const saved = appends
      ? append(deps.files, target, bytes, expected)
      : save(deps.files, target, [bytes], {
          inPlace: deps.settings.inPlace,
          exclusive: request.mode === 'create',
          expected,
        });
    return {
      ...saved,
      bytes: bytes.length,
      kept,
      hash: (appends && !saved.created) || bytes.length > smallBytes ? undefined : hashBytes(bytes),
    };
  } finally {
    old?.close();
  }
}

/** The file that is there, if it may be read at all. */
function openOld(deps: Deps, target: Place): OpenFile | undefined {
  try {
    return deps.files.openFile(target);
  } catch (error) {
    const code = error instanceof ToolError ? error.code : errnoOf(error);
    if (code === 'not_found' || code === 'eacces') return undefined;
    throw error;
  }
}

async function headOf(old: OpenFile | undefined, signal: AbortSignal): Promise<Buffer> {
  if (old === undefined) return Buffer.alloc(0);
  return bytesBetween({ fd: old.fd, size: old.stats.size, signal }, 0, sampleBytes);
}

async function hashOf(old: OpenFile | undefined, signal: AbortSignal): Promise<string | undefined> {
  return old === undefined ? undefined : hashFile(openSource(old.fd, old.stats.size, signal));
}
