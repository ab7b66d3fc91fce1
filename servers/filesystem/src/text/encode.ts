// Text to bytes in the encoding a file already has.
import { ToolError } from '@plainmcp/protocol';
import type { Charset } from './charset.ts';
import { decode, isStateless } from './decode.ts';
import { reverseTable } from './reverse-table.ts';
import { encodeUtf16 } from './utf16.ts';

/**
 * Bytes of `text` without a byte order mark. Throws a ToolError that names the first character the
 * encoding does not have.
 */
export function encode(charset: Charset, text: string): Buffer {
  switch (charset.name) {
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'utf-16le':
      return encodeUtf16(text, 'le');
    case 'utf-16be':
      return encodeUtf16(text, 'be');
    default:
      return encodeByTable(charset, text);
  }
}

function encodeByTable(charset: Charset, text: string): Buffer {
  if (!isStateless(charset.name)) {
    throw new ToolError(`Files in ${charset.name} can be read but not changed`, {
      code: 'unsupported_encoding',
    });
  }
  const table = reverseTable(charset.name);
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (code < 0x80 && !table.has(char)) bytes.push(code);
    else bytes.push(...(table.get(char) ?? refuse(charset, char)));
  }
  const encoded = Buffer.from(bytes);
  // The tables are probed, not specified: what does not come back the same is not written.
  if (decode(charset, encoded) !== text) refuse(charset, firstStranger(charset, text));
  return encoded;
}

function firstStranger(charset: Charset, text: string): string {
  const table = reverseTable(charset.name);
  return [...text].find((char) => !table.has(char) && char >= '\x80') ?? text.slice(0, 1);
}

function refuse(charset: Charset, char: string): never {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  throw new ToolError(
    `The file is in ${charset.name}, which has no character U+${code} (${JSON.stringify(char)}); nothing was written`,
    {
      code: 'unencodable',
      hint: 'Use characters of that encoding, or rewrite the whole file as UTF-8 with write_file.',
    },
  );
}
