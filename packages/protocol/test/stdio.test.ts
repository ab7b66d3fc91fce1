// serve() in a real process: what it survives, and how it ends.
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { killServers, startServer } from './fixtures/child.ts';
import { answer, call, soon } from './fixtures/streams.ts';

afterEach(killServers);

const MIB = 1024 * 1024;
const OK = { code: 0, signal: null };

describe('a served process', () => {
  it('answers and says nothing on stderr', async () => {
    const server = startServer();
    server.write(`\r\n${call(1, 'echo', { text: 'ä€😀' }).trimEnd()}\r\n`);
    await soon(() => server.messages()).toEqual([answer(1, 'ä€😀')]);
    server.end();
    expect(await server.exit).toEqual(OK);
    expect(server.stderr()).toBe('');
  });

  it('answers calls in flight at the end of input, then exits though timers are alive', async () => {
    const server = startServer({ keepAlive: true, closeLog: true });
    server.write(call(1, 'later', { ms: 300, text: 'slow' }) + call(2, 'echo', { text: 'quick' }));
    server.end();
    expect(await server.exit).toEqual(OK);
    expect(server.messages()).toEqual([answer(2, 'quick'), answer(1, 'slow')]);
    expect(server.stderr()).toBe('closed\n');
  });

  it('exits though calls and onClose hang', async () => {
    const server = startServer({
      keepAlive: true,
      hangClose: true,
      drainMs: 100,
      closeMs: 100,
      verbose: true,
    });
    server.write(call(1, 'later', { ms: 60_000 }));
    server.end();
    expect(await server.exit).toEqual(OK);
    expect(server.stderr()).toContain('verbose: 1 calls were still running');
  });

  it('does not cut off large answers when it exits', async () => {
    const server = startServer();
    server.process.stdout?.pause();
    server.write(call(1, 'big', { chars: 8 * MIB }));
    server.end();
    setTimeout(() => server.process.stdout?.resume(), 300);
    expect(await server.exit).toEqual(OK);
    expect(server.messages()).toEqual([answer(1, 'x'.repeat(8 * MIB))]);
  });

  it.each([{ stdinFirst: false }, { stdinFirst: true }])(
    'reads its input though something else looks at process.stdin %o',
    async (options) => {
      const server = startServer(options);
      server.write(call(1, 'stdin'));
      await soon(() => server.messages()).toEqual([answer(1, 'terminal: false')]);
      server.write(call(2, 'echo', { text: 'é' }));
      await soon(() => server.messages()).toHaveLength(2);
      server.end();
      expect(await server.exit).toEqual(OK);
    },
  );

  it('serves a file as well as a pipe', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plainmcp-stdio-'));
    try {
      const file = join(folder, 'input');
      writeFileSync(file, call(1, 'later', { ms: 50 }) + call(2, 'echo', { text: 'x' }).trimEnd());
      const server = startServer({}, {}, openSync(file, 'r'));
      expect(await server.exit).toEqual(OK);
      expect(server.messages()).toEqual([answer(2, 'x'), answer(1, 'done')]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('reads a message of 20 MB', async () => {
    const server = startServer();
    const text = 'é'.repeat(10 * MIB);
    server.write(call(1, 'echo', { text }));
    await soon(() => server.stdout().length).toBeGreaterThan(10 * MIB);
    server.end();
    expect(await server.exit).toEqual(OK);
    expect(server.messages()).toEqual([answer(1, text)]);
  });

  it('refuses a line of 64 MB by its id, without growing to its size, and lives on', async () => {
    const server = startServer();
    server.write(call(1, 'echo', { text: 'before' }));
    await soon(() => server.messages()).toHaveLength(1);
    server.write('{"method":"tools/call","params":{"name":"echo","arguments":{"text":"');
    server.write(Buffer.alloc(64 * MIB, 'x'));
    server.write('"}},"jsonrpc":"2.0","id":"big"}\n');
    server.write(call(3, 'echo', { text: 'after' }));
    await soon(() => server.messages()).toHaveLength(3);
    const peak = peakMemory(server.pid);
    server.end();
    expect(await server.exit).toEqual(OK);
    const message = expect.stringMatching(/^Message of \d{8} bytes is over the limit of 33554432 bytes/);
    expect(server.messages().slice(1)).toEqual([
      { jsonrpc: '2.0', id: 'big', error: { code: -32600, message } },
      answer(3, 'after'),
    ]);
    // 32 MiB are held before the limit is reached; the process itself takes about 50, more where it compiles TypeScript.
    expect(peak).toBeLessThan(140 * MIB);
  });

  it('holds a client back that does not read, and serves it once it does', async () => {
    const server = startServer();
    server.write(call(0, 'echo', { text: 'up' }));
    await soon(() => server.messages()).toHaveLength(1);
    server.process.stdout?.pause();
    const text = 'y'.repeat(MIB / 4);
    for (let id = 1; id <= 256; id += 1) server.write(call(id, 'echo', { text }));
    // Most of the 64 MB must still be on our side when nothing moves any more.
    let left = -1;
    await expect
      .poll(
        () => {
          const before = left;
          left = server.process.stdin?.writableLength ?? 0;
          return left === before;
        },
        { interval: 300, timeout: 20_000 },
      )
      .toBe(true);
    expect(left).toBeGreaterThan(56 * MIB);
    expect(peakMemory(server.pid)).toBeLessThan(110 * MIB);
    server.process.stdout?.resume();
    server.end();
    expect(await server.exit).toEqual(OK);
    expect(server.messages()).toHaveLength(257);
    expect(server.messages().at(-1)).toEqual(answer(256, text));
  });
});

describe('when the client dies', () => {
  it('exits quietly once it cannot write', async () => {
    const server = startServer({ keepAlive: true });
    server.write(call(1, 'echo', { text: 'x' }));
    await soon(() => server.messages()).toHaveLength(1);
    server.stopListening();
    server.write(call(2, 'big', { chars: MIB }));
    expect(await server.exit).toEqual(OK);
    expect(server.stderr()).toBe('');
  });

  it('does not mind that nobody reads stderr', async () => {
    const server = startServer();
    server.write(call(1, 'echo', { text: 'x' }));
    await soon(() => server.messages()).toHaveLength(1);
    server.process.stderr?.destroy();
    server.write(call(2, 'scream') + call(3, 'scream') + call(4, 'print'));
    await soon(() => server.messages()).toHaveLength(4);
    server.end();
    expect(await server.exit).toEqual(OK);
  });
});

describe('stray errors', () => {
  it('in a rejection are logged and survived', async () => {
    const server = startServer();
    server.write(call(1, 'reject'));
    await soon(() => server.stderr()).toMatch(/^unhandled rejection: Error: stray rejection\n +at /);
    server.write(call(2, 'echo', { text: 'alive' }));
    await soon(() => server.messages()).toEqual([answer(1, 'rejected'), answer(2, 'alive')]);
    server.end();
    expect(await server.exit).toEqual(OK);
  });

  it('in an exception are logged, answers flushed, resources closed, and the code is 1', async () => {
    const server = startServer({ closeLog: true, keepAlive: true });
    server.write(call(1, 'big', { chars: MIB }) + call(2, 'crash'));
    expect(await server.exit).toEqual({ code: 1, signal: null });
    expect(server.messages()).toEqual([answer(1, 'x'.repeat(MIB)), answer(2, 'crashing')]);
    expect(server.stderr()).toMatch(/^uncaught exception: Error: stray exception\n(.|\n)*closed\n$/);
  });

  it('in onClose are logged', async () => {
    const server = startServer({ failClose: true });
    server.end();
    expect(await server.exit).toEqual(OK);
    expect(server.stderr()).toBe('closing failed: pool is stuck\n');
  });
});

// Windows has no signals: there, the end of input is the only way.
const SIGNALS = process.platform === 'win32' ? [] : (['SIGTERM', 'SIGINT', 'SIGHUP'] as const);

describe.each(SIGNALS)('%s', (signal) => {
  it('lets calls in flight finish, and exits with 0', async () => {
    const server = startServer({ keepAlive: true, closeLog: true });
    server.write(call(1, 'later', { ms: 300 }) + call(2, 'echo', { text: 'up' }));
    await soon(() => server.messages()).toHaveLength(1);
    server.process.kill(signal);
    expect(await server.exit).toEqual(OK);
    expect(server.messages()).toEqual([answer(2, 'up'), answer(1, 'done')]);
    expect(server.stderr()).toBe('closed\n');
  });

  it('the second time exits at once', async () => {
    const server = startServer({ keepAlive: true, verbose: true, hangClose: true, closeMs: 60_000 });
    server.write(call(1, 'later', { ms: 60_000 }) + call(2, 'echo', { text: 'up' }));
    await soon(() => server.messages()).toHaveLength(1);
    server.process.kill(signal);
    await soon(() => server.stderr()).toBe(`verbose: closing: ${signal}\n`);
    server.process.kill(signal);
    expect((await server.exit).code).toBe({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[signal]);
  });

  it('after the end of input cuts the waiting short', async () => {
    const server = startServer({ drainMs: 60_000, closeLog: true, verbose: true });
    server.write(call(1, 'later', { ms: 60_000 }));
    server.end();
    await soon(() => server.stderr()).toBe('verbose: closing: end of input\n');
    server.process.kill(signal);
    expect(await server.exit).toEqual(OK);
    expect(server.stderr()).toMatch(/closed\n$/);
  });
});

describe('PLAINMCP_WIRE_LOG', () => {
  it('records both directions', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plainmcp-stdio-'));
    try {
      const file = join(folder, 'wire.log');
      const server = startServer({}, { PLAINMCP_WIRE_LOG: file });
      server.write(call(1, 'echo', { text: 'x' }));
      server.end();
      expect(await server.exit).toEqual(OK);
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
      expect(lines.map((line) => line.split(' ').slice(2).join(' '))).toEqual([
        `< ${call(1, 'echo', { text: 'x' }).trimEnd()}`,
        `> ${JSON.stringify(answer(1, 'x'))}`,
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The most memory the process ever had, in bytes; 0 where the system does not say. */
function peakMemory(pid: number): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) * 1024;
}
