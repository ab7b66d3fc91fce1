// The option and tool tables of a server's README, in Markdown.
import type { Tool } from '@plainmcp/protocol';
import { firstSentence, settings } from './describe.ts';
import { detail } from './help.ts';
import { envNames, synopsis } from './option-names.ts';
import type { OptionTable, Spec, Specs } from './option-types.ts';

/** Every option with its environment names; those that only print something last. */
export function optionsTable<S extends Specs>(table: OptionTable<S>): string {
  const actions = Object.entries<Spec>(table.specs).filter(([, spec]) => spec.action);
  const rows = [...settings(table), ...actions].map(([key, spec]) => {
    const env = envNames(table.server, key, spec).map(code).join(' ');
    const name = spec.envOnly ? '' : code(synopsis(key, spec, table.positionals.includes(key)));
    return [name, env, cell(spec.description + detail(spec))];
  });
  return markdown(['Option', 'Environment', 'Meaning'], rows);
}

/** Every listed tool: what it does in one sentence and whether it changes anything. */
export function toolsTable(tools: readonly Tool[]): string {
  const rows = tools
    .filter((tool) => tool.listed)
    .map((tool) => [code(tool.name), cell(firstSentence(tool.description)), effect(tool)]);
  return markdown(['Tool', 'What it does', 'Effect'], rows);
}

function effect({ annotations }: Tool): string {
  if (annotations.readOnlyHint) return 'reads';
  return annotations.destructiveHint ? 'changes, may lose data' : 'adds';
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
