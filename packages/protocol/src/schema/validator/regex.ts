// Runs the regular expressions of schemas, also hostile ones, without ever hanging.
import { createContext, Script } from 'node:vm';

const MAX_PATTERN = 2000;
const MAX_SUBJECT = 100_000;
const TIMEOUT_MS = 100;

/** Refused work: the value counts as not valid, whatever stands around the expression. */
export class LimitError extends Error {}

/** `pattern` as a test. Throws TypeError for what is no expression, LimitError for what costs too much. */
export function compilePattern(pattern: string): (text: string) => boolean {
  if (pattern.length > MAX_PATTERN) throw new TypeError(`A pattern may have ${MAX_PATTERN} characters`);
  const matcher = unicode(pattern);
  const direct = isCheap(pattern);
  return (text) => {
    if (text.length > MAX_SUBJECT)
      throw new LimitError(`text of ${text.length} characters is too long to match`);
    return direct ? matcher.test(text) : watched(matcher, text);
  };
}

function unicode(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    // Many schemas in use escape characters that the `u` flag does not allow to be escaped.
    return loose(pattern);
  }
}

function loose(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    throw new TypeError(`The pattern ${JSON.stringify(pattern.slice(0, 100))} is not a regular expression`);
  }
}

/** Nothing that can backtrack more than linearly often: one choice of length at most, anchored, no groups repeated. */
function isCheap(pattern: string): boolean {
  const plain = pattern.replace(/\\./gsu, 'x').replace(/\[[^\]]*\]/g, 'x');
  const choices = plain.match(/[*+?]|\{\d+,\d*\}/g) ?? [];
  const anchored = plain.startsWith('^') && !plain.includes('|');
  return !/\)[*+?{]/.test(plain) && (choices.length === 0 || (choices.length === 1 && anchored));
}

let run: ((matcher: RegExp, text: string) => boolean) | undefined;

/** V8 checks for interruption while it backtracks, so a time limit holds inside one match. */
function watched(matcher: RegExp, text: string): boolean {
  run ??= watcher();
  return run(matcher, text);
}

function watcher(): (matcher: RegExp, text: string) => boolean {
  const holder: { matcher: RegExp; text: string } = { matcher: /x/, text: '' };
  const context = createContext(holder);
  const script = new Script('matcher.test(text)');
  return (matcher, text) => {
    holder.matcher = matcher;
    holder.text = text;
    try {
      return script.runInContext(context, { timeout: TIMEOUT_MS }) === true;
    } catch {
      throw new LimitError(`the pattern ${JSON.stringify(matcher.source.slice(0, 60))} takes too long`);
    } finally {
      holder.text = '';
    }
  };
}
