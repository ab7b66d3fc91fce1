// The edit engine: exact edits, bounds, line ends, and the steps that forgive.
import { describe, expect, it } from 'vitest';
import { editBytes } from '../src/edit/edit-bytes.ts';
import { after, bytesAfter, edited, run } from './edit-fixture.ts';

describe('exact edits', () => {
  it('replaces a unique text', async () => {
    expect(await after('one\ntwo\nthree\n', { oldText: 'two', newText: '2' })).toBe('one\n2\nthree\n');
  });

  it('applies edits in order, each to what the ones before left', async () => {
    expect(await after('a\n', { oldText: 'a', newText: 'b' }, { oldText: 'b', newText: 'c\nd' })).toBe(
      'c\nd\n',
    );
  });

  it('takes $ patterns literally', async () => {
    expect(await after('x\n', { oldText: 'x', newText: '$& $1 $$' })).toBe('$& $1 $$\n');
  });

  it('fills an empty file', async () => {
    expect(await after('', { oldText: '', newText: 'new\r\n' })).toBe('new\r\n');
    expect(await bytesAfter(Buffer.from([0xef, 0xbb, 0xbf]), { oldText: '', newText: 'n' })).toEqual(
      Buffer.from([0xef, 0xbb, 0xbf, 0x6e]),
    );
  });

  it('refuses an ambiguous text and names the lines', async () => {
    const failed = await run('x\ny\nx\n', [{ oldText: 'x', newText: 'z' }]);
    expect(failed).toMatchObject({
      kind: 'failed',
      index: 0,
      outcome: { kind: 'ambiguous', count: 2, lines: [1, 3] },
    });
  });

  it('counts overlapping places as ambiguous and replaces them apart', async () => {
    expect(await run('aaa\n', [{ oldText: 'aa', newText: 'b' }])).toMatchObject({
      outcome: { kind: 'ambiguous', count: 2 },
    });
    expect(await after('aaaa\n', { oldText: 'aa', newText: 'b', replaceAll: true })).toBe('bb\n');
  });

  it('chooses by line of the file on disk, whatever earlier edits moved', async () => {
    const text = 'x\ny\nx\nz\n';
    expect(await after(text, { oldText: 'x', newText: '1', line: 3 })).toBe('x\ny\n1\nz\n');
    expect(
      await after(text, { oldText: 'y', newText: 'y\ny\ny' }, { oldText: 'x', newText: '1', line: 3 }),
    ).toBe('x\ny\ny\ny\n1\nz\n');
    expect(await run(text, [{ oldText: 'x', newText: '1', line: 2 }])).toMatchObject({
      outcome: { kind: 'other line', lines: [1, 3] },
    });
  });

  it('replaces all of very many places in one pass', async () => {
    expect(await after('ab\n'.repeat(50_000), { oldText: 'a', newText: 'xyz', replaceAll: true })).toBe(
      'xyzb\n'.repeat(50_000),
    );
  });
});

describe('work that has bounds', () => {
  it('refuses to replace more places than it can hold', async () => {
    expect(await run('a'.repeat(200_000), [{ oldText: 'a', newText: 'b', replaceAll: true }])).toMatchObject({
      outcome: { kind: 'too many', count: 200_000 },
    });
    expect(await run('a'.repeat(200_000), [{ oldText: 'a', newText: 'b' }])).toMatchObject({
      outcome: { kind: 'ambiguous', count: 200_000, lines: [1, 1, 1, 1, 1] },
    });
  });

  it('gives up on a block repeated without end rather than take a part for all', async () => {
    const block = Array.from({ length: 400 }, () => 'same line ').join('\n');
    const file = `${block}\n`.repeat(40);
    const oldText = Array.from({ length: 400 }, () => '  same line').join('\n');
    expect(await run(file, [{ oldText, newText: 'x' }])).toMatchObject({ outcome: { kind: 'none' } });
  });

  it('pauses between many edits of a large file', async () => {
    let pauses = 0;
    const bytes = Buffer.from(`${'x'.repeat(5_000_000)}0`);
    const edits = Array.from({ length: 12 }, (_, i) => ({ oldText: `${i}`, newText: `${i + 1}`, line: 1 }));
    const charset = { name: 'utf-8', bom: 0, because: 'sound' } as const;
    await editBytes(bytes, charset, edits.slice(0, 9), async () => {
      pauses++;
    });
    expect(pauses).toBe(2);
  });
});

describe('line ends', () => {
  it('keeps CRLF and gives it to new lines', async () => {
    expect(await after('a\r\nb\r\nc\r\n', { oldText: 'a\nb\n', newText: 'a\nx\nb\n' })).toBe(
      'a\r\nx\r\nb\r\nc\r\n',
    );
  });

  it('keeps every line end of a mixed file, also inside the text replaced', async () => {
    expect(await after('a\nb\r\nc\nd\r\n', { oldText: 'a\nb\nc\nd', newText: 'a\nB\nc\nd' })).toBe(
      'a\nB\r\nc\nd\r\n',
    );
  });

  it('knows files whose lines end in CR alone', async () => {
    expect(await after('a\rb\rc', { oldText: 'a\nb', newText: 'a\nx\nb' })).toBe('a\rx\rb\rc');
  });

  it('takes the line ends of newText where the file has none', async () => {
    expect(await after('a', { oldText: 'a', newText: 'a\r\nb' })).toBe('a\r\nb');
  });

  it('does not invent a final line feed', async () => {
    expect(await after('a\nb', { oldText: 'a\nb\n', newText: 'a\nc\n' })).toBe('a\nc');
    expect(await after('  a\n  b', { oldText: 'a\nb\n', newText: 'a\nb\nc\n' })).toBe('  a\n  b\n  c');
  });
});

describe('the cascade', () => {
  it('forgives white space at line ends and keeps that of lines not changed', async () => {
    const done = await edited('a  \nb\t\nc\n', { oldText: 'a\nb\nc', newText: 'a\nB\nc' });
    expect(done.bytes.toString()).toBe('a  \nB\nc\n');
    expect(done.steps[0]?.step).toBe('trailing white space');
  });

  it('shifts every line of newText as oldText was shifted', async () => {
    const file = 'class A {\n    f() {\n        one();\n    }\n}\n';
    const done = await edited(file, {
      oldText: 'f() {\n    one();\n}',
      newText: 'f() {\n    one();\n\n    if (x) {\n        two();\n    }\n}',
    });
    expect(done.bytes.toString()).toBe(
      'class A {\n    f() {\n        one();\n\n        if (x) {\n            two();\n        }\n    }\n}\n',
    );
    expect(done.steps[0]?.step).toBe('indentation');
  });

  it('converts spaces to the tabs of the file', async () => {
    const done = await edited('\tif (a) {\n\t\tb();\n\t}\n', {
      oldText: '  if (a) {\n    b();\n  }',
      newText: '  if (a) {\n    if (c) {\n      b();\n    }\n  }',
    });
    expect(done.bytes.toString()).toBe('\tif (a) {\n\t\tif (c) {\n\t\t\tb();\n\t\t}\n\t}\n');
  });

  it('refuses a shift that is not uniform', async () => {
    expect(await run('  a\n      b\n', [{ oldText: 'a\nb', newText: 'c' }])).toMatchObject({
      outcome: { kind: 'none' },
    });
  });

  it('refuses when two places fit after a shift', async () => {
    expect(await run('  a(\n  b\n    a(\n    b\n', [{ oldText: '\ta(\n\tb', newText: 'c' }])).toMatchObject({
      outcome: { kind: 'ambiguous', count: 2, lines: [1, 3] },
    });
  });

  it('equals quotes, dashes and spaces, and keeps those of what does not change', async () => {
    const done = await edited('He said \u201cyes\u201d \u2014 don\u2019t.\n', {
      oldText: 'He said "yes" - don\'t.',
      newText: 'He said "yes" - do.',
    });
    expect(done.bytes.toString()).toBe('He said \u201cyes\u201d \u2014 do.\n');
    expect(done.steps[0]?.step).toBe('typography');
  });

  it('equals composed and decomposed letters', async () => {
    expect(
      await after('pre cafe\u0301 post e\u0301\n', { oldText: 'caf\u00e9 post', newText: 'tea post' }),
    ).toBe('pre tea post e\u0301\n');
  });

  it('prefers an exact place to a similar one', async () => {
    expect(await after('a \na\n', { oldText: 'a\n', newText: 'b\n' })).toBe('a \nb\n');
  });
});
