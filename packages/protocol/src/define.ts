// The constructors: tool(), resource(), resourceTemplate(), prompt() and result() make frozen values.
import { type Content, type Meta, text } from './content.ts';
import type { Context } from './context.ts';
import {
  fullResult,
  type Prompt,
  type PromptArgument,
  type PromptDefinition,
  type Resource,
  type ResourceDefinition,
  type ResourceTemplate,
  type ResourceTemplateDefinition,
  type Result,
  type Tool,
  type ToolDefinition,
} from './definitions.ts';
import { ProtocolError, ToolError } from './errors.ts';
import { checkName } from './features/names.ts';
import { errorResult, plainOutcome, structuredOutcome, toolErrorResult } from './features/outcome.ts';
import { uriTemplate } from './features/uri-template.ts';
import { ErrorCode, isObject } from './jsonrpc.ts';
import { preview } from './schema/words.ts';
import { formatIssues, toSchema } from './schema.ts';

/**
 * A tool. Throws TypeError for a name outside `[a-z0-9_]{1,64}` and for an input schema without an object root
 * (MCP tools, "Tool").
 */
export function tool<I, O = never>(definition: ToolDefinition<I, O>): Tool {
  const { name, title, description, annotations, icons, meta, listed = true, timeoutMs } = definition;
  checkName('Tool', name);
  const input = toSchema(definition.input);
  if (input.jsonSchema['type'] !== 'object')
    throw new TypeError(`Tool ${name}: input must be an object schema`);
  const output = definition.output && toSchema(definition.output, 'output');
  return Object.freeze({
    name,
    title,
    description,
    inputSchema: input.jsonSchema,
    outputSchema: output?.jsonSchema,
    annotations,
    icons,
    meta,
    listed,
    timeoutMs,
    async call(args: unknown, ctx: Context) {
      let parsed = input.parse(args ?? {});
      if (parsed instanceof Promise) parsed = await parsed;
      if (!parsed.ok) return errorResult(formatIssues(parsed.issues, `Invalid arguments for ${name}`));
      try {
        const returned = await definition.run(parsed.value, ctx);
        return output ? await structuredOutcome(returned, output) : plainOutcome(returned);
      } catch (error) {
        if (error instanceof ToolError) return toolErrorResult(error);
        throw error;
      }
    },
  });
}

/** Parts of a full result; without `content` there is none but the structured value. */
export interface ResultParts {
  readonly content: string | Content | readonly Content[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean;
  readonly meta?: Meta;
}

/** A full result, for what the shorter forms cannot say: content beside a structured value, `isError`, `_meta`. */
export function result(parts: ResultParts): Result {
  const { content } = plainOutcome(parts.content);
  return Object.freeze({ ...parts, content, [fullResult]: true as const });
}

/** A resource at one fixed URI (MCP resources, "Resource"). Throws TypeError when `uri` is not absolute. */
export function resource(definition: ResourceDefinition): Resource {
  checkScheme(definition.uri);
  return Object.freeze({ ...definition });
}

/** Resources behind an RFC 6570 template (MCP resources, "Resource templates"). Throws TypeError for a bad one. */
export function resourceTemplate(definition: ResourceTemplateDefinition): ResourceTemplate {
  checkScheme(definition.uriTemplate);
  const compiled = uriTemplate(definition.uriTemplate);
  for (const name of Object.keys(definition.complete ?? {})) {
    if (!compiled.variables.includes(name)) {
      throw new TypeError(
        `Template ${definition.uriTemplate} completes ${name}, which is not a variable of it`,
      );
    }
  }
  return Object.freeze({ ...definition, ...compiled });
}

function checkScheme(uri: string): void {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri)) throw new TypeError(`${JSON.stringify(uri)} has no scheme`);
}

/** A prompt (MCP prompts, "Prompt"). Throws TypeError for a bad name. */
export function prompt<const A extends Readonly<Record<string, PromptArgument>>>(
  definition: PromptDefinition<A>,
): Prompt {
  const { name, title, description, icons } = definition;
  checkName('Prompt', name);
  const declared = Object.entries<PromptArgument>(definition.arguments ?? {}).map(([key, argument]) => {
    checkName('Prompt argument', key);
    return Object.freeze({ ...argument, name: key });
  });
  const known = declared.map((argument) => argument.name);
  const fits = (given: object): given is Partial<Record<keyof A & string, string>> =>
    Object.entries(given).every(([key, value]) => known.includes(key) && typeof value === 'string');
  return Object.freeze({
    name,
    title,
    description,
    arguments: Object.freeze(declared),
    icons,
    async get(args: unknown, ctx: Context) {
      const given = texts(name, args);
      if (!fits(given)) {
        const odd = Object.keys(given).find((key) => !known.includes(key));
        throw badArguments(name, `unknown argument ${preview(odd)}; known: ${known.join(', ') || 'none'}`);
      }
      for (const argument of declared) {
        if (argument.required === true && !(argument.name in given)) {
          throw badArguments(name, `argument ${JSON.stringify(argument.name)} is required`);
        }
      }
      const read = await definition.render(given, ctx);
      return typeof read === 'string' ? [{ role: 'user' as const, content: text(read) }] : read;
    },
  });
}

function badArguments(name: string, what: string): ProtocolError {
  return new ProtocolError(ErrorCode.invalidParams, `Prompt ${name}: ${what}`);
}

/** The arguments of `prompts/get`: strings by name; null counts as absent. */
function texts(name: string, args: unknown): object {
  const given: Record<string, string> = Object.create(null);
  if (args === undefined || args === null) return given;
  if (!isObject(args)) throw badArguments(name, 'arguments must be an object of strings');
  for (const [key, value] of Object.entries(args)) {
    if (typeof value === 'string') given[key] = value;
    else if (value !== null) throw badArguments(name, `argument ${preview(key)} must be a string`);
  }
  return given;
}
