// Files as resources: a template for every path, one resource for each allowed directory, change subscriptions.
import { pathToFileURL } from 'node:url';
import { oneLine } from '@plainmcp/kit/hidden';
import { type Resource, type ResourceTemplate, resource, resourceTemplate } from '@plainmcp/protocol';
import type { Deps } from './deps.ts';
import { completePath } from './resources/complete.ts';
import { readResource } from './resources/read.ts';
import { Watches } from './resources/watch.ts';

export interface FileResources {
  readonly resources: readonly Resource[];
  readonly resourceTemplates: readonly ResourceTemplate[];
  /** Ends all watches. */
  close(): void;
}

export function fileResources(deps: Pick<Deps, 'files' | 'settings'>): FileResources {
  const { files } = deps;
  const watches = new Watches(files);
  const watch = (uri: string, changed: () => void) => watches.add(uri, changed);
  return {
    resources: files.roots.map(({ path, readOnly }) => {
      const uri = pathToFileURL(path).href;
      return resource({
        uri,
        name: oneLine(path),
        description: `Allowed directory${readOnly ? ', read-only' : ''}: its entries`,
        mimeType: 'text/plain',
        read: (ctx) => readResource(deps, uri, ctx.signal),
        watch,
      });
    }),
    resourceTemplates: [
      resourceTemplate({
        uriTemplate: 'file:///{+path}',
        name: 'file',
        title: 'File',
        description: 'A file, or the entries of a directory, inside the allowed directories',
        read: (uri, _variables, ctx) => readResource(deps, uri, ctx.signal),
        complete: { path: (value) => completePath(files, value) },
        watch,
      }),
    ],
    close: () => watches.close(),
  };
}
