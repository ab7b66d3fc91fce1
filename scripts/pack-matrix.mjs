// Installs every server's tarball into an empty folder and starts it under each supported Node, both protocol eras.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { nodePackage } from './lib/node-packages.mjs';
import { install, pack, packageFolder, serverNames } from './lib/pack.mjs';

const versions = process.argv.length > 2 ? process.argv.slice(2) : ['20', '22', '24', '26'];

const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** What each server is started with and asked, beside the handshakes and the lists. */
const cases = {
  filesystem: (folder) => {
    writeFileSync(join(folder, 'hello.txt'), 'hello\n');
    return {
      args: [folder],
      call: { name: 'read_text_file', arguments: { path: 'hello.txt' } },
      expect: 'hello',
    };
  },
};

/** Fetches a Node of this line from the npm registry, once. Returns the binary's path. */
function node(version) {
  if (!nodePackage) throw new Error(`no Node to fetch for ${process.platform}-${process.arch}`);
  const folder = join(packageFolder('.plainmcp'), 'nodes', version);
  const binary = join(
    folder,
    'node_modules',
    nodePackage,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    execFileSync(
      'npm',
      ['install', '--no-audit', '--no-fund', '--loglevel=error', `${nodePackage}@${version}`],
      {
        cwd: folder,
        shell: process.platform === 'win32',
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
  }
  return binary;
}

/** Sends the messages, one after the other's answer; resolves to the answers and the exit code after end of input. */
function drive(binary, args, messages) {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const answers = [];
    let stderr = '';
    const timer = setTimeout(() => child.kill(), 20_000);
    const next = () =>
      messages[answers.length]
        ? child.stdin.write(`${JSON.stringify(messages[answers.length])}\n`)
        : child.stdin.end();
    createInterface({ input: child.stdout }).on('line', (line) => {
      answers.push(JSON.parse(line));
      next();
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ answers, code, stderr });
    });
    next();
  });
}

const work = mkdtempSync(join(tmpdir(), 'plainmcp-matrix-'));
let failures = 0;
try {
  for (const name of serverNames()) {
    const tarball = pack(`servers/${name}`, work);
    const { bin } = install(tarball, join(work, name));
    console.log(`${name}: ${Math.ceil(statSync(tarball).size / 1000)} kB packed`);
    for (const version of versions) {
      const folder = join(work, `${name}-${version}`);
      mkdirSync(folder);
      const { args, call, expect } = cases[name](folder);
      const started = performance.now();
      const { answers, code, stderr } = await drive(
        node(version),
        [bin, ...args],
        [
          {
            jsonrpc: '2.0',
            id: 1,
            method: 'initialize',
            params: {
              protocolVersion: '2025-11-25',
              capabilities: {},
              clientInfo: { name: 'matrix', version: '1' },
            },
          },
          { jsonrpc: '2.0', id: 2, method: 'tools/list' },
          { jsonrpc: '2.0', id: 3, method: 'tools/call', params: call },
          { jsonrpc: '2.0', id: 4, method: 'server/discover', params: { _meta: meta } },
          { jsonrpc: '2.0', id: 5, method: 'tools/list', params: { _meta: meta } },
          { jsonrpc: '2.0', id: 6, method: 'tools/call', params: { ...call, _meta: meta } },
        ],
      );
      const good =
        code === 0 &&
        stderr === '' &&
        answers[0]?.result?.protocolVersion === '2025-11-25' &&
        answers[3]?.result?.supportedVersions?.includes('2026-07-28') &&
        [answers[1], answers[4]].every((answer) => answer?.result?.tools?.length > 0) &&
        [answers[2], answers[5]].every((answer) => answer?.result?.content?.[0]?.text?.includes(expect));
      if (!good) failures++;
      const detail = good
        ? `${(performance.now() - started).toFixed(0)} ms`
        : `FAILED exit ${code} ${stderr.trim()} ${JSON.stringify(answers.at(-1))?.slice(0, 300)}`;
      console.log(`  Node ${version.padEnd(4)} ${detail}`);
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;
