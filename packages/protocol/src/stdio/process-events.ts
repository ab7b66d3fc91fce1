// Signals and stray errors of the process, turned into an orderly end.
import { safeStderr } from './guard.ts';
import type { Session } from './session.ts';

/** Signal to the code of an exit that it forces. On Windows none of these comes; the end of input is the signal. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export interface ProcessEventOptions {
  log(text: string): void;
  exit(code: number): void;
}

/**
 * The first signal shuts down like the end of input (or ends the wait for it), a second one exits at once.
 * Unhandled rejections are logged; an uncaught exception is logged and ends the process with 1.
 */
export function watchProcess(session: Session, { log, exit }: ProcessEventOptions): void {
  // Whoever writes to a stderr that nobody reads any more must not end the process.
  safeStderr();
  let signals = 0;
  const onSignal = (name: keyof typeof SIGNALS): void => {
    signals += 1;
    if (signals > 1) exit(SIGNALS[name]);
    else session.shutDown(name, { drain: true, code: 0 });
  };
  process.on('SIGHUP', () => onSignal('SIGHUP'));
  process.on('SIGINT', () => onSignal('SIGINT'));
  process.on('SIGTERM', () => onSignal('SIGTERM'));
  process.on('unhandledRejection', (reason) => log(`unhandled rejection: ${describe(reason)}`));
  process.on('uncaughtException', (error: unknown) => {
    log(`uncaught exception: ${describe(error)}`);
    session.shutDown('uncaught exception', { drain: false, code: 1 });
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
