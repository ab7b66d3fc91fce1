// Which tools are listed: groups, exact names, exclusions and read-only, in that order.
import type { Tool } from '@plainmcp/protocol';
import type { CommonValues } from './common-options.ts';
import { oneLine } from './hidden.ts';
import { nearest } from './nearest.ts';
import { listing } from './text.ts';

/** A group of tools for --toolsets. */
export interface Toolset {
  readonly name: string;
  /** For --check and the README. */
  readonly description: string;
  /** Listed without being asked for. */
  readonly byDefault: boolean;
  readonly tools: readonly Tool[];
}

export interface Selectable {
  /** Tools that belong to no group: listed unless something leaves them out. */
  readonly tools: readonly Tool[];
  readonly toolsets?: readonly Toolset[];
  /** Tools that exist but need an option, by name: `{ delete_file: '--allow-delete' }`. */
  readonly locked?: Readonly<Record<string, string>>;
  /** Old names that are callable but not listed, by name: `{ read_file: 'read_text_file' }`. They share its fate. */
  readonly aliases?: Readonly<Record<string, string>>;
}

export type Selection =
  | { readonly tools: readonly Tool[]; readonly usageError?: never }
  | { readonly tools?: never; readonly usageError: string };

type Choice = Pick<CommonValues, 'tools' | 'toolsets' | 'disableTools' | 'readOnly'>;

/**
 * Keeps the declared order. `--tools` is exact and reaches into groups that are off; `--read-only` always wins.
 * An unknown name is a usage error.
 */
export function selectTools(all: Selectable, choice: Choice): Selection {
  const sets = all.toolsets ?? [];
  const locked = new Map(Object.entries(all.locked ?? {}));
  const every = [...all.tools, ...sets.flatMap((set) => set.tools)];
  const names = new Set(every.map((tool) => tool.name));
  const usageError =
    unknown('toolset', choice.toolsets, new Set([...sets.map((set) => set.name), 'all', 'default'])) ??
    unknown('tool', choice.tools, names, locked) ??
    unknown('tool', choice.disableTools, new Set([...names, ...locked.keys()]));
  if (usageError !== undefined) return { usageError };
  const wanted = new Set(choice.toolsets);
  const on = sets.filter((set) => set.byDefault || wanted.has('all') || wanted.has(set.name));
  const chosen =
    choice.tools.length > 0
      ? new Set(choice.tools)
      : new Set([...all.tools, ...on.flatMap((set) => set.tools)].map((tool) => tool.name));
  for (const [alias, target] of Object.entries(all.aliases ?? {})) {
    if (choice.disableTools.includes(target)) chosen.delete(alias);
    else if (chosen.has(target)) chosen.add(alias);
  }
  for (const name of choice.disableTools) chosen.delete(name);
  const allowed = (tool: Tool) => !choice.readOnly || tool.annotations.readOnlyHint;
  return { tools: every.filter((tool) => chosen.has(tool.name) && allowed(tool)) };
}

function unknown(
  what: string,
  asked: readonly string[],
  known: ReadonlySet<string>,
  locked: ReadonlyMap<string, string> = new Map(),
): string | undefined {
  const name = asked.find((candidate) => !known.has(candidate));
  if (name === undefined) return undefined;
  const option = locked.get(name);
  if (option !== undefined) return `tool ${name} needs ${option}`;
  const near = nearest(name, [...known, ...locked.keys()]);
  const help = near === undefined ? `known: ${listing([...known])}` : `did you mean ${near}?`;
  return `unknown ${what} ${oneLine(name, 60)}; ${help}`;
}
