// The options every server has, in the order --help shows them.
import { clientNames } from './client-names.ts';
import type { ValuesOf } from './option-types.ts';

const maxOutputChars: number = 40_000;
const timeoutSeconds: number = 60;

export const commonOptions = {
  readOnly: { kind: 'flag', description: 'Hide and refuse every tool that changes something' },
  tools: { kind: 'list', value: 'a,b', description: 'List exactly these tools' },
  toolsets: { kind: 'list', value: 'x,y', description: 'Add these groups of tools ("all" for every group)' },
  disableTools: { kind: 'list', value: 'a,b', description: 'Leave these tools out' },
  maxOutputChars: {
    kind: 'integer',
    value: 'CHARS',
    unit: 'characters',
    min: 1000,
    max: 1_000_000,
    default: maxOutputChars,
    description: 'Characters of text in one result',
  },
  timeout: {
    kind: 'integer',
    unit: 'seconds',
    min: 1,
    max: 3600,
    default: timeoutSeconds,
    description: 'Time limit of one call',
  },
  check: { kind: 'flag', action: true, description: 'Test the configuration, print what is allowed, exit' },
  printConfig: {
    kind: 'choice',
    action: true,
    value: 'CLIENT',
    choices: clientNames,
    description: `Print the configuration entry for this machine: ${clientNames.join(', ')}`,
  },
  verbose: { kind: 'flag', description: 'Log to stderr' },
  help: { kind: 'flag', action: true, short: 'h', description: 'Print this text, exit' },
  version: { kind: 'flag', action: true, description: 'Print the version, exit' },
} as const;

export type CommonSpecs = typeof commonOptions;
export type CommonValues = ValuesOf<CommonSpecs>;
