// The text of --check: what is allowed, and what keeps the server from working.
import type { Tool } from '@plainmcp/protocol';
import type { CommonValues } from './common-options.ts';
import { oneLine } from './hidden.ts';
import type { Manifest } from './manifest.ts';
import { count, digits } from './text.ts';

/** One finding of a server about its own configuration. */
export interface CheckLine {
  readonly ok: boolean;
  /** `folder /home/ann/notes: read and write` */
  readonly text: string;
}

export interface CheckInput {
  readonly program: string;
  readonly manifest: Manifest;
  readonly common: CommonValues;
  readonly tools: readonly Tool[];
  readonly faults: readonly string[];
  readonly missing: Iterable<string>;
  readonly lines: readonly CheckLine[];
}

/** The report and the exit code: 0 when nothing keeps the server from working. */
export function checkReport(input: CheckInput): { readonly text: string; readonly exitCode: 0 | 1 } {
  const { common, tools } = input;
  const listed = tools.filter((tool) => tool.listed);
  const writers = listed.filter((tool) => !tool.annotations.readOnlyHint);
  const lines = [
    `${input.program} ${input.manifest.version}`,
    `${count(listed.length, 'tool')}: ${listed.map((tool) => tool.name).join(', ')}`,
    common.readOnly
      ? 'writing: none (--read-only)'
      : `writing: ${writers.map((tool) => tool.name).join(', ') || 'none'}`,
    `limits: ${digits(common.maxOutputChars)} characters a result, ${count(common.timeout, 'second')} a call`,
    ...input.lines.map((line) => `${line.ok ? '' : 'problem: '}${line.text}`),
    ...[...input.missing].map((note) => `note: ${note}`),
    ...input.faults.map((fault) => `problem: ${fault}`),
  ];
  const problems =
    input.faults.length + input.lines.filter((line) => !line.ok).length + (listed.length === 0 ? 1 : 0);
  if (listed.length === 0) lines.push('problem: these options leave no tool to list');
  lines.push(problems === 0 ? 'ok' : `not ready: ${count(problems, 'problem')}`);
  return {
    text: `${lines.map((line) => oneLine(line, 4000)).join('\n')}\n`,
    exitCode: problems === 0 ? 0 : 1,
  };
}
