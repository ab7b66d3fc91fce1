// The edit engine on any line end and encoding: what is not changed is identical, byte for byte.
import { applyPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editBytes } from '../src/edit/edit-bytes.ts';
import { hunks } from '../src/edit/hunks.ts';
import { bytesAfter, edited } from './edit-fixture.ts';

const encodings: readonly [name: string, encode: (text: string) => Buffer][] = [
  ['UTF-8', (text) => Buffer.from(text)],
  ['UTF-8 with BOM', (text) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16LE with BOM', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16BE with BOM', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
];

/** Lines that carry their number, so that each is unique. */
const file = fc.array(
  fc.tuple(
    fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\t', '{', '\u00e9', '\u20ac', '\u{1f600}', '"', '-') }),
    fc.constantFrom('\n', '\r\n'),
  ),
  { minLength: 1, maxLength: 30 },
);

describe('any file, any line end, any encoding', () => {
  it.each(encodings)('keeps every byte outside the edited line: %s', async (_, encode) => {
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.nat(),
        fc.string({ unit: fc.constantFrom('x', 'y', '\n', '\u00fc', '\u{1f601}') }),
        fc.boolean(),
        async (lines, pick, added, open) => {
          const numbered = lines.map(([line, eol], i) => [`${i}:${line}|`, eol] as const);
          const target = pick % lines.length;
          const [line, eol] = numbered[target] ?? ['', '\n'];
          const text = (replaced: string) =>
            numbered
              .map(
                ([other, end], i) =>
                  (i === target ? replaced : other) + (open && i === lines.length - 1 ? '' : end),
              )
              .join('');
          const hasEol = numbered.length > 1 || !open;
          const own = open && target === lines.length - 1 ? (numbered[target - 1]?.[1] ?? '\n') : eol;
          const newText = `new${added}`;
          fc.pre(text(line).split(line).length === 2);
          const done = await edited(encode(text(line)), { oldText: line, newText });
          expect(done.bytes).toEqual(encode(text(hasEol ? newText.replaceAll('\n', own) : newText)));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives a diff that applies to the result', async () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.constantFrom('', 'new', 'new\nlines\n', '\n')), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(file, edits, fc.boolean(), async (lines, changes, open) => {
        const text = lines.map(([line], i) => `${i}:${line}|`).join('\n') + (open ? '' : '\n');
        const targets = new Map(changes.map(([pick, newText]) => [pick % lines.length, newText]));
        const done = await edited(
          text,
          ...[...targets].flatMap(([i, newText]) => {
            const oldText = `${i}:${lines[i]?.[0] ?? ''}|`;
            return text.split(oldText).length === 2 ? [{ oldText, newText }] : [];
          }),
        );
        const patch = hunks(done.original, done.changes).join('\n');
        expect(done.text()).toBe(done.bytes.toString());
        if (patch === '') expect(done.text()).toBe(text);
        else expect(applyPatch(text, `--- a\n+++ b\n${patch}\n`)).toBe(done.text());
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('bytes that are not UTF-8', () => {
  it('keeps stray bytes of a UTF-8 file', async () => {
    const bytes = Buffer.concat([
      Buffer.from('\u00e9\u00e8\u00ea ok\n'),
      Buffer.from([0xff, 0x80]),
      Buffer.from(' \u00e0 here\nend\n'),
    ]);
    const done = await edited(bytes, { oldText: 'here', newText: 'th\u00e9re' });
    expect(done.bytes).toEqual(
      Buffer.concat([
        Buffer.from('\u00e9\u00e8\u00ea ok\n'),
        Buffer.from([0xff, 0x80]),
        Buffer.from(' \u00e0 th\u00e9re\nend\n'),
      ]),
    );
  });

  it('lets U+FFFD stand for stray bytes in oldText, but never writes it over them', async () => {
    const bytes = Buffer.concat([Buffer.from('\u00e9\u00e9 a '), Buffer.from([0xff]), Buffer.from(' b\n')]);
    expect(await bytesAfter(bytes, { oldText: 'a \ufffd b', newText: 'a \ufffd c' })).toEqual(
      Buffer.concat([Buffer.from('\u00e9\u00e9 a '), Buffer.from([0xff]), Buffer.from(' c\n')]),
    );
    await expect(edited(bytes, { oldText: 'a \ufffd b', newText: 'x\ufffdx' })).rejects.toThrow(/U\+FFFD/);
  });

  it('edits windows-1252 and refuses what it has no byte for', async () => {
    const bytes = Buffer.from('caf\xe9 \x93x\x94\r\nno\xebl\r\n', 'latin1');
    expect(await bytesAfter(bytes, { oldText: 'caf\u00e9', newText: '\u20ac\u00fc' })).toEqual(
      Buffer.from('\x80\xfc \x93x\x94\r\nno\xebl\r\n', 'latin1'),
    );
    await expect(edited(bytes, { oldText: 'caf\u00e9', newText: '\u4e2d' })).rejects.toThrow(/U\+4E2D/);
  });

  it.each([
    ['gbk', [0xd6, 0xd0, 0xce, 0xc4]],
    ['gb18030', [0xd6, 0xd0, 0xce, 0xc4]],
    ['shift_jis', [0x92, 0x86, 0x95, 0xb6]],
    ['big5', [0xa4, 0xa4, 0xa4, 0xe5]],
    ['euc-jp', [0xc3, 0xe6, 0xca, 0xb8]],
    ['euc-kr', [0xf1, 0xe9, 0xd9, 0xfe]],
  ])('edits %s between characters of two bytes', async (name, zhongwen) => {
    const bytes = Buffer.from([0x61, 0x0a, ...zhongwen, 0x62, 0x0d, 0x0a, ...zhongwen, 0x0d, 0x0a]);
    const charset = { name, bom: 0, because: 'given' } as const;
    const done = await editBytes(
      bytes,
      charset,
      [{ oldText: '\u6587b', newText: 'x\u4e2d' }],
      async () => undefined,
    );
    expect(done.kind === 'edited' && Buffer.concat(done.parts)).toEqual(
      Buffer.from([
        0x61,
        0x0a,
        ...zhongwen.slice(0, 2),
        0x78,
        ...zhongwen.slice(0, 2),
        0x0d,
        0x0a,
        ...zhongwen,
        0x0d,
        0x0a,
      ]),
    );
  });
});
