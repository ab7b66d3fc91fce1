// Planted values never come out: not in results, errors, stderr, --check or --print-config.
import { none } from './assert.ts';
import { invoke } from './invoke.ts';
import { knownClients } from './print-config.ts';
import type { Check } from './types.ts';

const overTheWire: Check = {
  name: 'secrets: none in results, errors or logs, even with --verbose',
  timeoutMs: 60_000,
  async run(session) {
    const server = await session.launch({ args: ['--verbose'], stderrAllowed: true });
    const client = await server.connect();
    for (const tool of await session.tools()) {
      const name = String(tool['name']);
      for (const args of server.fixture.samples(name)) await invoke(client, tool, args);
      for (const args of [{}, { zz_unknown: 1 }])
        await client.request('tools/call', { name, arguments: args });
    }
    for (const method of ['resources/list', 'resources/templates/list', 'prompts/list', 'no/such/method'])
      await client.request(method);
    server.proc.endInput();
    await server.proc.waitExit(15_000);
    // Everything written is looked through by the session.
  },
};

const commandLine: Check = {
  name: 'secrets: none in --help, --check, --print-config or a usage error',
  timeoutMs: 60_000,
  async run(session) {
    const fixture = await session.fixture();
    const actions = [
      ['--help'],
      ['--check'],
      ['--no-such-option'],
      ['--tools', 'no_such_tool'],
      ...knownClients.map((client) => ['--print-config', client]),
    ];
    const found: string[] = [];
    for (const action of actions) {
      const { stdout, stderr } = await session.run([...fixture.args, ...action], fixture.env);
      found.push(
        ...session.leaks(stdout, fixture, `${action.join(' ')} stdout`),
        ...session.leaks(stderr, fixture, `${action.join(' ')} stderr`),
      );
    }
    none(found);
  },
};

export const secrets: readonly Check[] = [overTheWire, commandLine];
