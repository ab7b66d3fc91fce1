// A tool's answer of one text of the file's, our words in a block of their own.
import { type Meta, type Result, result, text } from '@plainmcp/protocol';

/** `_meta` key under which reads return the hash of the file. */
export const hashKey = 'io.github.plainmcp/hash';

/** With `official`, the text once more as structured content, as the official server sends it. */
export function textResult(
  official: boolean,
  value: string,
  notices: readonly string[] = [],
  meta?: Meta,
): Result {
  const content = [text(value), ...(notices.length === 0 ? [] : [text(notices.join('\n'))])];
  return result({
    content,
    ...(official ? { structuredContent: { content: value } } : {}),
    ...(meta === undefined ? {} : { meta }),
  });
}
