// What a client gets from a server and gives to it.
import type { Annotations, Content, Icon, Meta, ResourceContents } from '../content.ts';
import type { ClientRoot, Era, LogLevel, SampleAnswer } from '../context.ts';
import type { LegacyVersion } from '../versions.ts';
import type { ClientTransport } from './transport.ts';

/** The members of a JSON object whose values are still to be looked at. */
export type Members = { readonly [key: string]: unknown };

export interface Implementation {
  readonly name: string;
  readonly version: string;
  readonly title?: string;
}

/** What the server says about itself, from `server/discover` or `initialize`. */
export interface ServerView {
  readonly era: Era;
  /** The revision in use. */
  readonly version: string;
  readonly info: Implementation | undefined;
  readonly capabilities: Members;
  readonly instructions: string | undefined;
  /** Only from `server/discover`. */
  readonly supportedVersions: readonly string[] | undefined;
}

export interface ToolInfo {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: Members;
  readonly outputSchema?: Members;
  readonly annotations?: Members;
  readonly icons?: readonly Icon[];
  readonly _meta?: Meta;
}

export interface ResourceInfo {
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  /** bytes */
  readonly size?: number;
  readonly annotations?: Annotations;
  readonly icons?: readonly Icon[];
  readonly _meta?: Meta;
}

export interface ResourceTemplateInfo extends Omit<ResourceInfo, 'uri' | 'size'> {
  readonly uriTemplate: string;
}

export interface PromptInfo {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly arguments?: readonly PromptArgumentInfo[];
  readonly icons?: readonly Icon[];
  readonly _meta?: Meta;
}

export interface PromptArgumentInfo {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly required?: boolean;
}

export interface ReadResult {
  readonly contents: readonly ResourceContents[];
  readonly _meta?: Meta;
}

export interface PromptResult {
  readonly description?: string;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: Content }[];
  readonly _meta?: Meta;
}

export interface Completion {
  /** At most 100. */
  readonly values: readonly string[];
  readonly total?: number;
  readonly hasMore?: boolean;
}

export type CompletionRef =
  | { readonly type: 'ref/prompt'; readonly name: string }
  | { readonly type: 'ref/resource'; readonly uri: string };

/** A question to the person: `mode` is always filled in, also where a server left it out. */
export type ElicitRequest =
  | { readonly mode: 'form'; readonly message: string; readonly requestedSchema: Members }
  | { readonly mode: 'url'; readonly message: string; readonly url: string };

export type ElicitReply =
  | { readonly action: 'accept'; readonly content?: Members }
  | { readonly action: 'decline' | 'cancel' };

export interface ProgressUpdate {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

export interface RequestOptions {
  /** Aborting it tells the server to stop and rejects with a ClientError `cancelled`. */
  readonly signal?: AbortSignal;
  /** Asks the server for progress; each report starts the timeout again. */
  readonly onProgress?: (update: ProgressUpdate) => void;
  /** Milliseconds without an answer or progress. */
  readonly timeoutMs?: number;
  /** Further members of `_meta`. */
  readonly meta?: Meta;
  /** 2026-07-28 only: the least serious log message to be sent during this request. */
  readonly logLevel?: LogLevel;
}

/** What the wire is to be: found out, the latest of one era, or one revision. */
export type EraChoice = 'auto' | Era | LegacyVersion | '2026-07-28';

export interface ConnectOptions {
  readonly transport: ClientTransport;
  /** `auto` when absent. */
  readonly era?: EraChoice;
  readonly info?: Implementation;
  /** Exactly these; when absent, what `onElicit`, `onSample` and `roots` amount to. */
  readonly capabilities?: Members;
  readonly onElicit?: (request: ElicitRequest, signal: AbortSignal) => ElicitReply | Promise<ElicitReply>;
  /** Gets the params of `sampling/createMessage`. */
  readonly onSample?: (params: Members, signal: AbortSignal) => SampleAnswer | Promise<SampleAnswer>;
  readonly roots?: readonly ClientRoot[];
  /** Gets every notification, progress included. */
  readonly onNotification?: (method: string, params: Members) => void;
  /** Gets what came from the server and is no JSON-RPC message. */
  readonly onGarbage?: (text: string) => void;
  /** Milliseconds a request may go without answer or progress; 60000. */
  readonly timeoutMs?: number;
  /** Milliseconds after which a request ends whatever progress it reports; 600000. */
  readonly maxTimeoutMs?: number;
  /** Milliseconds that `auto` waits for an answer to `server/discover` before it also sends `initialize`; 10000. */
  readonly probeMs?: number;
  /** How often one call may ask for input before the client gives up; 10. */
  readonly maxRounds?: number;
}
