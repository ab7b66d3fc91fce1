// Small tools for tests of the dispatcher.
import {
  type App,
  type Bug,
  type Context,
  type Returned,
  type SchemaLike,
  type ServerOptions,
  server,
  type Tool,
  t,
  tool,
} from '@plainmcp/protocol';

export const hints = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** A tool without parameters. */
export function simple(
  name: string,
  run: (ctx: Context) => Returned<never> | Promise<Returned<never>>,
  more: { readonly timeoutMs?: number; readonly listed?: boolean } = {},
): Tool {
  const about = { title: `The ${name}`, description: `Does ${name}.`, annotations: hints };
  return tool({ name, ...about, input: t.object({}), run: (_, ctx) => run(ctx), ...more });
}

/** A tool with `output`. */
export function shaped<O>(name: string, output: SchemaLike<O>, run: () => Returned<NoInfer<O>>): Tool {
  return tool({ name, title: name, description: name, annotations: hints, input: t.object({}), output, run });
}

export const echo: Tool = tool({
  name: 'echo',
  title: 'Echo',
  description: 'Gives text back.',
  input: t.object({ text: t.string('What to give back') }),
  annotations: hints,
  run: ({ text }) => text,
});

export interface Watched {
  readonly app: App;
  readonly bugs: Bug[];
}

/** A server whose bugs are kept instead of being written to stderr. */
export function watched(options: Partial<ServerOptions>): Watched {
  const bugs: Bug[] = [];
  return { bugs, app: server({ name: 'test', version: '1.0', onBug: (bug) => bugs.push(bug), ...options }) };
}

/** A promise and what settles it. */
export function gate<T = void>(): { readonly opened: Promise<T>; readonly open: (value: T) => void } {
  let open: (value: T) => void = () => undefined;
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
