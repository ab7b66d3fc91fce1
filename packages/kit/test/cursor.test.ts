// Cursors come back as they went, and are refused with the remedy when anything about them is off.
import { describe, expect, it } from 'vitest';
import { readCursor, readOffset, writeCursor, writeOffset } from '../src/cursor.ts';

const any = (state: readonly (string | number)[]) => state;

describe('cursor', () => {
  it.each([[[0]], [['a/b', 12, 'ü😀\0"', -1.5]], [[]]])('brings back %j', (state) => {
    const cursor = writeCursor('list|src', state);
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(readCursor('list|src', cursor, any)).toEqual(state);
  });

  it('is short', () => {
    expect(writeOffset('search_files|src|**/*.ts', 812).length).toBeLessThanOrEqual(16);
  });

  it('is refused for other arguments', () => {
    const cursor = writeOffset('list|src', 5);
    expect(() => readOffset('list|lib', cursor)).toThrow(/belongs to other arguments/);
  });

  it('is refused when any character of it changed', () => {
    const cursor = writeCursor('scope', ['name', 812]);
    for (let index = 0; index < cursor.length; index += 1) {
      const other = cursor[index] === 'A' ? 'B' : 'A';
      const changed = cursor.slice(0, index) + other + cursor.slice(index + 1);
      expect(() => readCursor('scope', changed, any), changed).toThrow(/^cursor /);
    }
  });

  it.each(['', 'x', '1', '813', '2AAAAAAAAAA', '../../etc/passwd', '1'.repeat(5000), '\0', '1AAAAAA'])(
    'is refused when it is %j',
    (cursor) => {
      expect(() => readOffset('scope', cursor)).toThrow(
        expect.objectContaining({ code: 'bad_cursor', hint: expect.stringContaining('without cursor') }),
      );
    },
  );

  it.each([[['x']], [[-1]], [[1.5]], [[]], [[1e300]]])(
    'is refused when it holds %j instead of an offset',
    (state) => {
      expect(() => readOffset('scope', writeCursor('scope', state))).toThrow(/is not one of ours/);
    },
  );

  it('starts at 0 without one', () => {
    expect([readOffset('s', undefined), readOffset('s', writeOffset('s', 7))]).toEqual([0, 7]);
  });
});
