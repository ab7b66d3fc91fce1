// Did you mean: near enough, nearest, bounded.
import { describe, expect, it } from 'vitest';
import { nearest } from '../src/nearest.ts';

describe('nearest', () => {
  it.each([
    ['raed-only', 'read-only'],
    ['READ_FILE', 'read_file'],
    ['readfile', 'read_file'],
    ['toolset', 'toolsets'],
    ['x', undefined],
    ['something-else', undefined],
    ['', undefined],
    ['read-only'.repeat(100), undefined],
  ])('%s -> %s', (name, expected) => {
    expect(nearest(name, ['read-only', 'read_file', 'tools', 'toolsets', 'y'.repeat(200)])).toBe(expected);
  });
});
