// What a permanent deletion would take away: counts to tell, and a fingerprint to bind the answer to.

import type { Stats } from 'node:fs';
import { nodeCrypto } from '@plainmcp/kit/lazy-node';
import { directories, pacer, type RealPlace, withRealDirectory } from './tree.ts';
import type { Files } from './types.ts';

/** Entries looked at in one tick. */
const slice = 500;

export interface Inventory {
  readonly files: number;
  readonly directories: number;
  readonly bytes: number;
  /** Changes with any name, size or time in the tree. */
  readonly fingerprint: string;
}

export async function takeInventory(files: Files, top: RealPlace, signal: AbortSignal): Promise<Inventory> {
  const hash = nodeCrypto().createHash('sha256');
  const counts = { files: 0, directories: 0, bytes: 0 };
  const add = (name: string, stats: Stats) => {
    hash.update(JSON.stringify([name, stats.dev, stats.ino, stats.mode, stats.size, stats.mtimeMs]));
  };
  const own = files.lstat(top);
  add(top.real, own);
  if (!own.isDirectory()) {
    return { ...counts, files: 1, bytes: own.size, fingerprint: hash.digest('hex') };
  }
  const pace = pacer(signal);
  for await (const { place, below, entries } of directories(files, top, signal)) {
    if (below.length > 0) counts.directories += 1;
    const names = entries.map((entry) => entry.name).sort();
    const prefix = below.map((name) => `${name}/`).join('');
    for (let start = 0; start < names.length; start += slice) {
      await pace();
      withRealDirectory(files, place, (dir) => {
        for (const name of names.slice(start, start + slice)) {
          const stats = dir.lstat(name);
          add(prefix + name, stats);
          if (stats.isDirectory()) continue;
          counts.files += 1;
          counts.bytes += stats.size;
        }
      });
    }
  }
  return { ...counts, fingerprint: hash.digest('hex') };
}
