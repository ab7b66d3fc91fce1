// Runs the regular expressions of schemas, also hostile ones, without ever hanging.
import { createContext, Script } from 'node:vm';

const MAX_PATTERN = 2000;
const MAX_SUBJECT = 100_000;
const TIMEOUT_MS = 100;

/** Refused work: the value counts as not valid, whatever stands around the expression. */
export class LimitError extends Error {}

/** `pattern` as a test. Throws TypeError for what is no expression or could not be compiled in bounded time; the test throws LimitError. */
export function compilePattern(pattern: string): (text: string) => boolean {
  const plain = skeleton(pattern);
  if (pattern.length > MAX_PATTERN || !isModest(plain)) {
    throw new TypeError(
      `The pattern ${JSON.stringify(pattern.slice(0, 60))} is too long or has too many choices`,
    );
  }
  const matcher = unicode(pattern);
  const direct = isCheap(plain);
  return (text) => {
    if (text.length > MAX_SUBJECT)
      throw new LimitError(`text of ${text.length} characters is too long to match`);
    return direct ? matcher.test(text) : watched(matcher, text);
  };
}

/** The pattern with every escape and class as one letter and every group opened by a bare parenthesis. */
function skeleton(pattern: string): string {
  return pattern
    .replace(/\\./gsu, 'x')
    .replace(/\[[^\]]*\]/g, 'x')
    .replace(/\(\?(?::|<?[=!]|<\w{1,60}>)/g, '(');
}

/**
 * V8 compiles some expressions in exponential time, which no time limit ends: many optional parts in a row (25 of
 * them take 0.05 s, 40 take 1.6 s) and counted groups in counted groups. What passes here compiles in 0.04 s.
 */
function isModest(plain: string): boolean {
  const optional = plain.match(/\?|\{0,|\(\||\|\)|\|\|/g) ?? [];
  const counted = plain.match(/\)\{/g) ?? [];
  const choices = plain.match(/[*+?]|\{\d+,\d*\}/g) ?? [];
  return optional.length <= 16 && counted.length <= 6 && choices.length <= 60;
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
function isCheap(plain: string): boolean {
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
