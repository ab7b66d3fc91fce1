// serve() with asynchronous handlers in a real process: memory, questions, and how both end.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type Child, killServers, startServer } from './fixtures/child.ts';
import { call, soon } from './fixtures/streams.ts';
import { at } from './support/desk.ts';

afterEach(killServers);

const MIB = 1024 * 1024;
const script = fileURLToPath(new URL('./fixtures/async-server.ts', import.meta.url));
const start = (): Child => startServer({}, {}, 'pipe', script);

function opened(server: Child): void {
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: { elicitation: {} },
    clientInfo: { name: 'test', version: '1' },
  };
  server.write(`${JSON.stringify({ jsonrpc: '2.0', id: 'hello', method: 'initialize', params })}\n`);
}

describe('asynchronous handlers', () => {
  it('put little into memory while 64 MB of their answers are not read, and answer all in the end', async () => {
    const server = start();
    opened(server);
    await soon(() => server.messages()).toHaveLength(1);
    server.process.stdout?.pause();
    const before = memory(server.pid);
    for (let id = 0; id < 64; id += 1) server.write(call(id, 'big'));
    // Nothing moves any more.
    let last = -1;
    await expect
      .poll(
        () => {
          const settled = memory(server.pid) === last;
          last = memory(server.pid);
          return settled;
        },
        { interval: 300, timeout: 10_000 },
      )
      .toBe(true);
    expect(last - before).toBeLessThan(40 * MIB);
    server.process.stdout?.resume();
    server.end();
    expect(await server.exit).toEqual({ code: 0, signal: null });
    const ids = server.messages().map((message) => at(message, 'id'));
    expect(ids.sort()).toEqual(['hello', ...Array.from({ length: 64 }, (_, id) => id)].sort());
  });

  it('that ask for ever neither stop the server nor its end', async () => {
    const server = start();
    opened(server);
    server.write(call(1, 'ask'));
    await soon(() => server.messages()).toHaveLength(2);
    server.write('{"jsonrpc":"2.0","id":1,"result":{"action":"decline"}}\n');
    await soon(() => server.messages()).toHaveLength(3);
    expect(server.messages()[2]).toMatchObject({ id: 1, result: { isError: true } });
    server.write('{"jsonrpc":"2.0","id":2,"method":"ping"}\n');
    await soon(() => server.messages()).toHaveLength(4);
    server.end();
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });

  it('that wait for a person are ended by the end of input, and answered', async () => {
    const server = start();
    opened(server);
    server.write(call(1, 'ask'));
    await soon(() => server.messages()).toHaveLength(2);
    server.end();
    expect(await server.exit).toEqual({ code: 0, signal: null });
    expect(server.messages()[2]).toMatchObject({ id: 1, result: { isError: true } });
  });
});

/** What the process has in memory now, in bytes; 0 where the system does not say. */
function memory(pid: number): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) * 1024;
}
