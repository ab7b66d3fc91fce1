// Which directories of a tree one of several workers searches.

/** One of `of` shares, counted from 0. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/** Directories down to this depth are listed by every worker; what lies deeper is walked by its owner alone. */
const sharedDepth = 2;

/** Whether the files of a directory belong to the share; `prefix` is empty or ends in `/`. */
export function owns(share: Share | undefined, prefix: string): boolean {
  if (share === undefined) return true;
  const end = endOfTop(prefix);
  let hash = 0;
  for (let index = 0; index < end; index += 1) hash = (hash * 31 + prefix.charCodeAt(index)) | 0;
  // The high bits: names that count up differ in the low ones only.
  return ((hash ^ (hash >>> 15)) >>> 0) % share.of === share.index;
}

/** Whether a worker has to list the directory at all. */
export function enters(share: Share | undefined, prefix: string): boolean {
  return share === undefined || depthOf(prefix) < sharedDepth || owns(share, prefix);
}

/** Where the first components end that decide on the owner. */
function endOfTop(prefix: string): number {
  let end = 0;
  for (let depth = 0; depth < sharedDepth; depth += 1) {
    const next = prefix.indexOf('/', end);
    if (next < 0) return prefix.length;
    end = next + 1;
  }
  return end;
}

function depthOf(prefix: string): number {
  return prefix.split('/').length - 1;
}
