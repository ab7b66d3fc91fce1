// How the names of an option on the command line and in the environment follow from its key.
import type { Spec } from './option-types.ts';

/** `maxOutputChars` -> `max-output-chars`. */
export function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `maxOutputChars` -> `--max-output-chars`. */
export function flagName(key: string): string {
  return `--${kebab(key)}`;
}

/** Environment names in the order they are looked up; none for options that print something and exit. */
export function envNames(server: string, key: string, spec: Spec): readonly string[] {
  if (spec.action) return [];
  const own = `PLAINMCP_${server}_${kebab(key)}`.toUpperCase().replaceAll('-', '_');
  return [own, ...(spec.env ?? [])];
}

/** The first environment name, which is the vendor's own for credentials and ours for everything else. */
export function mainEnvName(server: string, key: string, spec: Spec): string {
  const names = envNames(server, key, spec);
  return (spec.secret ? spec.env?.[0] : undefined) ?? names[0] ?? '';
}

/** The placeholder of a value in --help: `SECONDS`, `a|b`, `DIR`. */
export function valueName(key: string, spec: Spec): string {
  if (spec.value !== undefined) return spec.value;
  if (spec.kind === 'choice') return spec.choices.join('|');
  if (spec.kind === 'integer' && spec.unit !== undefined) return spec.unit.toUpperCase();
  if (spec.kind === 'path') return spec.folder ? 'DIR' : 'FILE';
  if (spec.kind === 'list') return spec.of === 'path' ? (spec.folder ? 'DIR' : 'FILE') : 'LIST';
  return kebab(key).toUpperCase();
}

/** How an option is written: `--timeout SECONDS`, `--allow-delete[=permanent]`, `DIR...`. */
export function synopsis(key: string, spec: Spec, positional: boolean): string {
  const value = valueName(key, spec);
  if (positional) return spec.kind === 'list' ? `${value}...` : value;
  const name = spec.short === undefined ? flagName(key) : `-${spec.short}, ${flagName(key)}`;
  if (spec.kind === 'flag') return name;
  if (spec.kind === 'optional') return `${name}[=${spec.choices.join('|')}]`;
  return `${name} ${value}`;
}
