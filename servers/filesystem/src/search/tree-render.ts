// The three looks of a directory tree: one line a directory, compact JSON, the official pretty JSON.
import { digits } from '@plainmcp/kit/text';
import type { TreeJob } from './jobs.ts';
import { showPath } from './render.ts';
import type { Cost, TreeNode, TreePlan } from './tree-plan.ts';

/** Characters of `: ... 1,234,567 entries` and a line feed. */
const countChars = 26;

/** What an entry takes of the answer, in the unit of `TreeJob.maxChars`. */
export const costs: { readonly [format in TreeJob['format']]: Cost } = {
  compact: (path, name, _depth, directory) => (directory ? path.length + countChars : name.length + 2),
  json: (_path, name, _depth, directory) => JSON.stringify(name).length + (directory ? 50 : 24),
  // Bytes on the wire, where the text stands twice (content and structuredContent), escaped.
  official: (_path, name, depth, directory) => {
    const lines = directory ? 6 : 4;
    return 2 * (wireBytes(name) + lines * (6 + 4 * depth) + (directory ? 62 : 44));
  },
};

export function renderTree(plan: TreePlan, format: TreeJob['format']): string {
  if (format === 'compact') return lines(plan.root, '', plan.capped).join('\n');
  const children = plan.root.children ?? [];
  const nodes: unknown[] = children.map(plainNode);
  if (plan.root.hidden > 0) nodes.push({ more: plan.root.hidden });
  return JSON.stringify(nodes, undefined, format === 'official' ? 2 : undefined);
}

/** `dir: file file link@`, each directory on a line of its own; names with unusual characters are quoted. */
function lines(node: TreeNode, path: string, capped: boolean): string[] {
  const children = node.children ?? [];
  const shown = children.filter(({ kind }) => kind !== 'directory').map(leaf);
  if (node.hidden > 0) {
    const more = shown.length > 0 || children.length > 0 ? ' more' : '';
    shown.push(`... ${digits(node.hidden)}${capped ? '+' : ''}${more} entries`);
  }
  const own = [`${path === '' ? '.' : quoted(path)}:`, ...shown].join(' ');
  // The start itself has nothing to say when it holds directories only.
  const first = path === '' && shown.length === 0 && children.length > 0 ? [] : [own];
  const below = children
    .filter(({ kind }) => kind === 'directory')
    .flatMap((child) => lines(child, path === '' ? child.name : `${path}/${child.name}`, capped));
  return [...first, ...below];
}

function leaf({ name, kind }: TreeNode): string {
  return kind === 'link' ? `${quoted(name)}@` : quoted(name);
}

/** Names that could be misread between spaces and colons stand in double quotes, as JSON writes them. */
function quoted(name: string): string {
  const visible = showPath(name);
  return /[\s":\\]|@$|^\.\.\.$/.test(visible) || visible !== name ? JSON.stringify(visible) : name;
}

function plainNode(node: TreeNode): unknown {
  const type = node.kind === 'directory' || node.kind === 'link' ? node.kind : 'file';
  if (node.kind !== 'directory') return { name: node.name, type };
  if (node.children === undefined) return { name: node.name, type, entries: node.hidden };
  const children = node.children.map(plainNode);
  return node.hidden > 0
    ? { name: node.name, type, children, more: node.hidden }
    : { name: node.name, type, children };
}

function wireBytes(name: string): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(name))) - 4;
}
