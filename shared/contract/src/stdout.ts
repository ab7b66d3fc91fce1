// stdout belongs to the transport and stderr is silent, whatever switches the surroundings turn on.
import { ensure, equal } from './assert.ts';
import { expectAlive, saidTo } from './probe.ts';
import type { LaunchOptions } from './session.ts';
import type { Check } from './types.ts';

const noisy: readonly { readonly what: string; readonly options: LaunchOptions }[] = [
  { what: 'DEBUG=*', options: { env: { DEBUG: '*' } } },
  { what: 'NODE_DEBUG', options: { env: { NODE_DEBUG: 'fs,net,stream,module' } } },
  {
    what: 'deprecation warnings',
    options: { nodeArgs: ['--pending-deprecation', '--trace-deprecation', '--trace-warnings'] },
  },
  { what: '--verbose', options: { args: ['--verbose'] } },
];

async function exerciseAll(session: Parameters<Check['run']>[0], options: LaunchOptions): Promise<string> {
  const server = await session.launch(options);
  const client = await server.connect();
  for (const tool of session.subject.sampled) {
    for (const args of server.fixture.samples(tool))
      await client.request('tools/call', { name: tool, arguments: args });
    await client.request('tools/call', { name: tool, arguments: { zz: 1 } });
  }
  await client.request('tools/call', { name: 'no-such-tool' });
  await saidTo(server.proc, 'not json\n42\n');
  await expectAlive(server.proc);
  server.proc.endInput();
  await server.proc.waitExit();
  return server.proc.stderr;
}

const quiet: Check = {
  name: 'stdout: calls, errors and the end write only JSON-RPC, and nothing to stderr',
  timeoutMs: 60_000,
  async run(session) {
    equal(await exerciseAll(session, {}), '', 'stderr');
  },
};

const pure: readonly Check[] = noisy.map(({ what, options }) => ({
  name: `stdout: stays pure with ${what}`,
  timeoutMs: 60_000,
  async run(session) {
    const stderr = await exerciseAll(session, { ...options, stderrAllowed: true });
    if (what === '--verbose') ensure(stderr.trim() !== '', '--verbose writes nothing to stderr');
  },
}));

export const stdout: readonly Check[] = [quiet, ...pure];
