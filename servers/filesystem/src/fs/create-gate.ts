// Chooses the gate: descriptors and /proc where there is a /proc, the working directory elsewhere.
import { closeSync, constants, openSync, readlinkSync } from 'node:fs';
import { nodeWorkerThreads } from '@plainmcp/kit/lazy-node';
import { ChdirGate } from './chdir.ts';
import type { Gate } from './gate-types.ts';
import { PinnedGate } from './pinned.ts';
import type { Stand } from './stand.ts';
import type { GateKind } from './types.ts';

/** Makes a gate. The portable one pins by the working directory, which a worker thread does not have. */
export function createGate(kind: GateKind | 'auto' = 'auto', stand?: Stand): Gate {
  const chosen = kind === 'auto' ? usableKind() : kind;
  if (chosen === 'pinned') return new PinnedGate(stand);
  if (!nodeWorkerThreads().isMainThread)
    throw new Error('the chdir gate needs a process of its own, not a worker thread');
  return new ChdirGate();
}

/** What this machine can do. */
export function usableKind(): GateKind {
  return process.platform === 'linux' && hasDescriptorNames() ? 'pinned' : 'chdir';
}

function hasDescriptorNames(): boolean {
  let fd: number | undefined;
  try {
    fd = openSync('/', constants.O_RDONLY | constants.O_DIRECTORY);
    return readlinkSync(`/proc/self/fd/${fd}`) === '/';
  } catch {
    return false;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
