// server(): definitions in, an application that any transport can connect clients to out.
import type { Icon } from './content.ts';
import type { Prompt, Resource, ResourceTemplate, Tool } from './definitions.ts';
import { type BugSink, stderrSink } from './engine/bugs.ts';
import { type Definitions, frozen } from './engine/catalog.ts';
import { Core } from './engine/core.ts';
import { Link } from './engine/link.ts';
import type { ServerInfo } from './engine/server-info.ts';
import type { Connection, Peer } from './peer.ts';

/**
 * What `server()` takes. A list that is left out is a capability the server does not have; give an empty one to fill
 * it later with `update()`.
 */
export interface ServerOptions extends Definitions {
  /** A short id, for example `filesystem`. */
  readonly name: string;
  readonly version: string;
  /** What people see instead of `name`. */
  readonly title?: string;
  /** Text for the model, sent once at the opening. */
  readonly instructions?: string;
  readonly icons?: readonly Icon[];
  readonly websiteUrl?: string;
  /** Items on one page of a list; all of them when absent. */
  readonly pageSize?: number;
  /**
   * Handlers running at once on one connection; 64 when absent. Further ones wait in the order they came. A burst
   * starts with fewer for some milliseconds, and stays there while large answers are not read.
   */
  readonly maxInFlight?: number;
  /** Milliseconds for one call; no limit when absent. A tool's own limit goes before. */
  readonly timeoutMs?: number;
  /** Bytes of one answer; 4 MiB when absent. A larger one becomes an error that says so. */
  readonly maxResultBytes?: number;
  /** Milliseconds that clients may keep lists (MCP caching); an hour when absent. */
  readonly listTtlMs?: number;
  /** Who may share cached lists; `public` when absent: lists are the same for everybody. */
  readonly cacheScope?: 'public' | 'private';
  /** Shared secret of several replicas, 16 characters or more: each can then open the others' request state. */
  readonly sealKey?: string | Uint8Array;
  /** Extensions of MCP by id, with their settings. */
  readonly extensions?: Readonly<Record<string, object>>;
  /** Takes secrets out of whatever is sent: answers, errors, logs, questions. */
  readonly redact?: (text: string) => string;
  /** Where bugs of handlers go; stderr when absent. */
  readonly onBug?: BugSink;
}

/** A server, ready to be connected. Its definitions can be read by tests and generators. */
export interface App {
  readonly info: ServerInfo;
  readonly instructions: string | undefined;
  readonly tools: readonly Tool[];
  readonly resources: readonly Resource[];
  readonly resourceTemplates: readonly ResourceTemplate[];
  readonly prompts: readonly Prompt[];
  /** One client. Each connection is independent; handlers of all of them share this process. */
  connect(peer: Peer): Connection;
  /**
   * Replaces the lists that are given and tells clients that asked to be told. Throws TypeError, changing
   * nothing, for bad definitions and for lists that server() was not given.
   */
  update(change: Definitions): void;
}

function wholeNumber(name: string, value: number, least: number): number {
  if (value >= least && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY)) return value;
  throw new TypeError(`${name} must be a whole number of at least ${least}`);
}

/** Makes a server of definitions. Throws TypeError for duplicate or unusable names and bad options. */
export function server(options: ServerOptions): App {
  const { name, version, title, icons, websiteUrl, redact } = options;
  const info: ServerInfo = Object.freeze({
    name,
    version,
    ...(title !== undefined && { title }),
    ...(websiteUrl !== undefined && { websiteUrl }),
    ...(icons !== undefined && { icons }),
  });
  const core = new Core(
    {
      info,
      instructions: options.instructions,
      pageSize: wholeNumber('pageSize', options.pageSize ?? Number.POSITIVE_INFINITY, 1),
      maxInFlight: wholeNumber('maxInFlight', options.maxInFlight ?? 64, 1),
      timeoutMs: wholeNumber('timeoutMs', options.timeoutMs ?? 0, 0),
      maxResultBytes: wholeNumber('maxResultBytes', options.maxResultBytes ?? 4 * 1024 * 1024, 1024),
      listTtlMs: wholeNumber('listTtlMs', options.listTtlMs ?? 3_600_000, 0),
      cacheScope: options.cacheScope ?? 'public',
      sealKey: options.sealKey,
      extensions: options.extensions,
      redact,
      onBug: options.onBug ?? stderrSink(redact ?? ((text) => text)),
    },
    frozen(options),
  );
  return Object.freeze({
    info,
    instructions: options.instructions,
    get tools() {
      return core.definitions.tools ?? [];
    },
    get resources() {
      return core.definitions.resources ?? [];
    },
    get resourceTemplates() {
      return core.definitions.resourceTemplates ?? [];
    },
    get prompts() {
      return core.definitions.prompts ?? [];
    },
    connect: (peer: Peer): Connection => new Link(core, peer),
    update: (change: Definitions): void => core.update(change),
  });
}
