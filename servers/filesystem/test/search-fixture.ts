// A temporary tree behind the real gate, searched by the real engine on the test's own thread.
import { atEnd } from '@plainmcp/harness/cleanup';
import { type Literal, type Tree, tree } from '@plainmcp/harness/tmp';
import type { CallToolResult, Tool } from '@plainmcp/protocol';
import type { Deps, Settings } from '../src/deps.ts';
import { openFiles } from '../src/fs/files.ts';
import { FileQueue } from '../src/fs/queue.ts';
import type { GateKind } from '../src/fs/types.ts';
import { loadPolicy } from '../src/policy.ts';
import type { Job, Outcome } from '../src/search/jobs.ts';
import type { Searcher } from '../src/search/searcher.ts';
import { startJob } from '../src/search/start-job.ts';
import { directoryTree } from '../src/tools/directory-tree.ts';
import { searchContent } from '../src/tools/search-content.ts';
import { searchFiles } from '../src/tools/search-files.ts';
import { settings as defaults } from './support/tool-kit.ts';
import { context } from './text-fixture.ts';

export interface Found {
  readonly isError: boolean;
  /** First block. */
  readonly text: string;
  readonly lines: readonly string[];
  /** The other blocks. */
  readonly notes: string;
  /** Of the note that says how to go on. */
  readonly cursor: string | undefined;
  readonly result: CallToolResult;
}

export interface Ground {
  /** The root. */
  readonly files: Tree;
  search(args: object): Promise<Found>;
  grep(args: object): Promise<Found>;
  tree(args: object): Promise<Found>;
  /** Longest step of all jobs so far, in entries seen. */
  readonly deps: Deps;
}

export interface GroundOptions {
  readonly settings?: Partial<Settings>;
  readonly gate?: GateKind;
  readonly deny?: readonly string[];
  /** Beside the root, out of reach. */
  readonly outside?: Literal;
}

/** One root with the given entries; `path` of every call is `.` unless given. */
export async function ground(entries: Literal, options: GroundOptions = {}): Promise<Ground> {
  const { settings, gate, deny = [], outside = {} } = options;
  const both = tree({ root: entries, outside });
  const root = both.join('root');
  const policy = await loadPolicy({ deny, refuseHardlinks: false });
  const files = openFiles({ roots: [{ path: root, readOnly: false }], policy, ...(gate ? { gate } : {}) });
  atEnd(() => files.close());
  const searcher: Searcher = {
    run: async (job: Job) => finish(startJob(files, job)),
    close: () => Promise.resolve(),
  };
  const deps: Deps = {
    files,
    searcher,
    queue: new FileQueue(),
    settings: { ...defaults, deny, ...settings },
  };
  const inner: Tree = {
    ...both,
    path: root,
    join: (...names) => both.join('root', ...names),
    write: (name, content) => both.write(`root/${name}`, content),
  };
  return {
    files: inner,
    deps,
    search: (args) => use(searchFiles(deps), args),
    grep: (args) => use(searchContent(deps), args),
    tree: (args) => use(directoryTree(deps), args),
  };
}

/** Runs a job to its end. */
export function finish(task: Generator<number, Outcome>): Outcome {
  for (;;) {
    const step = task.next();
    if (step.done) return step.value;
  }
}

async function use(tool: Tool, args: object): Promise<Found> {
  const result = await tool.call({ path: '.', ...args }, context());
  const texts = result.content.map((block) => (block.type === 'text' ? block.text : ''));
  const [text = '', ...others] = texts;
  const notes = others.join('\n');
  return {
    isError: result.isError === true,
    text,
    lines: text === 'No matches found' ? [] : text.split('\n'),
    notes,
    cursor: /cursor=([^\s\]]+)/.exec(notes)?.[1],
    result,
  };
}
