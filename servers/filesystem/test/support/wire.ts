// The built server on the wire: started on a folder, and every way to hand it a path.
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, connect } from '@plainmcp/harness/client';
import type { JsonObject } from '@plainmcp/harness/json';
import { type Proc, start, startCommand } from '@plainmcp/harness/spawn';
import { expect } from 'vitest';

const bin = new URL('../../dist/bin.js', import.meta.url);

/** Resident memory that an attack may not exceed, in bytes, where nothing else is said. */
const maxRss = 260 * 1024 * 1024;

export function open(proc: Proc, timeoutMs = 20_000): Promise<Client> {
  return connect(proc, { era: '2025-11-25', timeoutMs });
}

/** The server on `root`; `scope` of the process as in the harness. */
export function serve(root: string, args: readonly string[] = [], scope: 'test' | 'file' = 'test') {
  return open(start(bin, { args: [...args, root], scope }));
}

/** The same under a limit of the shell, for example `-f 100` (512-byte blocks). */
export function serveLimited(limit: string, root: string) {
  const script = `ulimit ${limit}; exec "$0" "$@"`;
  return open(startCommand('sh', ['-c', script, process.execPath, bin.pathname, root]));
}

/** Asserts that the server still answers, and that its memory stayed bounded. */
export async function expectAlive(client: Client, root: string, most = maxRss): Promise<void> {
  expect((await client.call('list_allowed_directories')).text).toContain(root);
  expect(client.proc.rss()).toBeLessThan(most);
}

export interface Use {
  readonly name: string;
  readonly tool: string;
  /** Acts on what the path leads to: a link that leads outside must be an error. */
  readonly follows: boolean;
  readonly args: (path: string) => JsonObject;
}

const edits = [{ oldText: 'inside', newText: 'changed' }];
const use = (tool: string, args: Use['args'], follows = true, note = ''): Use => ({
  name: note === '' ? tool : `${tool}, ${note}`,
  tool,
  follows,
  args,
});

/** Each parameter of each tool that takes a path. `kept.txt` must be in the root. */
export const uses: readonly Use[] = [
  use('read_text_file', (path) => ({ path })),
  use('read_text_file', (path) => ({ path, tail: 3 }), true, 'tail'),
  use('read_file', (path) => ({ path })),
  use('read_media_file', (path) => ({ path })),
  use('read_multiple_files', (path) => ({ paths: [path] })),
  use('write_file', (path) => ({ path, content: 'new' })),
  use('write_file', (path) => ({ path, content: 'new', mode: 'append' }), true, 'append'),
  use('write_file', (path) => ({ path, content: 'new', mode: 'create' }), true, 'create'),
  use('write_file', (path) => ({ path, content: 'new', createParents: true }), true, 'parents'),
  use('edit_file', (path) => ({ path, edits })),
  use('edit_file', (path) => ({ path, edits, dryRun: true }), true, 'dry run'),
  use('create_directory', (path) => ({ path })),
  use('list_directory', (path) => ({ path })),
  use('list_directory_with_sizes', (path) => ({ path })),
  use('directory_tree', (path) => ({ path })),
  use('search_files', (path) => ({ path, pattern: '**' })),
  use('search_content', (path) => ({ path, query: 'SECRET' })),
  use('get_file_info', (path) => ({ path, hash: true }), false),
  use('copy_file', (path) => ({ source: path, destination: 'taken', recursive: true }), false, 'source'),
  use('move_file', (path) => ({ source: path, destination: 'taken' }), false, 'source'),
  use(
    'copy_file',
    (path) => ({ source: 'kept.txt', destination: path, overwrite: true }),
    false,
    'destination',
  ),
  use('copy_file', (path) => ({ source: 'kept.txt', destination: `${path}/new` }), true, 'into'),
  use(
    'move_file',
    (path) => ({ source: 'kept.txt', destination: path, overwrite: true }),
    false,
    'destination',
  ),
  use('move_file', (path) => ({ source: 'kept.txt', destination: `${path}/new` }), true, 'into'),
  use('delete_file', (path) => ({ path, recursive: true, permanent: true }), false),
  use('delete_file', (path) => ({ path: `${path}/s.txt`, permanent: true }), true, 'below'),
];

/** Everything below a directory: names, kinds, content. */
export function snapshot(path: string): string[] {
  const stats = lstatSync(path);
  if (!stats.isDirectory()) {
    const content = stats.isFile() ? readFileSync(path, 'latin1') : '';
    return [`${path} ${stats.mode} ${stats.nlink} ${content}`];
  }
  return [path, ...readdirSync(path).flatMap((name) => snapshot(join(path, name)))];
}
