// A server as a child process: started, told to leave, made to leave, started again.
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  connect,
  type StdioTransport,
  type StdioTransportOptions,
  stdioTransport,
} from '../../src/client/index.ts';
import { soon } from '../fixtures/streams.ts';

const HANG = fileURLToPath(new URL('../fixtures/hang.mjs', import.meta.url));

function manners(manner: string, options: Partial<StdioTransportOptions> = {}): StdioTransport {
  return stdioTransport({ command: process.execPath, args: [HANG, manner], ...options });
}

/** Opens the transport and waits until the server has started up. */
async function up(transport: StdioTransport): Promise<string[]> {
  const closed: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const message = (): void => resolve();
    transport.open({ message, closed: (reason) => closed.push(reason) }).catch(reject);
  });
  return closed;
}

function alive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('close', () => {
  it('gives the exit code of a server that leaves at the end of its input', async () => {
    const transport = manners('says-pid');
    const closed = await up(transport);
    expect(await transport.close()).toBe(7);
    expect(closed).toEqual([]);
  });

  it('ends a server that does not, by SIGTERM', async () => {
    const transport = manners('ignores-eof', { graceMs: 50 });
    await up(transport);
    const { pid } = transport;
    expect(alive(pid)).toBe(true);
    expect(await transport.close()).toBeUndefined();
    expect(alive(pid)).toBe(false);
  });

  it('ends a server that ignores that too, by SIGKILL', async () => {
    const transport = manners('ignores-all', { graceMs: 50, killMs: 50 });
    await up(transport);
    const { pid } = transport;
    expect(await transport.close()).toBeUndefined();
    expect(alive(pid)).toBe(false);
  });

  it('does not wait for a grandchild that holds the pipes', async () => {
    const transport = manners('leaves-a-child');
    const closed: string[] = [];
    await transport.open({ message: () => {}, closed: (reason) => closed.push(reason) });
    await soon(() => closed).toHaveLength(1);
    expect(await transport.close()).toBe(5);
    const grandchild = Number(/child (\d+)/.exec(transport.stderrTail)?.[1]);
    expect(alive(grandchild)).toBe(true);
    process.kill(grandchild);
  });

  it('is harmless before open and a second time', async () => {
    expect(await manners('says-pid').close()).toBeUndefined();
    const transport = manners('says-pid');
    await up(transport);
    expect(await Promise.all([transport.close(), transport.close()])).toEqual([7, 7]);
  });
});

describe('a server that dies', () => {
  it('shows with its code and the end of its stderr', async () => {
    const transport = manners('dies');
    const closed = await up(transport);
    transport.send('{}');
    await soon(() => closed).toEqual(['The server exited with 3: manner: dies']);
    expect(transport.stderrTail).toBe('manner: dies\n');
    transport.send('{}');
  });

  it('can be opened again', async () => {
    const transport = manners('dies');
    const closed = await up(transport);
    const { pid } = transport;
    transport.send('{}');
    await soon(() => closed).toHaveLength(1);
    await up(transport);
    expect(transport.pid).not.toBe(pid);
    await transport.close();
  });

  it('cannot be opened when there is no such command', async () => {
    const transport = stdioTransport({ command: '/no/such/server' });
    await expect(connect({ transport })).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a server that sends a line over the limit', () => {
  it('is ended', async () => {
    const transport = manners('floods', { maxLineBytes: 100_000 });
    const closed: string[] = [];
    await transport.open({ message: () => transport.send('go'), closed: (reason) => closed.push(reason) });
    await soon(() => closed[0]).toMatch(/^The server sent a line of 200000 bytes/);
    expect(await transport.close()).toBeUndefined();
  });
});

describe('options', () => {
  it('give the process its environment, folder and place for stderr', async () => {
    const said: string[] = [];
    const script =
      "process.stderr.write([process.cwd(), process.env.ONLY, typeof process.env.HOME].join(' '))";
    const transport = stdioTransport({
      command: process.execPath,
      args: ['-e', script],
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      env: { ONLY: 'this' },
      stderr: (text) => said.push(text),
    });
    const closed: string[] = [];
    await transport.open({ message: () => {}, closed: (reason) => closed.push(reason) });
    await soon(() => closed).toEqual(['The server exited with 0']);
    expect(said.join('')).toMatch(/client this undefined$/);
    expect(transport.stderrTail).toBe('');
  });
});

describe('a client over it', () => {
  it('calls and closes', async () => {
    const transport = manners('says-pid');
    const client = await connect({ transport, era: 'modern' });
    expect(await client.request('x')).toEqual({ pid: transport.pid });
    expect(await client.close()).toBe(7);
  });
});
