// edit_file: answers, refusals, queues and the nearest block, through the real gate.
import { chmodSync, linkSync, readFileSync, statSync } from 'node:fs';
import { link } from '@plainmcp/harness/tmp';
import { describe, expect, it } from 'vitest';
import { hashKey } from '../src/text/text-result.ts';
import { editFile } from '../src/tools/edit-file.ts';
import { call, place } from './text-fixture.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}\n`).join('');

describe('answers', () => {
  it('are one line and the hunks', async () => {
    const { deps, files } = place({ 'a.txt': numbered(20) });
    const answer = await call(editFile(deps), {
      path: 'a.txt',
      edits: [{ oldText: 'line 10', newText: 'LINE 10' }],
    });
    expect(answer).toMatchObject({
      isError: false,
      text: 'Successfully edited a.txt\n@@ -7,7 +7,7 @@\n line 7\n line 8\n line 9\n-line 10\n+LINE 10\n line 11\n line 12\n line 13',
      notes: '',
    });
    expect(files.read('a.txt')).toBe(numbered(20).replace('line 10', 'LINE 10'));
  });

  it('name what was forgiven and how many places changed', async () => {
    const { deps } = place({ 'a.txt': '  a();\n  b();\nx x x\n' });
    const edits = [
      { oldText: 'a();\nb();', newText: 'c();' },
      { oldText: 'x', newText: 'y', replaceAll: true },
    ];
    const answer = await call(editFile(deps), { path: 'a.txt', edits });
    expect(answer.text).toMatch(
      /^Successfully edited a\.txt \(4 places; edit 1 of 2 matched after equalising indentation\)\n@@/,
    );
  });

  it('are cut at 4,000 characters', async () => {
    const { deps } = place({ 'a.txt': numbered(5_000) });
    const answer = await call(editFile(deps), {
      path: 'a.txt',
      edits: [{ oldText: 'line', newText: 'row', replaceAll: true }],
    });
    expect(answer.text.length).toBeLessThan(4_100);
    expect(answer.notes).toMatch(
      /^\[cut: [\d,]+ of [\d,]+ characters of the diff shown; narrow: read_text_file shows the rest\]$/,
    );
  });

  it('of a dry run change nothing', async () => {
    const { deps, files } = place({ 'a.txt': 'old\n' });
    const answer = await call(editFile(deps), {
      path: 'a.txt',
      edits: [{ oldText: 'old', newText: 'new' }],
      dryRun: true,
    });
    expect(answer.text).toBe('Dry run, nothing was written to a.txt\n@@ -1,1 +1,1 @@\n-old\n+new');
    expect(files.read('a.txt')).toBe('old\n');
  });
});

describe('refusals', () => {
  it.each([
    [
      [{ oldText: 'x', newText: 'y' }],
      /^oldText of the edit fits 2 places, at lines 1, 3; nothing was written\nAdd lines around it/,
    ],
    [
      [{ oldText: 'x', newText: 'y', line: 2 }],
      /^oldText of the edit does not begin at line 2 but at lines 1, 3/,
    ],
    [
      [
        { oldText: 'mid', newText: 'm' },
        { oldText: 'x', newText: 'y' },
      ],
      /^oldText of edit 2 of 2 fits 2 places/,
    ],
    [
      [
        { oldText: 'mid', newText: 'm' },
        { oldText: 'nowhere', newText: 'y' },
      ],
      /^Could not find exact match for edit:\nnowhere$/,
    ],
    [[{ oldText: '', newText: 'y' }], /^oldText of the edit is empty; nothing was written/],
    [[{ oldText: 'mid', newText: 'mid' }], /^oldText and newText of the edit are the same/],
    [[{ oldText: 'mid\n', newText: 'mid\r\n' }], /^oldText and newText of the edit differ only in line ends/],
    [[{ oldText: 'mid', newText: '\udc00' }], /half a surrogate pair/],
    [[], /^edits is empty/],
  ])('%j', async (edits, message) => {
    const { deps, files } = place({ 'a.txt': 'x\nmid\nx\n' });
    const answer = await call(editFile(deps), { path: 'a.txt', edits });
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(message);
    expect(files.read('a.txt')).toBe('x\nmid\nx\n');
    expect(files.list()).toEqual(['a.txt']);
  });

  it('of what is no text, not there, or outside', async () => {
    const { deps } = place({ bin: Buffer.from([0, 1, 2, 3]), out: link('../outside/secret.txt') });
    const edit = editFile(deps);
    const edits = [{ oldText: 'a', newText: 'b' }];
    expect((await call(edit, { path: 'bin', edits })).text).toMatch(/is a binary file/);
    expect((await call(edit, { path: 'none', edits })).text).toMatch(/ENOENT/);
    expect((await call(edit, { path: 'out', edits })).text).toMatch(/^Access denied/);
  });

  it('of read-only roots, but not of a dry run there', async () => {
    const { deps } = place({ 'a.txt': 'old' }, { readOnly: true });
    const edits = [{ oldText: 'old', newText: 'new' }];
    expect((await call(editFile(deps), { path: 'a.txt', edits })).text).toMatch(/read-only/);
    expect((await call(editFile(deps), { path: 'a.txt', edits, dryRun: true })).isError).toBe(false);
  });

  it('by ifHash, and the hash of the answer continues', async () => {
    const { deps } = place({ 'a.txt': 'one' });
    const edit = editFile(deps);
    const first = await call(edit, { path: 'a.txt', edits: [{ oldText: 'one', newText: 'two' }] });
    const ifHash = first.result._meta?.[hashKey];
    const edits = [{ oldText: 'two', newText: 'three' }];
    expect((await call(edit, { path: 'a.txt', edits, ifHash: 'feedfeedfeedfeed' })).text).toMatch(
      /not the version/,
    );
    expect((await call(edit, { path: 'a.txt', edits, ifHash })).isError).toBe(false);
  });
});

describe('the nearest block', () => {
  const source = `${numbered(30)}function total(items) {\n    let sum = 0;\n    for (const item of items) sum += item.price;\n    return sum;\n}\n${numbered(30)}`;

  it.each([
    [
      'function total(items) {\n    let sum = 0;\n    for (const item of items) sum += item.cost;',
      /nearest: lines 31-33 of the file, which differ in 1 of 3 lines, first in line 3 of oldText\]/,
    ],
    [
      'Function Total(items) {\n    let sum = 0;',
      /nearest: lines 31-32 of the file, which differ in upper and lower case\]/,
    ],
    [
      'function total(items) {\n  let sum = 0;\n    for (const item of items) sum += item.price;',
      /lines 31-33 of the file, which differ in indentation\]/,
    ],
    ['let sum  =  0;', /nearest: line 32 of the file, which differs in white space\]/],
    [
      '    return sun;',
      /nearest: line 34 of the file, which differs in one character of line 1 of oldText\]/,
    ],
    ['zzzz qqqq wwww', /nothing in the file is like it/],
  ])('%j', async (oldText, reason) => {
    const { deps } = place({ 'a.js': source });
    const answer = await call(editFile(deps), { path: 'a.js', edits: [{ oldText, newText: 'x' }] });
    expect(answer.text).toBe(`Could not find exact match for edit:\n${oldText}`);
    expect(answer.notes).toMatch(/^\[nothing was written; /);
    expect(answer.notes).toMatch(reason);
  });

  it('stands behind our words as the file has it', async () => {
    const { deps } = place({ 'a.js': source });
    const answer = await call(editFile(deps), {
      path: 'a.js',
      edits: [{ oldText: 'for (const item in items) sum += item.price;', newText: 'x' }],
    });
    expect(answer.notes.split('\n').slice(1)).toEqual(['    for (const item of items) sum += item.price;']);
  });

  it('is not all: newText may be there already', async () => {
    const { deps } = place({ 'a.js': source });
    const edits = [{ oldText: 'let sum = 1;', newText: 'let sum = 0;' }];
    expect((await call(editFile(deps), { path: 'a.js', edits })).notes).toMatch(
      /newText is already there, at line 32;/,
    );
  });

  it('is found in large files off the main thread', async () => {
    const filler = Array.from({ length: 60_000 }, (_, i) => `  value_${i}: compute(${i * 7}),\n`).join('');
    const { deps } = place({ 'big.js': `${filler}${source}${filler}` });
    const answer = await call(editFile(deps), {
      path: 'big.js',
      edits: [{ oldText: 'for (const item in items) sum += item.price;', newText: 'x' }],
    });
    expect(answer.notes).toMatch(/nearest: line 60,033 of the file/);
  });
});

describe('files', () => {
  it('are edited in the encoding given', async () => {
    const { deps, files } = place({ a: Buffer.from([0xd6, 0xd0, 0xce, 0xc4, 0x0a]) });
    const edits = [{ oldText: '\u6587', newText: 'x\u4e2d' }];
    expect((await call(editFile(deps), { path: 'a', edits, encoding: 'gb2312' })).isError).toBe(false);
    expect(files.bytes('a')).toEqual(Buffer.from([0xd6, 0xd0, 0x78, 0xd6, 0xd0, 0x0a]));
  });

  it('keep their mode, their links and their other names', async () => {
    const { deps, files } = place({ a: 'old', l: link('a') });
    chmodSync(files.join('a'), 0o750);
    const edit = editFile(deps);
    expect((await call(edit, { path: 'l', edits: [{ oldText: 'old', newText: 'new' }] })).isError).toBe(
      false,
    );
    expect([files.read('a'), statSync(files.join('a')).mode & 0o7777]).toEqual(['new', 0o750]);
    linkSync(files.join('a'), files.join('b'));
    expect((await call(edit, { path: 'a', edits: [{ oldText: 'new', newText: 'newer' }] })).text).toMatch(
      /^Successfully edited a \(written in place because/,
    );
    expect(files.read('b')).toBe('newer');
  });

  it('take ten edits at once and lose none', async () => {
    const { deps, files } = place({ 'a.txt': numbered(10), l: link('a.txt') });
    const edit = editFile(deps);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        call(edit, {
          path: i % 2 === 0 ? 'a.txt' : i % 3 === 0 ? 'l' : files.join('a.txt'),
          edits: [{ oldText: `line ${i + 1}\n`, newText: `done ${i + 1}\n` }],
        }),
      ),
    );
    expect(answers.filter((answer) => answer.isError)).toEqual([]);
    expect(files.read('a.txt')).toBe(numbered(10).replaceAll('line', 'done'));
  });

  it('of five megabytes are changed in one place', async () => {
    const text = Array.from(
      { length: 100_000 },
      (_, i) => `const value${i} = compute(${i}, "some text");\r\n`,
    ).join('');
    const { deps, files } = place({ 'big.js': text });
    const answer = await call(editFile(deps), {
      path: 'big.js',
      edits: [{ oldText: 'value50000 = compute(50000,', newText: 'value50000 = recompute(\n  50000,' }],
    });
    expect(answer.text).toContain('@@ -49998,7 +49998,8 @@');
    expect(readFileSync(files.join('big.js'), 'utf8')).toBe(
      text.replace('value50000 = compute(50000,', 'value50000 = recompute(\r\n  50000,'),
    );
  });
});

describe('--official-output', () => {
  it('is the fenced diff with its header, twice', async () => {
    const { deps, files } = place({ 'a.md': 'x\n```\ny\n' }, { officialOutput: true });
    const text = `\`\`\`\`diff\nIndex: ${files.join('a.md')}\n${'='.repeat(67)}\n--- ${files.join('a.md')}\toriginal\n+++ ${files.join('a.md')}\tmodified\n@@ -1,3 +1,3 @@\n x\n \`\`\`\n-y\n+z\n\`\`\`\`\n\n`;
    const answer = await call(editFile(deps), { path: 'a.md', edits: [{ oldText: 'y', newText: 'z' }] });
    expect(answer.result).toEqual({
      content: [{ type: 'text', text }],
      structuredContent: { content: text },
    });
  });

  it('keeps the official words of a failure and nothing else', async () => {
    const { deps } = place({ a: 'x\n' }, { officialOutput: true });
    const answer = await call(editFile(deps), { path: 'a', edits: [{ oldText: 'nope', newText: 'z' }] });
    expect(answer.result).toEqual({
      content: [{ type: 'text', text: 'Could not find exact match for edit:\nnope' }],
      isError: true,
    });
  });
});

describe('the nearest block of hostile text', () => {
  it('is looked for in bounded steps', async () => {
    const spaces = `${' '.repeat(100_000)}x\n`;
    const alike = Array.from({ length: 1_200 }, (_, i) => `${'abcdefgh'.repeat(20)}${i}\n`).join('');
    const { deps } = place({ spaces, alike });
    const edit = editFile(deps);
    const far = await call(edit, {
      path: 'spaces',
      edits: [{ oldText: `${' '.repeat(90_000)}xy`, newText: 'z' }],
    });
    expect(far.notes).toMatch(/nothing in the file is like it|nearest: line 1/);
    const wanted = 'hgfedcba'.repeat(19).concat('\n').repeat(60);
    const near = await call(edit, { path: 'alike', edits: [{ oldText: wanted, newText: 'z' }] });
    expect(near.isError).toBe(true);
  });
});
