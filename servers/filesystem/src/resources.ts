// Files as resources: a template for every path, one resource for each allowed directory, change subscriptions.
import { pathToFileURL } from 'node:url';
import { oneLine } from '@plainmcp/kit/hidden';
import { lazy } from '@plainmcp/kit/lazy';
import {
  type Context,
  type Resource,
  type ResourceTemplate,
  resource,
  resourceNotFound,
  resourceTemplate,
} from '@plainmcp/protocol';
import type { ClientRoots } from './client-roots.ts';
import type { Deps } from './deps.ts';
import { Watches } from './resources/watch.ts';

const reader = lazy(() => import('./resources/read.ts'));
const completer = lazy(() => import('./resources/complete.ts'));

export interface FileResources {
  readonly resources: readonly Resource[];
  readonly resourceTemplates: readonly ResourceTemplate[];
  /** Ends all watches. */
  close(): void;
}

export function fileResources(deps: Pick<Deps, 'files' | 'settings'>, roots?: ClientRoots): FileResources {
  const { files } = deps;
  const watches = new Watches(files);
  const read = async (uri: string, ctx: Context) => {
    await roots?.follow(ctx);
    const { readResource } = await reader();
    return readResource(deps, uri, ctx.signal);
  };
  // Neither a completion nor a watch can ask the client, so both wait until a call or a read has.
  const complete = async (value: string) => {
    if (roots?.settled === false) return [];
    const { completePath } = await completer();
    return completePath(files, value);
  };
  const watch = (uri: string, changed: () => void) => {
    if (roots?.settled === false) throw resourceNotFound(uri);
    return watches.add(uri, changed);
  };
  return {
    resources: files.roots.map(({ path, readOnly }) => {
      const uri = pathToFileURL(path).href;
      return resource({
        uri,
        name: oneLine(path),
        description: `Allowed directory${readOnly ? ', read-only' : ''}: its entries`,
        mimeType: 'text/plain',
        read: (ctx) => read(uri, ctx),
        watch,
      });
    }),
    resourceTemplates: [
      resourceTemplate({
        uriTemplate: 'file:///{+path}',
        name: 'file',
        title: 'File',
        description: 'A file, or the entries of a directory, inside the allowed directories',
        read: (uri, _variables, ctx) => read(uri, ctx),
        complete: { path: complete },
        watch,
      }),
    ],
    close: () => watches.close(),
  };
}
