// A bare JSON-lines client for measurements: nothing between the clock and the pipe.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Starts a server; `call` resolves to { ms, text, bytes } of one tools/call. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], ...options });
  const waiting = new Map();
  let chunks = [];
  child.stdout.on('data', (chunk) => {
    chunks.push(chunk);
    if (!chunk.includes(10)) return;
    const lines = Buffer.concat(chunks).toString('utf8').split('\n');
    chunks = [Buffer.from(lines.pop())];
    for (const line of lines) {
      const message = JSON.parse(line);
      waiting.get(message.id)?.(message, line.length);
      waiting.delete(message.id);
    }
  });
  let id = 0;
  const request = (method, params) =>
    new Promise((resolve) => {
      const mine = ++id;
      const text = `${JSON.stringify({ jsonrpc: '2.0', id: mine, method, params })}\n`;
      const began = performance.now();
      waiting.set(mine, (message, bytes) => resolve({ ms: performance.now() - began, message, bytes }));
      child.stdin.write(text);
    });
  return {
    child,
    request,
    async call(name, args_) {
      const { ms, message, bytes } = await request('tools/call', { name, arguments: args_ });
      const content = message.result?.content ?? [];
      const text = content.map((block) => block.text ?? '').join('\n');
      return { ms, bytes, text, isError: message.result?.isError === true || message.error !== undefined };
    },
    async initialize() {
      await request('initialize', {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'bench', version: '1' },
      });
      child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
    },
    /** Megabytes: now and at the highest, from the kernel; Linux only, else undefined. */
    memory() {
      if (process.platform !== 'linux') return { rss: undefined, peak: undefined };
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      const read = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
      return { rss: read('VmRSS'), peak: read('VmHWM') };
    },
    close() {
      return new Promise((resolve) => {
        child.once('close', resolve);
        child.stdin.end();
        setTimeout(() => child.kill(), 5000).unref();
      });
    },
  };
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
