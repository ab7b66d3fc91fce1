// How each client writes down a server: its format, its file, how it reads a variable.
import type { ClientName } from './client-names.ts';
import type { Entry } from './entry.ts';
import { quotePosix, quotePowerShell, quoteToml } from './quote.ts';

export interface Client {
  readonly title: string;
  /** The entry as the client wants it; ends without a line feed. */
  write(entry: Entry, platform: NodeJS.Platform): string;
  /** What to do with it on this system. */
  place(platform: NodeJS.Platform): string;
  /** Whether credentials are looked up in the environment or asked for; else the person fills them in. */
  readonly looksUp: 'environment' | 'asks' | 'no';
}

type Variable = (name: string) => string;

/** Not a value: the server counts it as missing and says so. */
const fillIn: Variable = (name) => `<${name}>`;

function launch(entry: Entry, variable: Variable): Record<string, unknown> {
  const env = Object.fromEntries([
    ...entry.env,
    ...entry.secrets.map((name): [string, string] => [name, variable(name)]),
  ]);
  return {
    command: entry.command,
    args: entry.args,
    ...(Object.keys(env).length === 0 ? {} : { env }),
  };
}

function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

function mcpServers(variable: Variable): Client['write'] {
  return (entry) => json({ mcpServers: { [entry.id]: launch(entry, variable) } });
}

function merge(file: string): string {
  return `Merge it into ${file}, then restart the client.`;
}

function claudeCode(entry: Entry, platform: NodeJS.Platform): string {
  const quote = platform === 'win32' ? quotePowerShell : quotePosix;
  const env = [...entry.env, ...entry.secrets.map((name): [string, string] => [name, `\${${name}}`])];
  const words = [
    ...['claude', 'mcp', 'add', '--scope', 'user', entry.id],
    ...env.flatMap(([name, value]) => ['-e', `${name}=${value}`]),
    ...['--', entry.command, ...entry.args],
  ];
  return words.map(quote).join(' ');
}

function vscode(entry: Entry): string {
  const inputs = entry.secrets.map((name) => ({
    type: 'promptString',
    id: name.toLowerCase(),
    description: `${name} for ${entry.id}`,
    password: true,
  }));
  const server = { type: 'stdio', ...launch(entry, (name) => `\${input:${name.toLowerCase()}}`) };
  return json({ ...(inputs.length === 0 ? {} : { inputs }), servers: { [entry.id]: server } });
}

function codex(entry: Entry): string {
  const list = (values: readonly string[]) => `[${values.map(quoteToml).join(', ')}]`;
  const lines = [
    `[mcp_servers.${entry.id}]`,
    `command = ${quoteToml(entry.command)}`,
    `args = ${list(entry.args)}`,
  ];
  if (entry.secrets.length > 0) lines.push(`env_vars = ${list(entry.secrets)}`);
  if (entry.env.length > 0) {
    lines.push(
      `[mcp_servers.${entry.id}.env]`,
      ...entry.env.map(([name, value]) => `${name} = ${quoteToml(value)}`),
    );
  }
  return lines.join('\n');
}

function claudeDesktopFile(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return '~/Library/Application Support/Claude/claude_desktop_config.json';
  if (platform === 'win32') return '%APPDATA%\\Claude\\claude_desktop_config.json';
  return '~/.config/Claude/claude_desktop_config.json';
}

function inHome(path: string): (platform: NodeJS.Platform) => string {
  return (platform) =>
    merge(platform === 'win32' ? `%USERPROFILE%\\${path.replaceAll('/', '\\')}` : `~/${path}`);
}

/** One record a client of `--print-config`. */
export const clients: Readonly<Record<ClientName, Client>> = {
  'claude-desktop': {
    title: 'Claude Desktop',
    write: mcpServers(fillIn),
    place: (platform) => merge(claudeDesktopFile(platform)),
    looksUp: 'no',
  },
  'claude-code': {
    title: 'Claude Code',
    write: claudeCode,
    place: (platform) =>
      `Run it in ${platform === 'win32' ? 'PowerShell' : 'a shell'}; without --scope user it counts for this project only.`,
    looksUp: 'environment',
  },
  vscode: {
    title: 'VS Code',
    write: vscode,
    place: () =>
      'Merge it into .vscode/mcp.json of a project, or the file "MCP: Open User Configuration" opens.',
    looksUp: 'asks',
  },
  cursor: {
    title: 'Cursor',
    write: mcpServers((name) => `\${env:${name}}`),
    place: inHome('.cursor/mcp.json'),
    looksUp: 'environment',
  },
  windsurf: {
    title: 'Windsurf',
    write: mcpServers((name) => `\${env:${name}}`),
    place: inHome('.codeium/windsurf/mcp_config.json'),
    looksUp: 'environment',
  },
  zed: {
    title: 'Zed',
    write: (entry) => json({ context_servers: { [entry.id]: launch(entry, fillIn) } }),
    place: (platform) =>
      merge(platform === 'win32' ? '%APPDATA%\\Zed\\settings.json' : '~/.config/zed/settings.json'),
    looksUp: 'no',
  },
  codex: {
    title: 'Codex',
    write: codex,
    place: inHome('.codex/config.toml'),
    looksUp: 'environment',
  },
  gemini: {
    title: 'Gemini CLI',
    write: mcpServers((name) => `\${${name}}`),
    place: inHome('.gemini/settings.json'),
    looksUp: 'environment',
  },
};
