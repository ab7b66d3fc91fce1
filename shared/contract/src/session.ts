// Keeps the processes and surroundings of one server while its checks run, and judges every byte they write.
import { acceptAll, type Client, type ConnectOptions, connect } from '@plainmcp/harness/client';
import { modernRevision, type Revision } from '@plainmcp/harness/eras';
import { isObject, type JsonObject } from '@plainmcp/harness/json';
import { type Finished, runBin } from '@plainmcp/harness/run';
import { type Proc, pathOf, start } from '@plainmcp/harness/spawn';
import { none } from './assert.ts';
import { disguises, leaks, Watch } from './purity.ts';
import type { Args, Check, ServerUnderTest, Started } from './types.ts';

/** Environment variables every process gets and none may show. */
const planted = { AWS_SECRET_ACCESS_KEY: 'planted-aws-3f9d1c7e55', NPM_TOKEN: 'planted-npm-8a2b6d4410' };

/** A surrounding with the samples filled in for it. */
export interface Fixture {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  /** The sample calls of a tool; empty where the record has none. */
  samples(tool: string): readonly Args[];
  readonly slow: { readonly tool: string; readonly args: Args } | undefined;
  readonly large: { readonly tool: string; readonly args: Args } | undefined;
  cleanup(): Promise<void>;
}

/** The record without what depends on the surrounding. */
export interface Subject extends Omit<ServerUnderTest, 'start' | 'samples' | 'slow' | 'large'> {
  /** Tools that have sample calls. */
  readonly sampled: readonly string[];
  readonly hasSlow: boolean;
  readonly hasLarge: boolean;
}

export interface LaunchOptions {
  /** After the arguments of the surrounding and `extraArgs`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeArgs?: readonly string[];
  /** Only `args` and `env`: nothing of the surrounding, no `extraArgs`. */
  readonly bare?: boolean;
  /** Without `extraArgs`. */
  readonly plain?: boolean;
  /** Something is wrong on purpose or `--verbose` is on. */
  readonly stderrAllowed?: boolean;
  readonly fixture?: Fixture;
}

export interface Server {
  readonly proc: Proc;
  readonly fixture: Fixture;
  /** A client that can be asked and says yes. */
  connect(era?: Revision, options?: Partial<ConnectOptions>): Promise<Client>;
}

interface Held {
  readonly server: Server;
  readonly watch: Watch;
}

/** One server under judgement. */
export class Session {
  readonly subject: Subject;
  readonly #begin: () => Promise<Fixture>;
  readonly #held = new Set<Held>();
  readonly #fixtures = new Set<Fixture>();
  #shared: Held | undefined;
  #sharedFixture: Fixture | undefined;
  #tools: readonly JsonObject[] | undefined;

  private constructor(subject: Subject, begin: () => Promise<Fixture>) {
    this.subject = subject;
    this.#begin = begin;
  }

  static of<S extends Started>(record: ServerUnderTest<S>): Session {
    const { samples, slow, large, ...rest } = record;
    const declared = {
      sampled: Object.keys(samples),
      hasSlow: slow !== undefined,
      hasLarge: large !== undefined,
    };
    return new Session({ ...rest, ...declared }, () => begin(record));
  }

  /** A surrounding of its own, removed after the check. */
  async fixture(): Promise<Fixture> {
    const made = await this.#begin();
    this.#fixtures.add(made);
    return made;
  }

  /** A process of its own, ended after the check. */
  async launch(options: LaunchOptions = {}): Promise<Server> {
    const fixture = options.fixture ?? (await this.fixture());
    const held = this.#start(fixture, options);
    this.#held.add(held);
    return held.server;
  }

  /** One process for all checks that leave it as it was; a new one when it has ended. */
  async shared(): Promise<Server> {
    if (this.#shared === undefined || this.#shared.server.proc.exit !== undefined) {
      this.#sharedFixture ??= await this.#begin();
      this.#shared = this.#start(this.#sharedFixture, {});
    }
    return this.#shared.server;
  }

  /** A client on the shared process. */
  async client(era: Revision = modernRevision): Promise<Client> {
    return (await this.shared()).connect(era);
  }

  /** Every listed tool, as 2026-07-28 lists it with `extraArgs`. */
  async tools(): Promise<readonly JsonObject[]> {
    this.#tools ??= (await (await this.client()).listTools()).filter(isObject);
    return this.#tools;
  }

  /** Runs the program to its end with stdin closed. */
  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
    return runBin(this.subject.bin, args, { env: { ...planted, ...env } });
  }

  /** Complaints about secrets in any text. */
  leaks(text: string, fixture: Fixture, where: string): string[] {
    return leaks(text, [...fixture.secrets, ...Object.values(planted)].flatMap(disguises), where);
  }

  /** Runs one check: what it throws, and what the processes wrote that they must not, with their wire logs. */
  async judge(check: Check): Promise<void> {
    let failure: unknown;
    try {
      await check.run(this);
    } catch (error) {
      failure = error;
    }
    const used = [...this.#held, ...(this.#shared === undefined ? [] : [this.#shared])];
    const impure = used.flatMap(({ watch }) => watch.complaints());
    const logs = used
      .map(({ server }) => `process ${server.proc.pid}:\n${server.proc.log.render(6000)}`)
      .join('\n');
    await this.#endCheck();
    try {
      if (failure === undefined) none(impure);
      else throw failure;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const also = failure === undefined ? [] : impure;
      throw new Error([`${check.name}\n${message}`, ...also, `--- wire log`, logs].join('\n'), {
        cause: error,
      });
    }
  }

  /** Ends everything that is left. */
  async close(): Promise<void> {
    await this.#endCheck();
    await this.#shared?.server.proc.stop();
    await this.#sharedFixture?.cleanup();
    this.#shared = undefined;
    this.#sharedFixture = undefined;
  }

  async #endCheck(): Promise<void> {
    await Promise.all([...this.#held].map(({ server }) => server.proc.stop()));
    this.#held.clear();
    for (const fixture of this.#fixtures) await fixture.cleanup();
    this.#fixtures.clear();
  }

  #start(fixture: Fixture, options: LaunchOptions): Held {
    const own = options.bare
      ? []
      : [...fixture.args, ...(options.plain ? [] : (this.subject.extraArgs ?? []))];
    const env = { ...planted, ...(options.bare ? {} : fixture.env), ...options.env };
    const proc = start(pathOf(this.subject.bin), {
      args: [...own, ...(options.args ?? [])],
      env,
      scope: 'file',
      ...(options.nodeArgs === undefined ? {} : { nodeArgs: options.nodeArgs }),
    });
    const watch = new Watch(
      proc,
      [...fixture.secrets, ...Object.values(planted)],
      options.stderrAllowed ?? false,
    );
    const server: Server = {
      proc,
      fixture,
      connect: (era = modernRevision, connectOptions = {}) =>
        connect(proc, {
          era,
          capabilities: { elicitation: {} },
          answer: acceptAll,
          timeoutMs: 20_000,
          ...connectOptions,
        }),
    };
    return { server, watch };
  }
}

async function begin<S extends Started>(record: ServerUnderTest<S>): Promise<Fixture> {
  const started = await record.start();
  const fill = (call: ServerUnderTest<S>['slow']): Fixture['slow'] =>
    call === undefined
      ? undefined
      : { tool: call.tool, args: isArgs(call.args) ? call.args : call.args(started) };
  return {
    args: started.args,
    env: started.env ?? {},
    secrets: started.secrets ?? [],
    samples(tool) {
      const sample = Object.hasOwn(record.samples, tool) ? record.samples[tool] : undefined;
      if (sample === undefined) return [];
      const given = typeof sample === 'function' ? sample(started) : sample;
      return isArgs(given) ? [given] : given;
    },
    slow: fill(record.slow),
    large: fill(record.large),
    cleanup: async () => started.cleanup?.(),
  };
}

function isArgs(value: Args | readonly Args[] | ((started: never) => Args)): value is Args {
  return isObject(value);
}
