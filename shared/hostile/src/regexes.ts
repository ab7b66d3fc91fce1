// Patterns that hang a backtracking engine, each with a text on which it does.
import type { HostileCase } from './case.ts';

/** `bounded`: ends by a time limit or at once, and the server serves other calls meanwhile. `refuse`: an error. */
export type RegexExpectation = 'bounded' | 'refuse';
export interface HostileRegex extends HostileCase<RegexExpectation> {
  /** A line on which the pattern is at its worst. */
  readonly subject: string;
}

const bounded = (name: string, value: string, subject: string): HostileRegex => ({
  name,
  value,
  subject,
  expect: 'bounded',
});
const refuse = (name: string, value: string): HostileRegex => ({
  name,
  value,
  subject: 'a',
  expect: 'refuse',
});
const as = (count: number): string => `${'a'.repeat(count)}!`;

export const hostileRegexes: readonly HostileRegex[] = [
  bounded('nested plus', '^(a+)+$', as(40)),
  bounded('nested star', '^(a*)*$', as(40)),
  bounded('alternatives that overlap', '^(a|a)*$', as(40)),
  bounded('alternatives that overlap by length', '^(a|aa)+$', as(60)),
  bounded('optional parts', `^${'a?'.repeat(30)}${'a'.repeat(30)}$`, 'a'.repeat(29)),
  bounded(
    'mail address',
    '^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$',
    'a'.repeat(60),
  ),
  bounded('trailing space', '\\s+$', `${' '.repeat(100_000)}x`),
  bounded('two greedy parts', '^.*x.*x.*x.*x.*x.*y$', 'x'.repeat(3000)),
  bounded('back reference', '^(a*)*\\1$', as(40)),
  bounded('look ahead', '^(?=(a+))+(a+)+$', as(40)),
  bounded('dots in groups', '^(.*?,){20}P', '1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23'),
  bounded('counted repetition', '^((a{1,100}){1,100}){1,100}$', as(60)),
  bounded('empty matches everywhere', '(?:)', 'x'.repeat(100_000)),
  bounded('everything', '[\\s\\S]*', 'x'.repeat(1_000_000)),
  refuse('unclosed group', '(a'),
  refuse('unclosed class', '[a'),
  refuse('nothing to repeat', '*a'),
  refuse('bad range', 'a{2,1}'),
  refuse('over 64 Ki characters', 'x'.repeat(70_000)),
];

/** Catastrophic ones alone: on each, a backtracking engine needs longer than any test may take. */
export const catastrophic: readonly HostileRegex[] = hostileRegexes.filter(({ name }) =>
  ['nested plus', 'nested star', 'alternatives that overlap', 'alternatives that overlap by length'].includes(
    name,
  ),
);
