// --print-config: the entry for each client can be read, and where it is JSON it starts this very server.
import { connect } from '@plainmcp/harness/client';
import { arrayAt, isObject, type JsonObject, parseJson, stringAt } from '@plainmcp/harness/json';
import { startCommand } from '@plainmcp/harness/spawn';
import { ensure, equal, matches, none, show } from './assert.ts';
import { expectUsageError } from './command-line.ts';
import type { Session } from './session.ts';
import type { Check } from './types.ts';

const jsonClients = ['claude-desktop', 'vscode', 'cursor', 'windsurf', 'zed', 'gemini'] as const;
/** Every client an entry can be printed for. */
export const knownClients: readonly string[] = [...jsonClients, 'claude-code', 'codex'];

async function printed(session: Session, client: string): Promise<string> {
  const { args, env } = await session.fixture();
  const { code, stdout } = await session.run([...args, '--print-config', client], env);
  equal(code, 0, `exit code for ${client}`);
  ensure(stdout.trim() !== '', `nothing printed for ${client}`);
  return stdout;
}

/** The object with a command and arguments, wherever the client's format puts it. */
function entryIn(value: unknown): JsonObject | undefined {
  if (!isObject(value)) return undefined;
  if (typeof value['command'] === 'string' && Array.isArray(value['args'])) return value;
  for (const child of Object.values(value)) {
    const found = entryIn(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function expectStarts(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
  what: string,
): Promise<void> {
  const proc = startCommand(command, args, { env, cwd: '/', scope: 'file' });
  try {
    const client = await connect(proc, { era: '2025-11-25' });
    ensure((await client.listTools()).length > 0, `${what}: the started server lists no tool`);
    proc.endInput();
    equal(await proc.waitExit(15_000), { code: 0, signal: null }, `${what}: exit`);
  } finally {
    await proc.stop();
  }
}

const asJson: Check = {
  name: 'print-config: JSON entries parse and really start the server from any folder',
  timeoutMs: 60_000,
  async run(session) {
    for (const client of jsonClients) {
      const text = await printed(session, client);
      const entry = entryIn(parseJson(text));
      ensure(entry !== undefined, `${client}: no entry with command and args in ${show(text)}`);
      const args = arrayAt(entry, 'args').map(String);
      const given = isObject(entry['env']) ? entry['env'] : {};
      const env = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
      await expectStarts(stringAt(entry, 'command'), args, env, client);
    }
  },
};

const asCommand: Check = {
  name: 'print-config: the entry for Claude Code is a command that names this program',
  async run(session) {
    const text = await printed(session, 'claude-code');
    matches(text, /^claude mcp add(-json)? /, 'the command');
    equal(text.trimEnd().split('\n').length, 1, 'lines');
    none(
      ['--', process.execPath]
        .filter((part) => !text.includes(part))
        .map((part) => `the command does not hold ${part}: ${show(text)}`),
    );
  },
};

const asToml: Check = {
  name: 'print-config: the entry for Codex is TOML with command and args',
  async run(session) {
    const text = await printed(session, 'codex');
    matches(text, /^\[mcp_servers\.[A-Za-z0-9_-]+\]$/m, 'the table');
    matches(text, /^command = "(?:[^"\\\n]|\\.)+"$|^command = '[^'\n]+'$/m, 'the command');
    matches(text, /^args = \[.*\]$/m, 'the arguments');
  },
};

const unknownClient: Check = {
  name: 'print-config: an unknown client ends with one line that names the known ones',
  async run(session) {
    const result = await session.run(['--print-config', 'no-such-client']);
    expectUsageError(result, '--print-config no-such-client');
    none(
      knownClients
        .filter((client) => !result.stderr.includes(client))
        .map((client) => `the line does not name ${client}`),
    );
  },
};

export const printConfig: readonly Check[] = [asJson, asCommand, asToml, unknownClient];
