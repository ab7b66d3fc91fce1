// Shared by the tests of the gate: a tree, the confined files over it, and short ways to look at both.
import * as fs from 'node:fs';
import { atEnd } from '@plainmcp/harness/cleanup';
import { type Literal, type Tree, tree } from '@plainmcp/harness/tmp';
import { ToolError } from '@plainmcp/protocol';
import { type FilesOptions, openFiles } from '../../src/fs/files.ts';
import type { Files, GateKind } from '../../src/fs/types.ts';

export const gates: readonly GateKind[] = ['pinned', 'chdir'];

export interface Opened {
  readonly disk: Tree;
  readonly files: Files;
}

/** Makes a tree and opens some of its folders as roots; `name:ro` is read-only. */
export function opener(gate: GateKind) {
  return (
    entries: Literal,
    roots: readonly string[] = ['root'],
    more: Partial<FilesOptions> = {},
  ): Opened => {
    const disk = tree(entries);
    const specs = roots.map((name) => ({
      path: disk.join(name.replace(/:ro$/, '')),
      readOnly: name.endsWith(':ro'),
    }));
    const files = openFiles({ roots: specs, gate, ...more });
    atEnd(() => files.close());
    return { disk, files };
  };
}

export function read(files: Files, path: string): string {
  const file = files.openFile(files.locate(path, 'existing'));
  try {
    return fs.readFileSync(file.fd, 'utf8');
  } finally {
    file.close();
  }
}

export function names(files: Files, path: string): string[] {
  return files.withDirectory(files.locate(path, 'existing'), (dir) =>
    dir.entries().map((entry) => entry.name),
  );
}

/** The text and hint of the ToolError that `work` must throw. */
export function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ToolError) return `${error.message} | ${error.hint ?? ''}`;
    throw error;
  }
  throw new Error('was not refused');
}
