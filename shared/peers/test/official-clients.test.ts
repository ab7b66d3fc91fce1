// Other people's clients drive the built server without a complaint: SDK v1, SDK v2 in both eras, the inspector.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as ClientV2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as StdioV1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectorCli, ourServer } from '../src/programs.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plainmcp-peers-'));
  writeFileSync(join(folder, 'hello.txt'), 'one\ntwo\nthree\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const clientInfo = { name: 'peer', version: '1.0.0' };
const server = () => {
  const { command, args } = ourServer('filesystem', [folder]);
  const stderr = 'pipe' as const;
  return { command, args: [...args], stderr };
};

describe('official SDK v1 client', () => {
  it('lists, calls, reads a resource and closes', async () => {
    const client = new ClientV1(clientInfo);
    const errors: Error[] = [];
    client.onerror = (error) => errors.push(error);
    await client.connect(new StdioV1(server()));
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toContain('read_text_file');
    const answer = await client.callTool({
      name: 'read_text_file',
      arguments: { path: 'hello.txt', head: 1 },
    });
    expect(answer.isError ?? false).toBe(false);
    expect(JSON.stringify(answer.content)).toContain('one');
    const read = await client.readResource({ uri: new URL(`file://${folder}/hello.txt`).href });
    expect(read.contents).toMatchObject([{ text: 'one\ntwo\nthree\n' }]);
    await client.close();
    expect(errors).toEqual([]);
  });
});

describe.each([
  { mode: 'legacy', era: 'legacy' },
  { mode: { pin: '2026-07-28' }, era: 'modern' },
  { mode: 'auto', era: 'modern' },
] as const)('official SDK v2 client, negotiation %j', ({ mode, era }) => {
  it('lists, calls, reads a resource and closes', async () => {
    const client = new ClientV2(clientInfo, { versionNegotiation: { mode } });
    const errors: Error[] = [];
    client.onerror = (error) => errors.push(error);
    await client.connect(new StdioV2(server()));
    expect(client.getProtocolEra()).toBe(era);
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toContain('search_content');
    const answer = await client.callTool({
      name: 'write_file',
      arguments: { path: 'new.txt', content: 'x' },
    });
    expect(answer.isError ?? false).toBe(false);
    expect(readFileSync(join(folder, 'new.txt'), 'utf8')).toBe('x');
    const refused = await client.callTool({ name: 'read_text_file', arguments: { path: '/etc/passwd' } });
    expect(refused.isError).toBe(true);
    const { contents } = await client.readResource({ uri: new URL(`file://${folder}/hello.txt`).href });
    expect(contents).toMatchObject([{ text: 'one\ntwo\nthree\n' }]);
    await client.close();
    expect(errors).toEqual([]);
  });
});

/** Runs the inspector's command line to its end. */
function inspect(args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const target = ourServer('filesystem', [folder]);
  const program = inspectorCli([target.command, ...target.args, ...args]);
  return new Promise((resolve, reject) => {
    const child = spawn(program.command, [...program.args], {
      env: { ...process.env, HOME: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

describe.each(['modern', 'legacy'])('inspector command line, era %s', (era) => {
  it('finds no non-portable schema', async () => {
    const { code, stdout, stderr } = await inspect([
      '--protocol-era',
      era,
      '--strict',
      '--method',
      'tools/list',
    ]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain('read_text_file');
  });

  it('calls a tool', async () => {
    const args = ['--protocol-era', era, '--method', 'tools/call', '--tool-name', 'read_text_file'];
    const { code, stdout } = await inspect([...args, '--tool-arg', 'path=hello.txt']);
    expect(code).toBe(0);
    expect(stdout).toContain('three');
  });

  it('sees a refusal as a tool error', async () => {
    const args = ['--protocol-era', era, '--method', 'tools/call', '--tool-name', 'read_text_file'];
    const { code } = await inspect([...args, '--tool-arg', 'path=/etc/passwd']);
    expect(code).toBe(5);
  });
});
