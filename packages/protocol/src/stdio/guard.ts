// Keeps stdout for the protocol: whatever else in the process prints there goes to stderr.
import type { Writable } from 'node:stream';

/** The real stdout, for the one writer that may use it. */
export interface StdoutGuard {
  readonly stream: Writable;
  write(bytes: string | Uint8Array, done: (error?: Error | null) => void): unknown;
}

/** On `process`, not in this module: a second copy of the module in another bundle must find the first guard. */
const KEY = Symbol.for('plainmcp.stdout');

let stderr: NodeJS.WriteStream | undefined;

/** stderr, made on first use, whose reader may go away without ending the process. */
export function safeStderr(): NodeJS.WriteStream {
  if (stderr === undefined) {
    stderr = process.stderr;
    stderr.on('error', () => {});
  }
  return stderr;
}

/**
 * From now on `process.stdout`, every copy of it taken earlier, and the printing methods of `console` write to
 * stderr. `serve` does this first of all; call it before importing code that might print while it loads. What is
 * meant for stdout (`--help`) has to be printed before. Calling it again changes nothing.
 */
export function guardStdout(): StdoutGuard {
  const existing: unknown = Reflect.get(process, KEY);
  if (isGuard(existing)) return existing;
  const stream = process.stdout;
  const write = stream.write.bind(stream);
  const guard: StdoutGuard = Object.freeze({
    stream,
    write: (bytes: string | Uint8Array, done: (error?: Error | null) => void) => write(bytes, done),
  });
  Object.defineProperty(process, KEY, { value: guard });
  Object.defineProperty(stream, 'write', { configurable: true, writable: true, value: writeToStderr });
  // A pipe into stdout waits for 'drain' of the stream it writes to, so later readers get stderr itself;
  // console takes process.stdout when it first prints.
  Object.defineProperty(process, 'stdout', { configurable: true, enumerable: true, get: safeStderr });
  return guard;
}

function writeToStderr(...args: Parameters<NodeJS.WriteStream['write']>): boolean {
  return safeStderr().write(...args);
}

function isGuard(value: unknown): value is StdoutGuard {
  return (
    typeof value === 'object' &&
    value !== null &&
    'write' in value &&
    typeof value.write === 'function' &&
    'stream' in value &&
    typeof value.stream === 'object'
  );
}
