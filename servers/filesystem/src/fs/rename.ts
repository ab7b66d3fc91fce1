// rename(2), patient where another program may hold the file for a moment (Windows: virus scanners, indexers).
import { renameSync } from 'node:fs';
import { errnoOf } from './failures.ts';

const busy = new Set(['EPERM', 'EACCES', 'EBUSY']);
const waits = [5, 10, 20, 40, 80];

/** Both are paths of a gate. Waits at most 155 ms in all, and on Windows only. */
export function rename(from: string, to: string, platform: NodeJS.Platform = process.platform): void {
  for (const milliseconds of platform === 'win32' ? waits : []) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      if (!busy.has(errnoOf(error) ?? '')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
    }
  }
  renameSync(from, to);
}
