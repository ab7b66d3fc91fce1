// What clients answer to questions, parsed: elicitation, sampling, roots.
import type { AudioContent, ImageContent, TextContent } from '../content.ts';
import type { ClientRoot, ElicitAnswer, SampleAnswer } from '../context.ts';
import { isObject } from '../jsonrpc.ts';
import { formatIssues, type Schema } from '../schema.ts';

/** Thrown for an answer that has not the shape MCP gives it, or does not fit what was asked. */
export class MalformedReply extends Error {
  override readonly name = 'MalformedReply';
}

/** The action of an ElicitResult and, when it was accepted, the content parsed by `schema`. */
export async function parseElicit<T>(reply: unknown, schema: Schema<T>): Promise<ElicitAnswer<T>> {
  const action = parseAction(reply);
  if (action !== 'accept') return { action };
  const parsed = await schema.parse(isObject(reply) ? (reply['content'] ?? {}) : {});
  if (!parsed.ok) throw new MalformedReply(formatIssues(parsed.issues, 'The answer does not fit the form'));
  return { action, value: parsed.value };
}

export function parseAction(reply: unknown): 'accept' | 'decline' | 'cancel' {
  const action = isObject(reply) ? reply['action'] : undefined;
  if (action === 'accept' || action === 'decline' || action === 'cancel') return action;
  throw new MalformedReply('An answer needs an action: accept, decline or cancel');
}

/** A CreateMessageResult. Of several blocks the first one counts: no tools were offered. */
export function parseSample(reply: unknown): SampleAnswer {
  const { role, content, model, stopReason } = isObject(reply) ? reply : {};
  const block: unknown = Array.isArray(content) ? content[0] : content;
  if ((role !== 'user' && role !== 'assistant') || typeof model !== 'string' || !isSampled(block)) {
    throw new MalformedReply('A sampling answer needs role, model and text, image or audio content');
  }
  return typeof stopReason === 'string'
    ? { role, content: block, model, stopReason }
    : { role, content: block, model };
}

function isSampled(block: unknown): block is TextContent | ImageContent | AudioContent {
  if (!isObject(block)) return false;
  if (block['type'] === 'text') return typeof block['text'] === 'string';
  const media = block['type'] === 'image' || block['type'] === 'audio';
  return media && typeof block['data'] === 'string' && typeof block['mimeType'] === 'string';
}

/** A ListRootsResult. */
export function parseRoots(reply: unknown): readonly ClientRoot[] {
  const roots = isObject(reply) ? reply['roots'] : undefined;
  if (!Array.isArray(roots)) throw new MalformedReply('A roots answer needs roots, an array');
  return roots.map((root: unknown): ClientRoot => {
    if (!isObject(root) || typeof root['uri'] !== 'string') throw new MalformedReply('Each root needs a uri');
    return typeof root['name'] === 'string' ? { uri: root['uri'], name: root['name'] } : { uri: root['uri'] };
  });
}
