// From what a tool's `run` returned or threw to the result a client sees.
import type { CallToolResult, Content } from '../content.ts';
import { fullResult, type Result, type Returned } from '../definitions.ts';
import type { ToolError } from '../errors.ts';
import { isObject } from '../jsonrpc.ts';
import { formatIssues, type Schema } from '../schema.ts';

const BLOCKS: readonly unknown[] = ['text', 'image', 'audio', 'resource_link', 'resource'];

function isContent(value: unknown): value is Content {
  return isObject(value) && BLOCKS.includes(value['type']);
}

function isResult(value: unknown): value is Result {
  return isObject(value) && fullResult in value;
}

/** A result with `isError`: `message`, and the next step where one is known. */
export function errorResult(message: string, hint?: string): CallToolResult {
  return {
    content: [{ type: 'text', text: hint === undefined ? message : `${message}\n${hint}` }],
    isError: true,
  };
}

/** What the model reads of a ToolError. */
export function toolErrorResult(error: ToolError): CallToolResult {
  return errorResult(error.message, error.hint);
}

/** The result of a tool without `output`. Throws TypeError for what is neither text, content nor `result()`. */
export function plainOutcome(returned: unknown): CallToolResult {
  if (typeof returned === 'string') return { content: [{ type: 'text', text: returned }] };
  if (Array.isArray(returned)) {
    if (returned.every(isContent)) return { content: returned };
  } else if (isContent(returned)) return { content: [returned] };
  else if (isResult(returned)) {
    const { content, structuredContent, isError, meta } = returned;
    return {
      content,
      ...(structuredContent !== undefined && { structuredContent }),
      ...(isError === true && { isError }),
      ...(meta !== undefined && { _meta: meta }),
    };
  }
  throw new TypeError(
    `run returned ${describe(returned)}; it may return text, content blocks, result(), or a value that fits output`,
  );
}

/** The result of a tool with `output`: the value and its compact JSON. Throws TypeError when it does not fit. */
export async function structuredOutcome<O>(
  returned: Returned<O>,
  output: Schema<O>,
): Promise<CallToolResult> {
  if (isResult(returned)) {
    const outcome = plainOutcome(returned);
    if (outcome.isError === true) return outcome;
    return { ...outcome, structuredContent: await fit(outcome.structuredContent, output) };
  }
  const structuredContent = await fit(returned, output);
  return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
}

async function fit<O>(value: unknown, output: Schema<O>): Promise<O> {
  const parsed = await output.parse(value);
  if (parsed.ok) return parsed.value;
  throw new TypeError(formatIssues(parsed.issues, 'run returned a value that does not fit output'));
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'an array of other things' : `a ${typeof value}`;
}
