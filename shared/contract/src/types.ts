// What a server says about itself to be judged, and what a single check is.
import type { JsonObject } from '@plainmcp/harness/json';
import type { Session } from './session.ts';

/** A prepared surrounding of the server: temporary folders, databases, stand-ins. */
export interface Started {
  /** Command line arguments that make the server work there. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Values given to the server (or lying in its data) that must never come out of it. */
  readonly secrets?: readonly string[];
  cleanup?(): void | Promise<void>;
}

export type Args = JsonObject;

/** One or several valid calls of a tool; a function gets what `start()` returned. */
export type Sample<S extends Started> = Args | readonly Args[] | ((started: S) => Args | readonly Args[]);

export interface ToolCall<S extends Started> {
  readonly tool: string;
  readonly args: Args | ((started: S) => Args);
}

/** A configuration the server cannot work with; it must still shake hands, list, and say the remedy in a call. */
export interface FaultyConfiguration {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What the error of a call must mention, for example the option or variable to set. */
  readonly remedy: RegExp;
}

/** All that `contract()` needs to know. */
export interface ServerUnderTest<S extends Started = Started> {
  /** Short name, for example `filesystem`: the program is `plainmcp-<name>`. */
  readonly name: string;
  /** The built executable, absolute: `new URL('../dist/bin.js', import.meta.url)`. */
  readonly bin: string | URL;
  readonly packageJson: string | URL;
  /** Called often: each call makes a surrounding of its own. */
  start(): Promise<S>;
  /** Valid calls of every listed tool, in an order in which they succeed one after the other. */
  readonly samples: Readonly<Record<string, Sample<S>>>;
  /** The tools that change something. */
  readonly writers: readonly string[];
  /** Size of the `tools/list` answer without `extraArgs`. */
  readonly toolsListMaxBytes: number;
  /** Added to the arguments of `start()` so that every tool is listed, for example `--toolsets=all`. */
  readonly extraArgs?: readonly string[];
  /** A call that runs at least some seconds unless it is cancelled. */
  readonly slow?: ToolCall<S>;
  /** A call whose whole answer would be longer than 40,000 characters. */
  readonly large?: ToolCall<S>;
  readonly faulty?: readonly FaultyConfiguration[];
  /** Runtime dependencies that cannot be bundled (better-sqlite3 alone). */
  readonly runtimeDependencies?: readonly string[];
}

/** One test of the contract: throws when the server breaks it. */
export interface Check {
  /** `part: what must hold`. */
  readonly name: string;
  readonly timeoutMs?: number;
  run(session: Session): Promise<void>;
}
