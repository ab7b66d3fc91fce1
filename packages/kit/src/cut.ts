// The one wording in which every server says that a result was cut and how to get the rest.
import { digits } from './text.ts';

export interface Cut {
  /** How many are in this result. */
  readonly shown: number;
  /** How many there are; leave out when unknown. */
  readonly total?: number;
  /** Plural: `lines`, `files`, `rows`, `characters`. */
  readonly unit: string;
  /** The argument that continues, ready to copy: `offset=813`, `cursor=1a2b`. */
  readonly next?: string;
  /** Where nothing continues: what to pass to get less, `a narrower path or glob`. */
  readonly narrow?: string;
}

/**
 * `[cut: 812 of 5,004 lines shown; next: offset=813]`, `[cut: 500 rows shown, more exist; next: cursor=1a2b]`,
 * `[cut: 40,000 of 93,112 characters shown; narrow: pass a smaller range]`.
 */
export function cutNotice({ shown, total, unit, next, narrow }: Cut): string {
  const amount =
    total === undefined
      ? `${digits(shown)} ${unit} shown, more exist`
      : `${digits(shown)} of ${digits(total)} ${unit} shown`;
  const remedy = next !== undefined ? `; next: ${next}` : narrow !== undefined ? `; narrow: ${narrow}` : '';
  return `[cut: ${amount}${remedy}]`;
}
