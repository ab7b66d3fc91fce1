// The client's roots: guidance that stands in for missing directories or narrows given ones, and never widens them.
import { realpathSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ClientRoot, Context, Tool } from '@plainmcp/protocol';
import { expandHome, flavourOf, segmentsBelow } from './fs/lexical.ts';
import type { Files, RootSpec } from './fs/types.ts';

export type RootsMode = 'off' | 'fallback' | 'intersect';

/** How long a client may take to name its roots; after that the directories stay as they are. */
const deadlineMs = 5_000;
/** How long an answer holds; a change of roots is noticed after this at the latest. */
const freshMs = 30_000;

const flavour = flavourOf(process.platform);

/** Everything that reaches files first lets the client say what its roots are. */
export interface ClientRoots {
  /** Asks where that is due, and takes the answer over. */
  follow(ctx: Context): Promise<void>;
  /** Whether the client has been asked at all: before that, nothing of the directories is shown without asking. */
  readonly settled: boolean;
}

/**
 * Looks after the client's roots; undefined where they play no part. For one client only: over HTTP several
 * would share the directories, so leave the mode `off` there.
 */
export function clientRoots(
  files: Files,
  configured: readonly RootSpec[],
  mode: RootsMode,
): ClientRoots | undefined {
  const needed =
    mode === 'intersect' ? configured.length > 0 : mode === 'fallback' && configured.length === 0;
  return needed ? new Follower(files, configured) : undefined;
}

/** The same tool, looking after the client's roots before it runs. */
export function following(tool: Tool, roots: ClientRoots): Tool {
  return {
    ...tool,
    async call(args, ctx) {
      await roots.follow(ctx);
      return tool.call(args, ctx);
    },
  };
}

class Follower implements ClientRoots {
  readonly #files: Files;
  readonly #configured: readonly RootSpec[];
  #askedAt = Number.NEGATIVE_INFINITY;
  #applied = '';

  constructor(files: Files, configured: readonly RootSpec[]) {
    this.#files = files;
    this.#configured = configured;
  }

  get settled(): boolean {
    return this.#askedAt !== Number.NEGATIVE_INFINITY;
  }

  async follow(ctx: Context): Promise<void> {
    if (performance.now() - this.#askedAt < freshMs) return;
    // In 2026-07-28 each question costs a round of the call: roots are asked for once. Nothing may be caught there.
    if (ctx.client.era === 'modern') {
      this.#apply(await ctx.listRoots());
      this.#askedAt = Number.POSITIVE_INFINITY;
      return;
    }
    this.#askedAt = performance.now();
    const roots = await answerInTime(ctx);
    if (roots !== undefined) this.#apply(roots);
  }

  /** An empty list changes nothing: many clients have no folder open. */
  #apply(roots: readonly ClientRoot[]): void {
    const paths = roots.flatMap(directoryOf);
    const key = JSON.stringify(paths);
    if (paths.length === 0 || key === this.#applied) return;
    this.#applied = key;
    if (this.#configured.length === 0) {
      this.#files.replaceRoots(paths.map((path) => ({ path, readOnly: false, real: path })));
    } else {
      this.#files.replaceRoots(
        narrowed(this.#configured, paths),
        "the client's roots and the directories of the command line have nothing in common",
      );
    }
  }
}

/** Each configured directory that lies in a root, and each root that lies in a configured directory. */
export function narrowed(
  configured: readonly RootSpec[],
  clientPaths: readonly string[],
): readonly RootSpec[] {
  const given = configured.flatMap((spec) => {
    const real = realDirectory(flavour.path.resolve(expandHome(spec.path, flavour)));
    return real === undefined ? [] : [{ spec, real }];
  });
  // The innermost directory decides whether a root below it may be written.
  given.sort((a, b) => b.real.length - a.real.length);
  const kept = given
    .filter(({ real }) => clientPaths.some((path) => isIn(real, path)))
    .map(({ spec }) => spec);
  const inside = clientPaths.flatMap((path) => {
    const owner = given.find(({ real }) => real !== path && isIn(path, real));
    return owner === undefined ? [] : [{ path, readOnly: owner.spec.readOnly, real: path }];
  });
  return [...configured.filter((spec) => kept.includes(spec)), ...inside];
}

/** The real directory a `file:` URL names; nothing for other URLs, files and what is not there. */
function directoryOf({ uri }: ClientRoot): string[] {
  try {
    const path = fileURLToPath(uri);
    // Only asking for a network path would send credentials out.
    if (path.startsWith('\\\\')) return [];
    const real = realDirectory(flavour.path.resolve(path));
    return real === undefined ? [] : [real];
  } catch {
    return [];
  }
}

function realDirectory(path: string): string | undefined {
  try {
    const real = realpathSync.native(path);
    return statSync(real).isDirectory() ? real : undefined;
  } catch {
    return undefined;
  }
}

function isIn(path: string, base: string): boolean {
  return segmentsBelow(base, path, flavour) !== undefined;
}

/** Undefined when the client fails or does not answer: then the old directories stay. */
async function answerInTime(ctx: Context): Promise<readonly ClientRoot[] | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), deadlineMs);
  });
  try {
    return await Promise.race([ctx.listRoots(), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
