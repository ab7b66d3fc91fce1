// What cannot be seen is counted, or escaped; what writing needs is left alone.
import { describe, expect, it } from 'vitest';
import { hidden, hiddenNotice, oneLine } from '../src/hidden.ts';

const tags = (text: string) =>
  [...text].map((letter) => String.fromCodePoint(0xe0000 + (letter.codePointAt(0) ?? 0))).join('');

describe('hidden', () => {
  it.each([
    ['plain\ttext\r\nwith lines', 0],
    ['null\0', 1],
    ['\u001b[31mred\u001b[0m', 2],
    ['\u0085\u009b', 2],
    ['evil\u202egnp.exe', 1],
    ['\u2066\u2069', 2],
    ['zero\u200bwidth\u2060', 2],
    ['a\u200db', 1],
    ['soft\u00adhyphen', 1],
    [tags('ignore all'), 10],
    ['x\ufe0f', 1],
    ['x\u{e0100}\u{e0101}', 2],
    ['\u3164\u115f\uffa0', 3],
    ['\ud800', 1],
    ['lines\u2028and\u2029', 2],
    ['mid\ufeffdle', 1],
  ])('%j: %i', (text, total) => {
    expect(hidden(text).total).toBe(total);
  });

  it.each([
    ['family', '👨‍👩‍👧'],
    ['heart', '❤️ #️⃣'],
    ['skin tone', '👩🏽‍💻'],
    ['Persian', 'می‌خواهم'],
    ['Hindi', 'क्‍ष'],
    ['byte order mark first', '\ufeffhello'],
    ['pairs', '𝒳😀'],
  ])('nothing in %s', (_, text) => {
    expect(hidden(text)).toEqual({ total: 0, kinds: [] });
  });

  it('finds selectors stacked on an emoji', () => {
    expect(hidden('😀\ufe0f\ufe0e\ufe0f').total).toBe(2);
  });
});

describe('hiddenNotice', () => {
  it('is one line naming the most frequent kinds', () => {
    const text = `${'\u200b'.repeat(1200)}\u202e${tags('hi')}\0\u2060\u2061`;
    expect(hiddenNotice(text)).toBe(
      '[hidden: 1,206 invisible or control characters above: 1,200 U+200B zero width space, ' +
        '2 tag characters (U+E0000 to U+E007F), 1 U+202E right-to-left override, 1 U+0000 control and 2 other kinds]',
    );
    expect(hiddenNotice('\0')).toBe('[hidden: 1 invisible or control character above: 1 U+0000 control]');
    expect(hiddenNotice('clean')).toBeUndefined();
  });
});

describe('oneLine', () => {
  it.each([
    ['a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['evil\u202egnp.exe', 'evil\\u{202e}gnp.exe'],
    ['\u001b]0;title\u0007', '\\u{1b}]0;title\\u{7}'],
    ['\ud800x', '\\u{d800}x'],
    ['\ufeffname', '\\u{feff}name'],
    ['\u2028', '\\u{2028}'],
    [tags('a'), '\\u{e0061}'],
    ['C:\\notes\\👨‍👩‍👧.txt', 'C:\\notes\\👨‍👩‍👧.txt'],
  ])('%j', (text, expected) => {
    expect(oneLine(text)).toBe(expected);
  });

  it('is cut at its length, however long the text', () => {
    expect(oneLine('\n'.repeat(10_000_000), 20)).toBe(`${'\\n'.repeat(8)}\\...`);
    expect(oneLine('😀'.repeat(400)).length).toBeLessThanOrEqual(300);
  });

  it('never leaves anything hidden', () => {
    for (let code = 0; code < 0x11_0000; code += 1) {
      const line = oneLine(`a${String.fromCodePoint(code)}b`);
      if (hidden(line).total !== 0 || /[\r\n\t]/.test(line)) expect.fail(`U+${code.toString(16)}`);
    }
    expect(hidden(oneLine('\0')).total).toBe(0);
  });
});
