// What the generated parts of README, server.json and the MCPB manifest are made from.
import type { Tool } from '@plainmcp/protocol';
import type { OptionTable, Spec, Specs } from './option-types.ts';

/** The fields of a server's package.json that end up in a generated file. */
export interface PackageFields {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Reverse-DNS name in the registry; npm must hold the same (MCP Registry, ownership). */
  readonly mcpName: string;
  readonly license: string;
  readonly engines: { readonly node: string };
  readonly keywords?: readonly string[];
  readonly homepage?: string;
}

export interface Subject<S extends Specs> {
  readonly package: PackageFields;
  /** For people: `Filesystem`. */
  readonly title: string;
  readonly table: OptionTable<S>;
  /** Every tool that is listed with default options, in order. */
  readonly tools: readonly Tool[];
  /** Web address of the repository, without `.git`. */
  readonly repository: string;
  /** Folder of the server in it: `servers/filesystem`. */
  readonly folder: string;
  readonly author: string;
}

/** Positionals, own, then common options; without those that only print something. */
export function settings<S extends Specs>(table: OptionTable<S>): readonly (readonly [string, Spec])[] {
  const first = [...table.positionals, ...table.own];
  const keys = [...first, ...Object.keys(table.specs).filter((key) => !first.includes(key))];
  return keys.flatMap((key) => {
    const spec = table.specs[key];
    return spec === undefined || spec.action ? [] : [[key, spec] as const];
  });
}

/** The default as text, or undefined where there is none. */
export function defaultText(spec: Spec): string | undefined {
  if (spec.kind === 'flag') return 'false';
  if (spec.kind === 'optional') return spec.absent;
  if (spec.kind === 'list') return spec.default?.join(',');
  return spec.default === undefined ? undefined : String(spec.default);
}

/** Everything before the second sentence. */
export function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
}
