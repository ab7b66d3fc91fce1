// The log on stderr: silent unless something is wrong or --verbose.
import { oneLine } from './hidden.ts';

export interface Log {
  /** Only with --verbose. */
  info(message: string): void;
  /** Something the person should know. */
  warn(message: string): void;
}

export interface LogOptions {
  /** Begins each line: the program's name. */
  readonly name: string;
  readonly verbose: boolean;
  readonly scrub: (text: string) => string;
  readonly write: (line: string) => void;
}

const longestLine = 4000;

/** One line a message, without secrets and without characters that steer a terminal. */
export function createLog({ name, verbose, scrub, write }: LogOptions): Log {
  const line = (message: string) => write(`${name}: ${oneLine(scrub(message), longestLine)}\n`);
  return {
    info: verbose ? line : () => {},
    warn: line,
  };
}
