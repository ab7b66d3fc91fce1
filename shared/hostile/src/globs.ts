// Globs that a careless matcher expands or backtracks over for ever, each with a name it must be tried on.
import type { HostileCase } from './case.ts';

/** `fast`: an answer or an error at once, whichever it is. `refuse`: an error. */
export type GlobExpectation = 'fast' | 'refuse';
export interface HostileGlob extends HostileCase<GlobExpectation> {
  /** A file name on which the pattern is at its worst. */
  readonly subject: string;
}

const a60 = 'a'.repeat(60);
const fast = (name: string, value: string, subject = a60): HostileGlob => ({
  name,
  value,
  subject,
  expect: 'fast',
});
const refuse = (name: string, value: string, subject = 'a'): HostileGlob => ({
  name,
  value,
  subject,
  expect: 'refuse',
});

export const hostileGlobs: readonly HostileGlob[] = [
  fast('stars in a row', `**/${'*a'.repeat(8)}b`),
  fast('many stars in a row', `${'*a'.repeat(30)}b`),
  fast('double stars in a row', `${'**/'.repeat(30)}b`, `${'a/'.repeat(30)}c`),
  fast('double stars with names', `${'**/a/'.repeat(12)}b`, `${'a/'.repeat(40)}c`),
  fast('extended repetition', '+(a|aa|aaa)b'),
  fast('nested extended repetition', '*(*(*(a)))b'),
  fast('negation inside repetition', '+(!(a)|!(b))c'),
  fast('nested repetition', '+(+(+(a)))b'),
  fast('brace product', '{a,b}'.repeat(25)),
  fast('huge brace range', '{1..1000000000}'),
  fast('letters and range product', '{a..z}{a..z}{a..z}{a..z}{a..z}{a..z}'),
  fast('nested braces', `${'{a,'.repeat(500)}b${'}'.repeat(500)}`),
  fast('unclosed braces', '{a,'.repeat(2000)),
  fast('unclosed brackets', '['.repeat(5000)),
  fast('many alternatives', `{${Array.from({ length: 20_000 }, (_, n) => `f${n}`).join(',')}}`, 'f19999'),
  fast('only stars', '*'.repeat(50_000)),
  fast('only question marks', '?'.repeat(20_000)),
  fast('class with ranges', `[${'a-z'.repeat(5000)}]`, 'q'),
  refuse('NUL inside', 'a\u0000b'),
  refuse('over 64 Ki characters', 'x'.repeat(70_000)),
  refuse('up and out', '../**'),
  refuse('up and out, later', 'a/../../**'),
  refuse('absolute elsewhere', '/etc/*'),
];
