import { expect, it } from 'vitest';
import { repo } from '../src/repo.ts';

const literal = {
  commits: [
    { message: 'first', files: { 'a.txt': 'one\n', 'b/c.txt': 'two\n' } },
    { message: 'on a branch', branch: 'feature', files: { 'b/c.txt': null } },
    { message: 'on main', branch: 'main', files: { 'a.txt': 'changed\n' }, tag: 'v1' },
    { message: 'merge it', merge: 'feature' },
  ],
  dirty: { 'new.txt': 'untracked' },
  config: { 'user.name': 'Somebody' },
} as const;

it('makes the same hashes every time', () => {
  const one = repo(literal);
  const two = repo(literal);
  expect(one.git('rev-parse', 'HEAD')).toBe(two.git('rev-parse', 'HEAD'));
  expect(one.git('log', '--format=%s|%an|%cI', '--date-order')).toBe(
    [
      'merge it|Ada Tester|2025-01-01T00:03:00+00:00',
      'on main|Ada Tester|2025-01-01T00:02:00+00:00',
      'on a branch|Ada Tester|2025-01-01T00:01:00+00:00',
      'first|Ada Tester|2025-01-01T00:00:00+00:00',
    ].join('\n'),
  );
});

it('leaves the dirty files uncommitted and removes what is null', () => {
  const made = repo(literal);
  expect(made.git('status', '--porcelain')).toBe('?? new.txt');
  expect(made.exists('b/c.txt')).toBe(false);
  expect(made.git('tag')).toBe('v1');
  expect(made.git('config', 'user.name')).toBe('Somebody');
});
