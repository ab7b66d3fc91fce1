// In which bytes new content is written, given the file it replaces or continues.
import { ToolError } from '@plainmcp/protocol';
import { type Charset, charsetOfLabel, charsetOfMark, detectCharset } from './charset.ts';
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
 * Bytes that replace a file beginning with `head`: in `encoding` where given, else UTF-8, except that a file
 * with a byte order mark keeps its mark and its Unicode form. UTF-16 always has a mark. Content that brings
 * its own mark gets no second one.
 */
export function formOver(content: string, head: Buffer, encoding: string | undefined): Formed {
  const before = charsetOfMark(head);
  const charset = encoding === undefined ? (before ?? plain) : charsetOfLabel(encoding, head);
  const marks = charset.bom > 0 || charset.name.startsWith('utf-16');
  if (!marks || (content.startsWith('\ufeff') && charset.name === 'utf-8')) {
    return { bytes: encode(charset, content), kept: encoding === undefined ? undefined : charset.name };
  }
  const text = content.startsWith('\ufeff') ? content : `\ufeff${content}`;
  const same = before?.name === charset.name ? ', as before' : '';
  return { bytes: encode(charset, text), kept: `${charset.name} with byte order mark${same}` };
}

/** Bytes to add to a file that begins with `head` (all of it when `whole`), in `encoding` or else in its own. */
export function formAfter(
  content: string,
  head: Buffer,
  whole: boolean,
  encoding: string | undefined,
): Formed {
  if (head.length === 0) return formOver(content, head, encoding);
  const charset =
    encoding === undefined ? (detectCharset(head, whole) ?? plain) : charsetOfLabel(encoding, head);
  const ascii = charset.name === 'windows-1252' && /^[\x00-\x7f]*$/.test(content);
  const plainly = charset.name === 'utf-8' || (ascii && encoding === undefined);
  return { bytes: encode(charset, content), kept: plainly ? undefined : `${charset.name}, as the file` };
}
