// server.json for the MCP Registry (schema 2025-12-11).
import { defaultText, type Subject, settings } from './describe.ts';
import { mainEnvName, valueName } from './option-names.ts';
import type { OptionTable, Spec, Specs } from './option-types.ts';

interface Input {
  readonly description: string;
  readonly format: 'string' | 'number' | 'boolean' | 'filepath';
  readonly isRequired?: true;
  readonly isSecret?: true;
  readonly default?: string;
  readonly choices?: readonly string[];
}

interface PositionalArgument extends Input {
  readonly type: 'positional';
  readonly valueHint: string;
  readonly isRepeated?: true;
}

interface EnvironmentVariable extends Input {
  readonly name: string;
}

export interface ServerJson {
  readonly $schema: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly repository: { readonly url: string; readonly source: 'github'; readonly subfolder: string };
  readonly version: string;
  readonly packages: readonly {
    readonly registryType: 'npm';
    readonly identifier: string;
    readonly version: string;
    readonly runtimeHint: 'npx';
    readonly transport: { readonly type: 'stdio' };
    readonly packageArguments?: readonly PositionalArgument[];
    readonly environmentVariables: readonly EnvironmentVariable[];
  }[];
}

const longestDescription = 100;

/**
 * Options are given as environment variables, which have one form for every kind; positionals that are not
 * secret as arguments. Throws when the description is too long for the registry.
 */
export function serverJson<S extends Specs>(subject: Subject<S>): ServerJson {
  const { table } = subject;
  const { name, version, description, mcpName } = subject.package;
  if (description.length > longestDescription) {
    throw new Error(`${name}: the registry takes descriptions of at most ${longestDescription} characters`);
  }
  const isArgument = (key: string, spec: Spec) => table.positionals.includes(key) && !spec.secret;
  const args = settings(table).filter(([key, spec]) => isArgument(key, spec));
  const variables = settings(table).filter(([key, spec]) => !isArgument(key, spec));
  return {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name: mcpName,
    title: subject.title,
    description,
    repository: { url: subject.repository, source: 'github', subfolder: subject.folder },
    version,
    packages: [
      {
        registryType: 'npm',
        identifier: name,
        version,
        runtimeHint: 'npx',
        transport: { type: 'stdio' },
        ...(args.length === 0 ? {} : { packageArguments: args.map(([key, spec]) => positional(key, spec)) }),
        environmentVariables: variables.map(([key, spec]) => variable(table, key, spec)),
      },
    ],
  };
}

function positional(key: string, spec: Spec): PositionalArgument {
  return {
    type: 'positional',
    valueHint: valueName(key, spec).toLowerCase(),
    ...(spec.kind === 'list' ? { isRepeated: true } : {}),
    ...input(spec),
  };
}

function variable<S extends Specs>(table: OptionTable<S>, key: string, spec: Spec): EnvironmentVariable {
  return { name: mainEnvName(table.server, key, spec), ...input(spec) };
}

function input(spec: Spec): Input {
  const fallback = defaultText(spec);
  const choices = choicesOf(spec);
  return {
    description: spec.description,
    format: formatOf(spec),
    ...(spec.required ? { isRequired: true } : {}),
    ...(spec.secret ? { isSecret: true } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(choices === undefined ? {} : { choices }),
  };
}

function formatOf(spec: Spec): Input['format'] {
  if (spec.kind === 'flag') return 'boolean';
  if (spec.kind === 'integer') return 'number';
  return spec.kind === 'path' || (spec.kind === 'list' && spec.of === 'path') ? 'filepath' : 'string';
}

function choicesOf(spec: Spec): readonly string[] | undefined {
  if (spec.kind === 'choice') return spec.choices;
  return spec.kind === 'optional' ? [...new Set([spec.absent, spec.bare, ...spec.choices])] : undefined;
}
