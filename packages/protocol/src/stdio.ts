// Serves an app on stdin and stdout, and owns the process while it does (MCP transports, "stdio").
import type { Readable, Writable } from 'node:stream';
import type { Dispatcher } from './peer.ts';
import { guardStdout, safeStderr } from './stdio/guard.ts';
import { watchProcess } from './stdio/process-events.ts';
import { Session } from './stdio/session.ts';
import { stdinSource, streamSource } from './stdio/source.ts';
import { openWireLog } from './stdio/wire-log.ts';

export { guardStdout, type StdoutGuard } from './stdio/guard.ts';

export interface ServeOptions {
  /** Ends what the server holds (pools, browsers, child processes). Called once, whatever the end was. */
  readonly onClose?: (reason: string) => void | Promise<void>;
  /** Told what the transport does (refused lines, why it closes), for `--verbose`. */
  readonly onVerbose?: (text: string) => void;
  /** Where errors of the process go; stderr when absent. Scrub secrets here. */
  readonly onError?: (text: string) => void;
  /** The longest message accepted, in bytes; 32 MiB. */
  readonly maxLineBytes?: number;
  /** Milliseconds that calls in flight get after the end of input; 5000. */
  readonly drainMs?: number;
  /** Milliseconds that `onClose` gets; 2000. */
  readonly closeMs?: number;
  /** process.stdin when absent. */
  readonly input?: Readable;
  /** process.stdout when absent, which is then guarded. */
  readonly output?: Writable;
}

/**
 * Unread answers above this many bytes stop the reading of input. 4 MiB would do as well, but an answer costs
 * about three times its size while it is made: this keeps the whole under 15 MB.
 */
const HIGH_WATER = 2 * 1024 * 1024;

/**
 * Serves until the end of input, SIGTERM, SIGINT or SIGHUP, then ends the process: calls in flight get `drainMs`,
 * answers are flushed, `onClose` gets `closeMs`, and `process.exit(0)` follows whatever is still open.
 *
 * Answers that are not read stop the reading of requests at 2 MiB: a client must not write tens of megabytes
 * before it reads anything. Nothing is printed on stderr but errors. With PLAINMCP_WIRE_LOG=file in the
 * environment every message in and out is appended to that file.
 *
 * The promise resolves once reading has begun.
 */
export async function serve(app: Dispatcher, options: ServeOptions = {}): Promise<void> {
  const guard = options.output === undefined ? guardStdout() : undefined;
  const log = options.onError ?? ((text: string) => void safeStderr().write(`${text}\n`));
  const wireFile = process.env['PLAINMCP_WIRE_LOG'];
  const wireLog = wireFile ? await openWireLog(wireFile, log) : undefined;
  const exit = (code: number): void => process.exit(code);
  const session = new Session(app, {
    input: options.input ? streamSource(options.input) : stdinSource(),
    output: options.output ?? guard?.stream ?? process.stdout,
    ...(guard && { write: guard.write }),
    maxLineBytes: options.maxLineBytes ?? 32 * 1024 * 1024,
    highWater: HIGH_WATER,
    drainMs: options.drainMs ?? 5000,
    closeMs: options.closeMs ?? 2000,
    wireLog,
    verbose: options.onVerbose ?? (() => {}),
    log,
    onClose: options.onClose ?? (() => {}),
    onOver: exit,
  });
  watchProcess(session, { log, exit });
  session.start();
}
