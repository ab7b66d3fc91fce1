// Runs a command to its end and returns everything it said.
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { baseEnvironment, pathOf } from './spawn.ts';
import { within } from './timing.ts';

export interface RunOptions {
  /** Added to the same minimal environment `start` gives. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Written to stdin, which is then closed. */
  readonly input?: string;
  /** Default 20,000. */
  readonly timeoutMs?: number;
  /** Kept of each stream; default 16 MiB. */
  readonly maxBytes?: number;
}

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from spawn to end. */
  readonly ms: number;
}

/** Runs `command args`; rejects when it cannot be started or does not end in time (it is killed then). */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const { timeoutMs = 20_000, maxBytes = 16 * 1024 * 1024 } = options;
  const started = performance.now();
  const child = spawn(command, args, {
    cwd: options.cwd ?? tmpdir(),
    env: { ...baseEnvironment(), ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const collect = (stream: NodeJS.ReadableStream): (() => string) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      if (size < maxBytes) chunks.push(chunk);
      size += chunk.length;
    });
    return () => Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
  };
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const ended = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code, signal, stdout: stdout(), stderr: stderr(), ms: performance.now() - started });
    });
  });
  try {
    return await within(
      ended,
      timeoutMs,
      () => `${command} ${args.join(' ')} did not end in ${timeoutMs} ms.\n${stdout()}\n${stderr()}`,
    );
  } finally {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
}

/** Runs `node bin args` to its end. */
export function runBin(
  bin: string | URL,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<Finished> {
  return run(process.execPath, [pathOf(bin), ...args], options);
}
