// The official server's answer: the text once more as structured content.
import { type Meta, type Result, result, t, text } from '@plainmcp/protocol';

/** Goes into a tool definition; empty unless `official`. */
export function officialOutput(official: boolean) {
  return official ? { output: t.object({ content: t.string() }) } : {};
}

/** One text, in the shape asked for. */
export function textResult(official: boolean, value: string, notices: readonly string[] = [], meta?: Meta): Result {
  const content = [text(value), ...(notices.length === 0 ? [] : [text(notices.join('\n'))])];
  return result({
    content,
    ...(official ? { structuredContent: { content: value } } : {}),
    ...(meta === undefined ? {} : { meta }),
  });
}
