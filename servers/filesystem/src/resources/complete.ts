// Completion of paths in `file:///{+path}`, one component at a time, through the gate.
import { ToolError } from '@plainmcp/protocol';
import type { Files } from '../fs/types.ts';

/** As many as a completion may carry (MCP completion). */
const maxValues = 100;

/** Paths without the leading slash that begin with `value`; directories end with `/`. */
export function completePath(files: Files, value: string): readonly string[] {
  const wanted = `/${value.replace(/^\/+/, '')}`;
  const roots = files.roots
    .map((root) => `${slashed(root.path)}/`)
    .filter((root) => root.startsWith(wanted) && root !== wanted);
  const cut = wanted.lastIndexOf('/') + 1;
  const inside = entriesOf(files, wanted.slice(0, cut))
    .map((name) => wanted.slice(0, cut) + name)
    .filter((path) => path.startsWith(wanted));
  return [...new Set([...roots, ...inside])].slice(0, maxValues).map((path) => path.slice(1));
}

function entriesOf(files: Files, directory: string): string[] {
  try {
    const place = files.locate(unslashed(directory), 'existing');
    const entries = files.withDirectory(place, (dir) => dir.entries());
    // A name with control characters could not be asked for.
    return entries
      .filter((entry) => !/\p{Cc}/u.test(entry.name))
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  } catch (error) {
    if (error instanceof ToolError) return [];
    throw error;
  }
}

/** `C:\a` as it stands in a URI: `/C:/a`. */
function slashed(path: string): string {
  return path.startsWith('/') ? path.replace(/\/$/, '') : `/${path.replaceAll('\\', '/').replace(/\/$/, '')}`;
}

function unslashed(path: string): string {
  return process.platform === 'win32' ? path.slice(1) : path;
}
