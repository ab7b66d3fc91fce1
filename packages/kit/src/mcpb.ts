// manifest.json of an MCP bundle (MCPB manifest 0.4), for one-click installation.
import { firstSentence, type Subject, settings } from './describe.ts';
import { detail } from './help.ts';
import { kebab, mainEnvName } from './option-names.ts';
import type { Spec, Specs } from './option-types.ts';

interface UserSetting {
  readonly type: 'string' | 'number' | 'boolean' | 'directory' | 'file';
  readonly title: string;
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string | number | boolean;
  readonly multiple?: true;
  readonly sensitive?: true;
  readonly min?: number;
  readonly max?: number;
}

export interface McpbManifest {
  readonly manifest_version: '0.4';
  readonly name: string;
  readonly display_name: string;
  readonly version: string;
  readonly description: string;
  readonly author: { readonly name: string };
  readonly repository: { readonly type: 'git'; readonly url: string };
  readonly homepage?: string;
  readonly license: string;
  readonly keywords?: readonly string[];
  readonly server: {
    readonly type: 'node';
    readonly entry_point: string;
    readonly mcp_config: {
      readonly command: 'node';
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string>>;
    };
  };
  readonly tools: readonly { readonly name: string; readonly description: string }[];
  readonly compatibility: {
    readonly platforms: readonly ('darwin' | 'win32' | 'linux')[];
    readonly runtimes: { readonly node: string };
  };
  readonly user_config: Readonly<Record<string, UserSetting>>;
}

/** Options a person choosing in a dialogue has no use for. */
const leftOut = new Set(['tools', 'verbose']);
const entryPoint = 'dist/bin.js';

/** A list of folders becomes arguments, because only there a host puts several values; the rest variables. */
export function mcpbManifest<S extends Specs>(subject: Subject<S>): McpbManifest {
  const { table } = subject;
  const { version, description, license, engines, keywords, homepage } = subject.package;
  const shown = settings(table).filter(([key]) => !leftOut.has(key));
  const spread = ([key, spec]: readonly [string, Spec]) =>
    table.positionals.includes(key) && spec.kind === 'list' && spec.of === 'path';
  const reference = (key: string) => `\${user_config.${settingName(key)}}`;
  return {
    manifest_version: '0.4',
    name: `plainmcp-${table.server}`,
    display_name: subject.title,
    version,
    description,
    author: { name: subject.author },
    repository: { type: 'git', url: subject.repository },
    ...(homepage === undefined ? {} : { homepage }),
    license,
    ...(keywords === undefined ? {} : { keywords }),
    server: {
      type: 'node',
      entry_point: entryPoint,
      mcp_config: {
        command: 'node',
        args: [`\${__dirname}/${entryPoint}`, ...shown.filter(spread).map(([key]) => reference(key))],
        env: Object.fromEntries(
          shown
            .filter((setting) => !spread(setting))
            .map(([key, spec]) => [mainEnvName(table.server, key, spec), reference(key)]),
        ),
      },
    },
    tools: subject.tools
      .filter((tool) => tool.listed)
      .map((tool) => ({ name: tool.name, description: firstSentence(tool.description) })),
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: engines.node } },
    user_config: Object.fromEntries(shown.map(([key, spec]) => [settingName(key), setting(key, spec)])),
  };
}

function settingName(key: string): string {
  return kebab(key).replaceAll('-', '_');
}

function setting(key: string, spec: Spec): UserSetting {
  const words = kebab(key).replaceAll('-', ' ');
  return {
    type: typeOf(spec),
    title: words.charAt(0).toUpperCase() + words.slice(1),
    description: spec.description + detail(spec),
    required: spec.required ?? false,
    ...defaultOf(spec),
    ...(spec.kind === 'list' && spec.of === 'path' && spec.split === 'path'
      ? { multiple: true as const }
      : {}),
    ...(spec.secret ? { sensitive: true as const } : {}),
    ...(spec.kind === 'integer' ? { min: spec.min, max: spec.max } : {}),
  };
}

function typeOf(spec: Spec): UserSetting['type'] {
  if (spec.kind === 'flag') return 'boolean';
  if (spec.kind === 'integer') return 'number';
  const path = spec.kind === 'path' || (spec.kind === 'list' && spec.of === 'path');
  if (path && !spec.secret) return 'folder' in spec && spec.folder ? 'directory' : 'file';
  return 'string';
}

/** What limits the server always has a value, so that an empty field can never be mistaken for one. */
function defaultOf(spec: Spec): Pick<UserSetting, 'default'> {
  if (spec.kind === 'flag') return { default: false };
  if (spec.kind === 'optional') return { default: spec.absent };
  if (spec.kind === 'list') return spec.default === undefined ? {} : { default: spec.default.join(',') };
  if (spec.default !== undefined) return { default: spec.default };
  return spec.kind === 'choice' ? { default: '' } : {};
}
