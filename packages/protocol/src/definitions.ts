// Tools, resources and prompts as frozen values; a server is an array of them.
import type { Annotations, CallToolResult, Content, Icon, Meta, ResourceContents } from './content.ts';
import type { Context } from './context.ts';
import type { JsonObject } from './jsonrpc.ts';
import type { SchemaLike } from './schema.ts';

/** All four hints, always written out: hosts decide on permission prompts by them (MCP tools, "Annotations"). */
export interface ToolAnnotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** Marks what `result()` made. */
export const fullResult: unique symbol = Symbol('plainmcp.result');

/** A full result, told apart from a value that happens to have `content` by being made with `result()`. */
export interface Result {
  readonly [fullResult]: true;
  readonly content: readonly Content[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean;
  readonly meta?: Meta;
}

/** What `run` may return: text, content blocks, a value that fits `output`, or `result({...})`. */
export type Returned<O> = string | Content | readonly Content[] | Result | O;

/** What `tool()` takes (MCP tools, "Tool"). */
export interface ToolDefinition<I, O> {
  /** `[a-z0-9_]`, at most 64 characters (hosts prefix it with the server's name: stay below 40). */
  readonly name: string;
  readonly title: string;
  /** One sentence of purpose, then limits as numbers; under 60 words. */
  readonly description: string;
  /** An object schema: `t.object({...})`, `t.object({})` for a tool without parameters. */
  readonly input: SchemaLike<I>;
  /** Only where the whole value is small and a program has use for it. */
  readonly output?: SchemaLike<O>;
  readonly annotations: ToolAnnotations;
  readonly icons?: readonly Icon[];
  readonly meta?: Meta;
  /** False: callable but absent from tools/list (an alias kept for old callers). */
  readonly listed?: boolean;
  /** Milliseconds for one call; the server's `timeoutMs` when absent. Time spent waiting for a person does not count. */
  readonly timeoutMs?: number;
  /**
   * Does the work with parsed arguments. Throw a ToolError for what the model can act on; anything else thrown
   * counts as a bug of the tool and is shown to the model without its text.
   */
  run(input: I, ctx: Context): Returned<NoInfer<O>> | Promise<Returned<NoInfer<O>>>;
}

/** A tool as the dispatcher and tests see it: no type parameters, so lists of tools need no casts. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
  readonly outputSchema: JsonObject | undefined;
  readonly annotations: ToolAnnotations;
  readonly icons: readonly Icon[] | undefined;
  readonly meta: Meta | undefined;
  readonly listed: boolean;
  readonly timeoutMs: number | undefined;
  /**
   * Parse `args`, run, check the value against `output`. Bad arguments and ToolErrors come back as
   * `isError` results; ProtocolErrors, suspensions and bugs are thrown.
   */
  call(args: unknown, ctx: Context): Promise<CallToolResult>;
}

/** A resource at one fixed URI. */
export interface ResourceDefinition {
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  /** bytes */
  readonly size?: number;
  readonly annotations?: Annotations;
  readonly icons?: readonly Icon[];
  readonly meta?: Meta;
  read(ctx: Context): ResourceRead | Promise<ResourceRead>;
  /** Makes the resource one that clients can subscribe to. */
  readonly watch?: Watch;
}

/** Text (sent with the declared MIME type) or whole contents. */
export type ResourceRead = string | ResourceContents | readonly ResourceContents[];

/** Calls `changed` whenever `uri` changes until the returned function is called. Throws when it cannot watch. */
export type Watch = (uri: string, changed: () => void) => (() => void) | Promise<() => void>;

/** Values that begin with `value`, best first; at most 100 are sent. `chosen` are the arguments already filled in. */
export type Complete = (
  value: string,
  chosen: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => readonly string[] | Promise<readonly string[]>;

export interface ResourceTemplateDefinition {
  /** RFC 6570 levels 1 and 2: `{name}` stops at `/`, `{+name}` does not. */
  readonly uriTemplate: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  readonly annotations?: Annotations;
  readonly icons?: readonly Icon[];
  readonly meta?: Meta;
  /**
   * `variables` are percent-decoded, so that any of them may hold `/`, `..` or NUL: check them before they become a
   * path. Throw `resourceNotFound(uri)` where there is nothing.
   */
  read(
    uri: string,
    variables: Readonly<Record<string, string>>,
    ctx: Context,
  ): ResourceRead | Promise<ResourceRead>;
  /** Completions of variables, by their names. */
  readonly complete?: Readonly<Record<string, Complete>>;
  /** Makes the resources behind the template ones that clients can subscribe to. */
  readonly watch?: Watch;
}

/** An argument of a prompt; its value is always text (MCP prompts). */
export interface PromptArgument {
  readonly description?: string;
  readonly required?: boolean;
  readonly complete?: Complete;
}

export interface PromptMessage {
  readonly role: 'user' | 'assistant';
  readonly content: Content;
}

export interface PromptDefinition<A extends Readonly<Record<string, PromptArgument>>> {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly arguments?: A;
  readonly icons?: readonly Icon[];
  /** Text becomes one user message. */
  render(
    args: Readonly<Partial<Record<keyof A & string, string>>>,
    ctx: Context,
  ): PromptRead | Promise<PromptRead>;
}

/** One user message as text, or whole messages. */
export type PromptRead = string | readonly PromptMessage[];

/** A resource as the dispatcher and generators see it. */
export type Resource = Readonly<ResourceDefinition>;

/** A template with its URI pattern compiled. */
export interface ResourceTemplate extends Readonly<ResourceTemplateDefinition> {
  readonly variables: readonly string[];
  /** The percent-decoded variables of `uri`, or undefined where the template does not fit. */
  match(uri: string): Readonly<Record<string, string>> | undefined;
}

/** A prompt as the dispatcher and tests see it: no type parameters. */
export interface Prompt {
  readonly name: string;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly arguments: readonly (PromptArgument & { readonly name: string })[];
  readonly icons: readonly Icon[] | undefined;
  /** Checks `args` against the declared ones (-32602), renders, and makes messages of a text. */
  get(args: unknown, ctx: Context): Promise<readonly PromptMessage[]>;
}
