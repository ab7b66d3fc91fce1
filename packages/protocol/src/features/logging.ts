// Log levels: which messages a client wants (MCP logging).
import type { LogLevel } from '../context.ts';
import type { Replacer } from '../engine/redact.ts';

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

const PLAIN: readonly string[] = ['string', 'number', 'boolean', 'undefined'];

/** Whether `level` is a level of RFC 5424 as MCP writes them. */
export function isLogLevel(level: unknown): level is LogLevel {
  return LEVELS.some((known) => known === level);
}

/** Whether a message of `level` reaches a client that asked for `least`; never when it asked for none. */
export function reaches(level: LogLevel, least: unknown): boolean {
  return isLogLevel(least) && LEVELS.indexOf(level) >= LEVELS.indexOf(least);
}

export interface LogEntry {
  readonly level: LogLevel;
  readonly logger: string | undefined;
  readonly data: unknown;
}

/** The params of `notifications/message` as JSON text. What is not JSON is named instead: logging never throws. */
export function logParams({ level, logger, data }: LogEntry, replacer: Replacer | undefined): string {
  const write = (value: unknown): string => JSON.stringify({ level, logger, data: value ?? null }, replacer);
  if (typeof data !== 'object') return write(PLAIN.includes(typeof data) ? data : String(data));
  try {
    return write(data);
  } catch {
    return write('[an object that is not JSON]');
  }
}
