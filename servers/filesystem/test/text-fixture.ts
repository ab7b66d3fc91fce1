// A temporary folder with real files behind the real gate, and ways to call one tool and see its answer.
import { atEnd } from '@plainmcp/harness/cleanup';
import { type Literal, type Tree, tree } from '@plainmcp/harness/tmp';
import type { CallToolResult, Context, Tool } from '@plainmcp/protocol';
import type { Deps, Settings } from '../src/deps.ts';
import { openFiles } from '../src/fs/files.ts';
import { FileQueue } from '../src/fs/queue.ts';
import type { GateKind } from '../src/fs/types.ts';
import { createSearcher } from '../src/search/searcher.ts';
import { settings as defaults } from './support/tool-kit.ts';

export interface Place {
  readonly files: Tree;
  readonly deps: Deps;
}

/** One root with the given entries, closed and removed when the test ends. */
export function place(entries: Literal = {}, settings: Partial<Settings> = {}, gate?: GateKind): Place {
  const root = tree({ root: entries, outside: { 'secret.txt': 'secret\n' } });
  const files = openFiles({
    roots: [{ path: root.join('root'), readOnly: settings.readOnly ?? false }],
    ...(gate === undefined ? {} : { gate }),
  });
  const searcher = createSearcher({ files, policy: { deny: [], refuseHardlinks: false } });
  atEnd(async () => {
    await searcher.close();
    files.close();
  });
  const inner: Tree = {
    ...root,
    path: root.join('root'),
    join: (...names) => root.join('root', ...names),
    read: (name) => root.read(`root/${name}`),
    bytes: (name) => root.bytes(`root/${name}`),
    write: (name, content) => root.write(`root/${name}`, content),
    exists: (name) => root.exists(`root/${name}`),
    list: () =>
      root.list().flatMap((name) => (name.startsWith('root/') && name !== 'root/' ? [name.slice(5)] : [])),
  };
  return {
    files: inner,
    deps: { files, searcher, queue: new FileQueue(), settings: { ...defaults, ...settings } },
  };
}

/** What a handler gets from a client that offers nothing. */
export function context(signal: AbortSignal = new AbortController().signal): Context {
  const unavailable = () => Promise.reject(new Error('not offered'));
  return {
    signal,
    client: { info: undefined, capabilities: {}, era: 'modern', version: '2026-07-28' },
    meta: {},
    elicit: { available: () => false, form: unavailable, confirm: unavailable, url: unavailable },
    progress: () => undefined,
    log: () => undefined,
    sample: unavailable,
    listRoots: () => Promise.resolve([]),
    defer: () => undefined,
  };
}

export interface Answer {
  readonly isError: boolean;
  /** Text of the first block. */
  readonly text: string;
  /** Texts of the blocks behind it. */
  readonly notes: string;
  readonly result: CallToolResult;
}

/** Calls the tool as the dispatcher does. */
export async function call(tool: Tool, args: unknown, signal?: AbortSignal): Promise<Answer> {
  const result = await tool.call(args, context(signal));
  const texts = result.content.map((block) => (block.type === 'text' ? block.text : `<${block.type}>`));
  return { isError: result.isError === true, text: texts[0] ?? '', notes: texts.slice(1).join('\n'), result };
}
