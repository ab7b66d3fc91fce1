// What a handler gets beside its input: cancellation, progress, logging, and the way to ask the client.
import type { AudioContent, ImageContent, Meta, TextContent } from './content.ts';
import type { Schema } from './schema.ts';

/** `modern` is 2026-07-28, `legacy` every revision before it. */
export type Era = 'legacy' | 'modern';

/** Levels of RFC 5424, least severe first (MCP logging). */
export type LogLevel = 'debug' | 'info' | 'notice' | 'warning' | 'error' | 'critical' | 'alert' | 'emergency';

/** Who is calling. `info` is for display only: never branch on it (MCP basic, `clientInfo`). */
export interface ClientView {
  readonly info: { readonly name: string; readonly version: string; readonly title?: string } | undefined;
  /** What the client declared, as it came; ask `ctx.elicit.available()` rather than reading this. */
  readonly capabilities: { readonly [name: string]: unknown };
  readonly era: Era;
  /** The revision this request is served under, for example `2025-11-25`. */
  readonly version: string;
}

/** `form`: a few fields in the client. `url`: a page the person is sent to, from 2025-11-25 on. */
export type ElicitMode = 'form' | 'url';

/** What a person answered: `value` is there only when `action` is `accept`. */
export type ElicitAnswer<T> =
  | { readonly action: 'accept'; readonly value: T }
  | { readonly action: 'decline' | 'cancel' };

/**
 * Questions to the person at the client. Works in both eras; in 2026-07-28 the handler is stopped at the question
 * (the promise rejects, `signal` aborts) and run again from its start with the recorded answers. So: nothing with
 * a side effect before the last question, no lock held across one, no catch-all around one, and no clock, counter
 * or random text in one, since only the answer to the very same question counts. Each `key` is unique within one
 * call. Where the client cannot be asked, legacy calls get a ToolError and modern ones -32021.
 */
export interface Elicit {
  /** Whether this client can be asked in this mode. */
  available(mode: ElicitMode): boolean;
  /** Ask for a flat object of strings, numbers, booleans and enums. Never ask for secrets here. */
  form<T>(key: string, message: string, schema: Schema<T>): Promise<ElicitAnswer<T>>;
  /** Ask yes or no; true only when the person accepted and said yes. */
  confirm(key: string, message: string): Promise<boolean>;
  /** Send the person to a URL (secrets, sign-in). Accepting means consent, not completion. */
  url(key: string, message: string, url: string): Promise<ElicitAnswer<undefined>>;
}

export interface SamplingMessage {
  readonly role: 'user' | 'assistant';
  readonly content: TextContent | ImageContent | AudioContent;
}

/** The params of `sampling/createMessage` (MCP sampling). */
export interface SampleRequest {
  readonly messages: readonly SamplingMessage[];
  /** tokens the model may write */
  readonly maxTokens: number;
  readonly systemPrompt?: string;
  readonly temperature?: number;
  readonly stopSequences?: readonly string[];
  readonly modelPreferences?: Meta;
}

export interface SampleAnswer {
  readonly role: 'user' | 'assistant';
  readonly content: TextContent | ImageContent | AudioContent;
  readonly model: string;
  readonly stopReason?: string;
}

/** A folder the client works in (MCP roots). */
export interface ClientRoot {
  /** `file://` */
  readonly uri: string;
  readonly name?: string;
}

/** The second argument of every handler, for one request. It may be taken apart. */
export interface Context {
  /**
   * Aborted when the client cancels, the connection ends or the call times out, and when the handler is stopped at a
   * question. Nothing is sent afterwards, whatever the handler returns.
   */
  readonly signal: AbortSignal;
  /** Who is calling. */
  readonly client: ClientView;
  /** `_meta` of the request, untouched. */
  readonly meta: Meta;
  readonly elicit: Elicit;
  /** Report progress; ignored unless the client sent a progress token. Values must rise. */
  progress(progress: number, total?: number, message?: string): void;
  /**
   * A log message for this request (MCP logging): any JSON value as `data`. Ignored unless the client asked for
   * that level, and while it does not read what it was sent.
   */
  log(level: LogLevel, data: unknown, logger?: string): void;
  /** Ask the client's model; the rules of `elicit` hold. Rejects when the client does not offer sampling. */
  sample(key: string, request: SampleRequest): Promise<SampleAnswer>;
  /** The client's roots; an empty list when the client does not offer them. Guidance, not access control. */
  listRoots(): Promise<readonly ClientRoot[]>;
  /** Run `fn` when this call is over, whatever its end. Runs in reverse order. */
  defer(fn: () => void | Promise<void>): void;
}
