// A server as a child process, spoken to over its stdin and stdout.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { LineReader } from '../framing.ts';
import type { ClientTransport, TransportHandlers } from './transport.ts';

export interface StdioTransportOptions {
  readonly command: string;
  readonly args?: readonly string[];
  /** The whole environment of the server; this process's own when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** What becomes of the server's stderr: its end is kept for error messages when absent. */
  readonly stderr?: 'inherit' | 'ignore' | ((text: string) => void);
  /** Milliseconds the server gets to leave after the end of its input, before SIGTERM; 8000, as ours may take 7000. */
  readonly graceMs?: number;
  /** Milliseconds between SIGTERM and SIGKILL; 2000. */
  readonly killMs?: number;
  /** The longest message accepted from the server, in bytes; 64 MiB. */
  readonly maxLineBytes?: number;
}

export interface StdioTransport extends ClientTransport {
  /** Of the process running now. */
  readonly pid: number | undefined;
  /** The last 8 KiB the server wrote to stderr, unless `stderr` was given. */
  readonly stderrTail: string;
}

/** A process whose stdin and stdout are pipes. */
interface Child {
  readonly process: ChildProcess;
  readonly stdin: Writable;
  readonly stdout: Readable;
}

const STDERR_TAIL = 8192;
/** Milliseconds after an exit in which its output must end: a grandchild may hold the pipes for ever. */
const PIPES_MS = 1000;

/** Starts `command` when opened; each `open` after it is gone starts it again. */
export function stdioTransport(options: StdioTransportOptions): StdioTransport {
  let child: Child | undefined;
  let exited: Promise<number | undefined> = Promise.resolve(undefined);
  let closing = false;
  let tail = '';
  const keep = (text: string): void => {
    tail = (tail + text).slice(-STDERR_TAIL);
  };
  return {
    kind: 'stdio',
    get pid() {
      return child?.process.pid;
    },
    get stderrTail() {
      return tail;
    },
    async open(handlers) {
      tail = '';
      closing = false;
      const started = await start(options);
      child = started;
      started.stdin.on('error', () => {});
      started.process.stderr
        ?.setEncoding('utf8')
        .on('data', typeof options.stderr === 'function' ? options.stderr : keep);
      readLines(started.stdout, options.maxLineBytes ?? 64 * 1024 * 1024, {
        message: handlers.message,
        closed: (reason) => {
          handlers.closed(reason);
          started.process.kill();
        },
      });
      exited = exit(started.process).then(({ code, signal }) => {
        if (!closing)
          handlers.closed(`The server exited with ${code ?? signal}${tail && `: ${tail.trimEnd()}`}`);
        return code ?? undefined;
      });
    },
    send: (message) => void child?.stdin.write(`${message}\n`),
    close() {
      closing = true;
      return child === undefined ? exited : end(child, exited, options);
    },
  };
}

function start({ command, args = [], env, cwd, stderr }: StdioTransportOptions): Promise<Child> {
  return new Promise((resolve, reject) => {
    const kept = stderr === 'inherit' || stderr === 'ignore' ? stderr : 'pipe';
    const spawned = spawn(command, args, {
      stdio: ['pipe', 'pipe', kept],
      windowsHide: true,
      ...(env && { env }),
      ...(cwd !== undefined && { cwd }),
    });
    spawned.once('error', reject);
    spawned.once('spawn', () => {
      const { stdin, stdout } = spawned;
      spawned.on('error', () => {});
      if (stdin && stdout) resolve({ process: spawned, stdin, stdout });
    });
  });
}

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** Resolves when the process is gone and everything it wrote has been read. */
function exit(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    child.on('exit', (code, signal) => {
      timer = setTimeout(resolve, PIPES_MS, { code, signal });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal });
    });
  });
}

function readLines(stdout: Readable, maxLineBytes: number, { message, closed }: TransportHandlers): void {
  const reader = new LineReader(maxLineBytes);
  const drain = (): void => {
    for (let line = reader.next(); line !== undefined; line = reader.next()) {
      if (typeof line === 'string') message(line);
      else closed(`The server sent a line of ${line.bytes} bytes that cannot be read (${line.reason})`);
    }
  };
  stdout.on('data', (chunk: Buffer) => {
    reader.push(chunk);
    drain();
  });
  stdout.on('end', () => {
    reader.end();
    drain();
  });
}

/** The end of input first, the only signal on Windows; then SIGTERM, then SIGKILL (MCP lifecycle, "Shutdown"). */
async function end(
  child: Child,
  exited: Promise<number | undefined>,
  { graceMs = 8000, killMs = 2000 }: StdioTransportOptions,
): Promise<number | undefined> {
  const timers = [
    setTimeout(() => child.process.kill('SIGTERM'), graceMs),
    setTimeout(() => child.process.kill('SIGKILL'), graceMs + killMs),
  ];
  child.stdin.end();
  const code = await exited;
  for (const timer of timers) clearTimeout(timer);
  return code;
}
