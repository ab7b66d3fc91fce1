// Node built-ins that cost milliseconds to load: taken on first use, so that the handshake does not wait.

/** `node:crypto`; importing it takes longer than the rest of a server's start. */
export function nodeCrypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto');
}

/** `node:worker_threads` */
export function nodeWorkerThreads(): typeof import('node:worker_threads') {
  return process.getBuiltinModule('node:worker_threads');
}

/** `node:child_process` */
export function nodeChildProcess(): typeof import('node:child_process') {
  return process.getBuiltinModule('node:child_process');
}
