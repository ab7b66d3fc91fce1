// Log levels: which messages a client wants (MCP logging).
import type { LogLevel } from '../context.ts';

const LEVELS: readonly LogLevel[] = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
];

/** Whether `level` is a level of RFC 5424 as MCP writes them. */
export function isLogLevel(level: unknown): level is LogLevel {
  return LEVELS.some((known) => known === level);
}

/** Whether a message of `level` reaches a client that asked for `least`; never when it asked for none. */
export function reaches(level: LogLevel, least: unknown): boolean {
  return isLogLevel(least) && LEVELS.indexOf(level) >= LEVELS.indexOf(least);
}
