// In which bytes new content is written, given the file it replaces or continues.
import { ToolError } from '@plainmcp/protocol';
import { type Charset, charsetOfMark, detectCharset } from './charset.ts';
import { encode } from './encode.ts';

export interface Formed {
  readonly bytes: Buffer;
  /** What was kept of the file's form, for the answer; undefined for plain UTF-8. */
  readonly kept: string | undefined;
}

/** Throws a ToolError for half surrogate pairs: no encoding has bytes for them. */
export function assertWellFormed(text: string, what: string): void {
  const at = text.search(/\p{Surrogate}/u);
  if (at === -1) return;
  throw new ToolError(
    `${what} has half a surrogate pair (\\u${text.charCodeAt(at).toString(16)}) at character ${at + 1}; nothing was written`,
    {
      code: 'bad_arguments',
      hint: 'Send the whole character, or U+FFFD in its place.',
    },
  );
}

const plain: Charset = { name: 'utf-8', bom: 0, because: 'sound' };

/**
 * Bytes that replace a file beginning with `head`: UTF-8, except that a file with a byte order mark keeps its
 * mark and its Unicode form. Content that brings its own mark into a UTF-8 file is written as it is.
 */
export function formOver(content: string, head: Buffer): Formed {
  const marked = charsetOfMark(head);
  if (marked === undefined || (content.startsWith('\ufeff') && marked.name === 'utf-8'))
    return { bytes: encode(plain, content), kept: undefined };
  const text = content.startsWith('\ufeff') ? content : `\ufeff${content}`;
  return { bytes: encode(marked, text), kept: `${marked.name} with byte order mark, as before` };
}

/** Bytes to add to a file that begins with `head` (all of it when `whole`), in its encoding. */
export function formAfter(content: string, head: Buffer, whole: boolean): Formed {
  const found = detectCharset(head, whole) ?? plain;
  const same = found.name === 'utf-8' || (found.name === 'windows-1252' && /^[\x00-\x7f]*$/.test(content));
  return { bytes: encode(found, content), kept: same ? undefined : `${found.name}, as the file` };
}
