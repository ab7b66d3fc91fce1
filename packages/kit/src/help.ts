// The text of --help, made from the option table.

import { commonOptions } from './common-options.ts';
import type { Manifest } from './manifest.ts';
import { envNames, synopsis } from './option-names.ts';
import type { OptionTable, Spec, Specs } from './option-types.ts';
import { digits } from './text.ts';

const width = 100;
const column = 30;

/** Usage, arguments, own options, common options and variables, wrapped at 100 columns. */
export function helpText<S extends Specs>(title: string, manifest: Manifest, table: OptionTable<S>): string {
  const args = table.positionals.map((key) => {
    const spec = table.specs[key];
    return spec === undefined ? '' : ` [${synopsis(key, spec, true)}]`;
  });
  const own = table.own.filter((key) => !table.specs[key]?.envOnly);
  const variables = table.own.filter((key) => table.specs[key]?.envOnly);
  const sections = [
    section('Arguments', table, table.positionals),
    section('Options', table, own),
    section('Options of every plainmcp server', table, Object.keys(commonOptions)),
    section('Environment only', table, variables),
  ];
  return [
    `${title} ${manifest.version}: ${manifest.description}`,
    `\nUsage: plainmcp-${table.server} [options]${args.join('')}\n`,
    ...sections.filter((text) => text !== ''),
    'An argument wins over the environment, the environment over the default.\n',
  ].join('\n');
}

function section<S extends Specs>(title: string, table: OptionTable<S>, keys: readonly string[]): string {
  if (keys.length === 0) return '';
  return `${title}:\n${keys.map((key) => entry(table, key)).join('')}`;
}

function entry<S extends Specs>(table: OptionTable<S>, key: string): string {
  const spec = table.specs[key];
  if (spec === undefined) return '';
  const env = envNames(table.server, key, spec);
  const name = spec.envOnly ? env.join(', ') : synopsis(key, spec, table.positionals.includes(key));
  const variables = spec.envOnly || env.length === 0 ? '' : ` [${env.join(', ')}]`;
  const lines = wrap(`${spec.description}${detail(spec)}${variables}`, width - column - 2);
  const fits = name.length < column - 1;
  const first = fits
    ? `  ${name.padEnd(column)}${lines[0] ?? ''}`
    : `  ${name}\n  ${' '.repeat(column)}${lines[0] ?? ''}`;
  return `${[first, ...lines.slice(1).map((line) => `  ${' '.repeat(column)}${line}`)].join('\n')}\n`;
}

/** Default and range in brackets, for example ` (1 to 3,600 seconds, default 60)`. */
export function detail(spec: Spec): string {
  const parts: string[] = [];
  if (spec.kind === 'integer') {
    parts.push(`${digits(spec.min)} to ${digits(spec.max)}${spec.unit === undefined ? '' : ` ${spec.unit}`}`);
    if (spec.default !== undefined) parts.push(`default ${digits(spec.default)}`);
  }
  if (spec.kind === 'list') {
    if (spec.choices !== undefined) parts.push(`of ${spec.choices.join(', ')}`);
    if (spec.split === 'line') parts.push('may be repeated; in the environment one a line');
    if (spec.split === 'path') parts.push('may be repeated; in the environment separated like PATH');
    if (spec.default !== undefined) parts.push(`default ${spec.default.join(',')}`);
  }
  if (spec.kind === 'choice' && spec.value !== undefined && !spec.action) parts.push(spec.choices.join('|'));
  const scalar = spec.kind === 'string' || spec.kind === 'path' || spec.kind === 'choice';
  if (scalar && spec.default !== undefined) parts.push(`default ${spec.default}`);
  if (spec.kind === 'optional') parts.push(`default ${spec.absent}; alone means ${spec.bare}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
