// What a handler gets beside its input: cancellation, progress, logging, and the way to ask the client.
import type { AudioContent, ImageContent, Meta, TextContent } from './content.ts';
import type { Schema } from './schema.ts';

export type Era = 'legacy' | 'modern';

export type LogLevel = 'debug' | 'info' | 'notice' | 'warning' | 'error' | 'critical' | 'alert' | 'emergency';

/** Who is calling. `info` is for display only: never branch on it (MCP basic, `clientInfo`). */
export interface ClientView {
  readonly info: { readonly name: string; readonly version: string; readonly title?: string } | undefined;
  readonly capabilities: { readonly [name: string]: unknown };
  readonly era: Era;
  /** The revision this request is served under, for example `2025-11-25`. */
  readonly version: string;
}

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

export interface SampleRequest {
  readonly messages: readonly SamplingMessage[];
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

export interface ClientRoot {
  readonly uri: string;
  readonly name?: string;
}

export interface Context {
  /** Aborted when the client cancels, the connection ends or the call times out. */
  readonly signal: AbortSignal;
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
