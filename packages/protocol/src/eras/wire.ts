// What the dispatcher needs of an era: how answers, lists and errors are written down.
import type { CallToolResult, Meta, ResourceContents } from '../content.ts';
import type { Era } from '../context.ts';
import type { PromptMessage } from '../definitions.ts';
import type { ProtocolError } from '../errors.ts';

export interface ReadAnswer {
  readonly contents: readonly ResourceContents[];
}

export interface PromptAnswer {
  readonly description?: string;
  readonly messages: readonly PromptMessage[];
}

export interface CompletionAnswer {
  readonly completion: {
    readonly values: readonly string[];
    readonly total: number;
    readonly hasMore: boolean;
  };
}

/** A result that says no more than that it was done. */
export interface EmptyAnswer {
  readonly _meta?: Meta;
}

/** What a handler came to, in the newest revision's terms. */
export type Answer = CallToolResult | ReadAnswer | PromptAnswer | CompletionAnswer | EmptyAnswer;

/** Which fields a revision knows. */
export interface Dialect {
  readonly annotations: boolean;
  /** Titles, `_meta` of definitions, resource links, structured output. */
  readonly titles: boolean;
  readonly icons: boolean;
  readonly audio: boolean;
  /** Structured output may be any JSON value, not only an object. */
  readonly anyOutput: boolean;
}

/** One revision as it is written. Results are JSON texts, ready to be put behind `"result":`. */
export interface Wire {
  readonly era: Era;
  readonly version: string;
  readonly dialect: Dialect;
  /** A result without content of its own. */
  readonly empty: string;
  answer(answer: Answer): string;
  /** One page of a list: `entries` is the text of a JSON array. */
  page(key: string, entries: string, nextCursor: string | undefined): string;
  /** The error code this revision has for `error`. */
  errorCode(error: ProtocolError): number;
}
