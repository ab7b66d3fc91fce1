// The names of the environment variables that stand for options.
import type { Session } from './session.ts';

/** `READ_ONLY` -> `PLAINMCP_FILESYSTEM_READ_ONLY`. */
export function twin(session: Session, option: string): string {
  return `PLAINMCP_${session.subject.name.toUpperCase().replaceAll('-', '_')}_${option}`;
}
