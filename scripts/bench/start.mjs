// Spawn to the answer of tools/list, and idle memory: ours, the official server and bare Node, interleaved.
import { spawn } from 'node:child_process';
import { median, start } from './wire.mjs';

const rounds = 15;
// Reads and answers one line: the least that a stdio server can be.
const bareServer = `process.stdin.once('data', () => process.stdout.write('{"jsonrpc":"2.0","id":1,"result":{}}\\n')); process.stdin.on('end', () => process.exit(0))`;

async function bareNode() {
  const began = performance.now();
  await new Promise((resolve) =>
    spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }).on('exit', resolve),
  );
  return performance.now() - began;
}

async function toList(args) {
  const began = performance.now();
  const server = start(process.execPath, args);
  await server.request('tools/list', {});
  const ms = performance.now() - began;
  await new Promise((resolve) => setTimeout(resolve, 150));
  const { rss } = server.memory();
  await server.close();
  return { ms, rss };
}

/** `servers`: name -> arguments of node. Returns rows of [what, ours..., ratio]. */
export async function benchStart(servers) {
  const times = { 'bare node -e 0': [], 'bare stdio loop': [] };
  const memory = { 'bare stdio loop': [] };
  for (const name of Object.keys(servers)) {
    times[name] = [];
    memory[name] = [];
  }
  for (let i = 0; i < rounds; i++) {
    times['bare node -e 0'].push(await bareNode());
    for (const [name, args] of [['bare stdio loop', ['-e', bareServer]], ...Object.entries(servers)]) {
      const { ms, rss } = await toList(args);
      times[name].push(ms);
      memory[name].push(rss);
    }
  }
  const floor = median(times['bare node -e 0']);
  const floorMemory = median(memory['bare stdio loop']);
  return Object.keys(times).map((name) => ({
    name,
    ms: median(times[name]),
    ratio: median(times[name]) / floor,
    over: median(times[name]) - floor,
    rss: memory[name] && median(memory[name]),
    rssOver: memory[name] && median(memory[name]) - floorMemory,
  }));
}
