// The printed entry starts this very file with these very options, in every client's format, without a secret.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientNames } from '../src/client-names.ts';
import { entryOf } from '../src/entry.ts';
import type { Host } from '../src/host.ts';
import { parseOptions } from '../src/parse-options.ts';
import { printConfig } from '../src/print-config.ts';
import { sample } from './sample-table.ts';
import { variable } from './variable.ts';

const token = 'tok-hunter2-hunter2';
let folder = '';
let host: Host;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "kit it's ")));
  mkdirSync(join(folder, 'dist'));
  const script = join(folder, 'dist', 'bin.mjs');
  writeFileSync(
    script,
    'console.log(JSON.stringify({ args: process.argv.slice(2), token: process.env.SAMPLE_TOKEN }));\n',
  );
  symlinkSync(script, join(folder, 'plainmcp-sample'));
  host = {
    argv: [],
    env: {},
    execPath: process.execPath,
    execArgv: ['--max-old-space-size=200'],
    script: join(folder, 'plainmcp-sample'),
    platform: 'linux',
    cwd: () => '/work dir',
    out() {},
    err() {},
    setExitCode() {},
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

const argv = [
  '--allow-delete=permanent',
  '--deny',
  '*.{a,b}',
  '--read-only',
  `--token=${token}`,
  'notes',
  "/srv/it's",
  '~/x',
];
const carried = [
  '--read-only',
  '--allow-delete=permanent',
  '--deny=*.{a,b}',
  '/work dir/notes',
  "/srv/it's",
  `${homedir()}/x`,
];

const print = (client: (typeof clientNames)[number], args = argv, env = {}, on: Host = host) =>
  printConfig(client, sample, parseOptions(sample, args, env).given, on);

/** Starts what the entry says, as the client would. */
function start(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): unknown {
  return JSON.parse(execFileSync(command, [...args], { encoding: 'utf8', env: { ...process.env, ...env } }));
}

interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

function isLaunch(value: unknown): value is Launch {
  return (
    typeof value === 'object' &&
    value !== null &&
    'command' in value &&
    'args' in value &&
    Array.isArray(value.args)
  );
}

/** The launch record of a JSON configuration. */
function launchIn(json: string, section: string): Launch {
  const parsed: unknown = JSON.parse(json);
  const launch = new Map(Object.entries(Object(parsed))).get(section);
  const found: unknown = new Map(Object.entries(Object(launch))).get('sample');
  if (!isLaunch(found)) expect.fail(`no ${section}.sample in ${json}`);
  return found;
}

describe('JSON clients', () => {
  it.each([
    ['claude-desktop', 'mcpServers', '<SAMPLE_TOKEN>'],
    ['vscode', 'servers', variable('input:sample_token')],
    ['cursor', 'mcpServers', variable('env:SAMPLE_TOKEN')],
    ['windsurf', 'mcpServers', variable('env:SAMPLE_TOKEN')],
    ['zed', 'context_servers', '<SAMPLE_TOKEN>'],
    ['gemini', 'mcpServers', variable('SAMPLE_TOKEN')],
  ] as const)('%s starts it', (client, section, variable) => {
    const { entry, hint } = print(client);
    const launch = launchIn(entry, section);
    expect(launch.env).toEqual({ SAMPLE_TOKEN: variable });
    expect(start(launch.command, launch.args)).toMatchObject({ args: carried });
    expect(launch.args[1]).toBe(join(folder, 'dist', 'bin.mjs'));
    expect(hint).toContain('SAMPLE_TOKEN');
  });

  it('vscode asks for the secret', () => {
    expect(JSON.parse(print('vscode').entry)).toMatchObject({
      inputs: [{ type: 'promptString', id: 'sample_token', password: true }],
      servers: { sample: { type: 'stdio' } },
    });
  });
});

it('claude-code is one command that survives the shell', () => {
  const { entry } = print('claude-code');
  const stub = `claude() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${entry}`;
  const words = execFileSync('sh', ['-c', stub], { encoding: 'utf8' }).split('\0').slice(0, -1);
  const split = words.indexOf('--');
  expect(words.slice(0, split)).toEqual([
    'mcp',
    'add',
    '--scope',
    'user',
    'sample',
    '-e',
    `SAMPLE_TOKEN=${variable('SAMPLE_TOKEN')}`,
  ]);
  const [command = '', ...args] = words.slice(split + 1);
  expect(start(command, args)).toMatchObject({ args: carried });
});

it('codex is TOML that forwards the variable', () => {
  const { entry } = print('codex', argv, { PLAINMCP_SAMPLE_REGION: 'a"b\\c' });
  const lines = new Map(
    entry
      .trim()
      .split('\n')
      .map((line) => [line.split(' = ')[0], line.split(' = ').slice(1).join(' = ')]),
  );
  expect([...lines.keys()]).toEqual([
    '[mcp_servers.sample]',
    'command',
    'args',
    'env_vars',
    '[mcp_servers.sample.env]',
    'PLAINMCP_SAMPLE_REGION',
  ]);
  const read = (key: string): unknown => JSON.parse(lines.get(key) ?? '');
  expect(read('env_vars')).toEqual(['SAMPLE_TOKEN']);
  expect(read('PLAINMCP_SAMPLE_REGION')).toBe('a"b\\c');
  const launch = { command: read('command'), args: read('args') };
  if (!isLaunch(launch)) expect.fail(entry);
  expect(start(launch.command, launch.args)).toMatchObject({ args: carried });
});

describe('every client', () => {
  it.each(clientNames)('%s: no secret, one line feed at the end, a place', (client) => {
    for (const env of [{}, { SAMPLE_TOKEN: token, PLAINMCP_SAMPLE_SEAL: token }]) {
      const { entry, hint } = print(client, Object.keys(env).length === 0 ? argv : [], env);
      expect(entry + hint).not.toContain('hunter2');
      expect(entry).toMatch(/[^\n]\n$/);
      expect(hint).toMatch(/^[A-Z]/);
      expect(entry).toContain('SAMPLE_TOKEN');
    }
  });

  it.each(clientNames)('%s: writes Windows paths right', (client) => {
    const windows: Host = {
      ...host,
      platform: 'win32',
      execPath: 'C:\\Program Files\\nodejs\\node.exe',
      execArgv: [],
      script: 'D:\\apps\\dist\\bin.js',
      cwd: () => 'D:\\work',
    };
    const { entry, hint } = print(client, ['docs', 'E:\\x'], {}, windows);
    const written = client === 'claude-code' ? entry : entry.replaceAll('\\\\', '\\');
    for (const path of [windows.execPath, windows.script, 'D:\\work\\docs', 'E:\\x'])
      expect(written).toContain(path);
    expect(hint).not.toContain('~/');
  });
});

describe('entryOf', () => {
  const entry = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    entryOf(sample, parseOptions(sample, args, env).given, { ...host, execArgv: [] });

  it('makes paths absolute and nothing else', () => {
    const { args, env } = entry(['--ca-file', 'ca.pem', '--region=here', './a:ro'], {
      PLAINMCP_SAMPLE_DIRS: 'unused',
      PLAINMCP_SAMPLE_MAX_BYTES: '20',
    });
    expect(args.slice(1)).toEqual(['--ca-file=/work dir/ca.pem', '--region=here', '/work dir/a:ro']);
    expect(env).toEqual([['PLAINMCP_SAMPLE_MAX_BYTES', '20']]);
  });

  it('makes the paths of a list in the environment absolute', () => {
    expect(entry([], { SAMPLE_ROOTS: './a:ro:/b' }).env).toEqual([['SAMPLE_ROOTS', '/work dir/a:ro:/b']]);
  });

  it('guards positionals that look like options', () => {
    expect(entry(['--', '--odd']).args.slice(1)).toEqual(['/work dir/--odd']);
  });

  it('leaves out what only prints', () => {
    expect(entry(['--print-config', 'zed', '--check', '--verbose']).args.slice(1)).toEqual(['--verbose']);
  });

  it('says when the file lies in the cache of npx', () => {
    const npx = { ...host, script: '/home/ann/.npm/_npx/1a2b/node_modules/x/dist/bin.js' };
    expect(print('zed', [], {}, npx).hint).toContain('cache of npx');
  });
});
