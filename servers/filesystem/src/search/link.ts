// Starts the search worker, a process of its own, and carries messages to and from it.
import { fileURLToPath } from 'node:url';
import { nodeChildProcess } from '@plainmcp/kit/lazy-node';
import type { FromWorker, ToWorker } from './jobs.ts';

export interface Link {
  send(message: ToWorker): void;
  /** Keeps this process alive while a search is under way, and only then. */
  hold(busy: boolean): void;
  /** Ends the worker whatever it does. Nothing is reported after it. */
  stop(): Promise<void>;
}

export interface LinkEvents {
  message(message: FromWorker): void;
  /** The worker ended by itself. */
  gone(reason: string): void;
}

/** Run from sources in development and tests; the bundle has worker.js beside every other file. */
const fromSource = import.meta.url.endsWith('.ts');
const url = new URL(fromSource ? './worker.ts' : './worker.js', import.meta.url);
const execArgv = fromSource ? ['--conditions=@plainmcp/source'] : [];

/** @param heapMegabytes Bounds what the worker may use beside the reading buffer; beyond it the worker ends. */
export function openLink(heapMegabytes: number, events: LinkEvents): Link {
  let stopped = false;
  const child = nodeChildProcess().fork(fileURLToPath(url), [], {
    execArgv: [...execArgv, `--max-old-space-size=${heapMegabytes}`],
    // Nothing but the channel: failures come as messages, and a heap that is full as the end of the process.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const gone = (reason: string) => {
    if (stopped) return;
    stopped = true;
    events.gone(reason);
  };
  child.on('message', (text) => {
    if (stopped) return;
    const message: FromWorker = JSON.parse(String(text));
    events.message(message);
  });
  child.on('error', (error) => gone(error.message));
  child.on('exit', (code, signal) => gone(signal ?? `exit code ${code}`));
  return {
    send: (message) => {
      // A failure to send shows itself as the end of the process.
      child.send(JSON.stringify(message), () => undefined);
    },
    hold(busy) {
      if (busy) {
        child.ref();
        child.channel?.ref();
      } else {
        child.unref();
        child.channel?.unref();
      }
    },
    async stop() {
      stopped = true;
      child.kill('SIGKILL');
    },
  };
}
