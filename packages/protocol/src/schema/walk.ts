// The state of one parse: where it is, what was wrong so far, and how much work is left.
import type { Issue } from './types.ts';
import { quote } from './words.ts';

/** Stands for "no value": the fault is in the walk. */
export const bad: unique symbol = Symbol('bad');

export type Checked<T> = T | typeof bad;
export type Segment = string | number;

export interface Fault {
  readonly path: readonly Segment[];
  readonly message: string;
}

const MAX_FAULTS = 10;
/** Items, entries and JSON nodes of one parse. Bounds values that share or contain themselves. */
const MAX_VALUES = 1_000_000;

export class Walk {
  readonly path: Segment[] = [];
  readonly faults: Fault[] = [];
  #left = MAX_VALUES;
  #more = false;

  /** True when there is no point in looking further. */
  get full(): boolean {
    return this.#more || this.#left < 0;
  }

  fault(message: string): typeof bad {
    if (this.faults.length < MAX_FAULTS) this.faults.push({ path: [...this.path], message });
    else this.#more = true;
    return bad;
  }

  /** Counts one value; false when the budget is used up. */
  spend(): boolean {
    this.#left -= 1;
    if (this.#left === -1) this.fault(`more than ${MAX_VALUES} values`);
    return this.#left >= 0;
  }

  /** Runs `check` one step deeper. */
  step<T>(segment: Segment, check: () => Checked<T>): Checked<T> {
    this.path.push(segment);
    const found = check();
    this.path.pop();
    return found;
  }

  issues(): readonly Issue[] {
    const found = this.faults.map(({ path, message }) => ({ path: pathText(path), message }));
    return this.#more ? [...found, { path: '', message: 'more faults follow; these come first' }] : found;
  }
}

/** `edits[0].oldText`; a name that is not an identifier stands in brackets and quotes. */
export function pathText(path: readonly Segment[]): string {
  let text = '';
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else if (/^[\w$-]{1,64}$/.test(segment)) text += text === '' ? segment : `.${segment}`;
    else text += `[${quote(segment.length > 40 ? `${segment.slice(0, 40)}...` : segment)}]`;
  }
  return text;
}

/** The text a model reads: one line a fault, each with its path. */
export function formatIssues(issues: readonly Issue[], heading = 'Invalid arguments'): string {
  const lines = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return lines.length === 1 ? `${heading}: ${lines[0]}` : `${heading}:\n${lines.join('\n')}`;
}
