// The shared main: what it prints, how it ends, and a real process that serves.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../src/host.ts';
import { runServer } from '../src/run.ts';
import { spec } from './sample-server.ts';
import { variable } from './variable.ts';

interface Ended {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** Runs in this process what never serves. */
async function run(argv: readonly string[], build = spec.build): Promise<Ended> {
  let [out, err, code] = ['', '', 0];
  const host: Host = {
    argv,
    env: { SAMPLE_TOKEN: 'tok-hunter2-hunter2' },
    execPath: '/usr/bin/node',
    execArgv: [],
    script: '/opt/bin.js',
    platform: 'linux',
    cwd: () => '/work',
    out(text) {
      out += text;
    },
    err(text) {
      err += text;
    },
    setExitCode(value) {
      code = value;
    },
  };
  await runServer({ ...spec, build }, host);
  return { out, err, code };
}

describe('printing', () => {
  it('--version', async () => {
    expect(await run(['--version'])).toEqual({ out: 'plainmcp-sample 1.2.3\n', err: '', code: 0 });
  });

  it.each(['--help', '-h'])('%s', async (flag) => {
    const { out, err, code } = await run([flag, '--no-such']);
    expect([out.split('\n')[0], err, code]).toEqual(['Sample 1.2.3: Serves samples', '', 0]);
  });

  it('--print-config keeps the entry apart from the hint', async () => {
    const { out, err, code } = await run(['--print-config', 'cursor', '--read-only', 'notes']);
    expect(JSON.parse(out)).toEqual({
      mcpServers: {
        sample: {
          command: '/usr/bin/node',
          args: ['/opt/bin.js', '--read-only', '/work/notes'],
          env: { SAMPLE_TOKEN: variable('env:SAMPLE_TOKEN') },
        },
      },
    });
    expect([err.startsWith('Cursor: Merge it into ~/.cursor/mcp.json'), code]).toEqual([true, 0]);
  });

  it.each([
    [['/srv'], 0, /^folder \/srv\nok\n$/m],
    [['/gone'], 1, /^problem: folder \/gone\nnot ready: 1 problem\n$/m],
    [[], 1, /^problem: No folder: start with a DIR\.\nnot ready: 1 problem\n$/m],
    [
      ['/srv', '--timeout=0'],
      1,
      /^problem: --timeout must be a whole number of seconds from 1 to 3,600, not "0"\n/m,
    ],
  ])('--check %j', async (argv, code, expected) => {
    const ended = await run(['--check', ...argv]);
    expect(ended).toMatchObject({ code, err: '' });
    expect(ended.out).toMatch(expected);
    expect(ended.out).toContain('4 tools: read, write, leak, crash\n');
  });
});

describe('usage errors', () => {
  it.each([
    [['--raed-only'], 'unknown option --raed-only; did you mean --read-only?'],
    [['--tools', 'raed'], 'unknown tool raed; did you mean read?'],
    [['--tools=delete_file'], 'tool delete_file needs --allow-delete'],
    [['--toolsets=moer'], 'unknown toolset moer; did you mean more?'],
    [['--disable-tools=x'], 'unknown tool x; known: read, write, leak, crash, audit and delete_file'],
    [['--print-config=emacs'], /^--print-config must be .*, not "emacs"/],
  ])('%j', async (argv, message) => {
    const { out, err, code } = await run(['--check', ...argv]);
    expect([out, code]).toEqual(['', 2]);
    expect(err).toMatch(/^plainmcp-sample: .*; see plainmcp-sample --help\n$/);
    expect(err.slice('plainmcp-sample: '.length)).toMatch(message);
  });
});

it('a build that throws ends with 1 and a scrubbed stack', async () => {
  const build = (): never => {
    throw new Error('no tok-hunter2-hunter2');
  };
  const { out, err, code } = await run(['--check'], build);
  expect([out, code]).toEqual(['', 1]);
  expect(err).toMatch(/^plainmcp-sample: bug in build: Error: no \[redacted\]\n\s+at /);
});

describe('a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kit-run-'));
  const script = join(folder, 'main.mjs');
  beforeAll(async () => {
    const contents = `import { main } from './sample-server.ts'; await main();`;
    await build({
      stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
      outfile: script,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      conditions: ['@plainmcp/source', 'node', 'import'],
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function start(
    args: readonly string[],
    input: string,
    env: Readonly<Record<string, string>>,
  ): Promise<Ended> {
    const child = spawn(process.execPath, [script, ...args], { env: { PATH: process.env['PATH'], ...env } });
    const out: string[] = [];
    const err: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
    child.stdin.on('error', () => {}).end(input);
    await once(child, 'close');
    return { out: out.join(''), err: err.join(''), code: child.exitCode ?? -1 };
  }

  /** Sends every request at once, ends the input, and gives the answers in the order of the requests. */
  async function serve(
    args: readonly string[],
    requests: readonly object[],
    env: Readonly<Record<string, string>> = {},
  ) {
    const lines = requests.map((request, id) => JSON.stringify({ jsonrpc: '2.0', id, ...withMeta(request) }));
    const ended = await start(args, lines.map((line) => `${line}\n`).join(''), env);
    const answers = new Map<unknown, unknown>();
    for (const line of ended.out.split('\n').slice(0, -1)) {
      const message: unknown = JSON.parse(line);
      answers.set(new Map(Object.entries(Object(message))).get('id'), message);
    }
    return { ...ended, answers: [...requests.keys()].map((id) => answers.get(id)) };
  }

  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const withMeta = (request: object): object => ({
    ...request,
    params: { ...('params' in request ? Object(request.params) : {}), _meta },
  });
  const call = (name: string) => ({ method: 'tools/call', params: { name, arguments: {} } });
  const said = (text: unknown) => ({ result: { content: [{ type: 'text', text }] } });
  const names = (answer: unknown) =>
    [...JSON.stringify(answer).matchAll(/"name":"(\w+)","title"/g)].map(([, name]) => name);

  it('serves with a clean stdout and a silent stderr', async () => {
    const requests = [{ method: 'server/discover' }, { method: 'tools/list' }, call('read')];
    const { answers, err, code } = await serve(['/srv'], requests, { SAMPLE_NOISE: '1' });
    expect(answers[0]).toMatchObject({ result: { instructions: 'Tools: read write leak crash' } });
    expect(names(answers[1])).toEqual(['read', 'write', 'leak', 'crash']);
    expect(answers[2]).toMatchObject(said('x'.repeat(2000)));
    expect({ err, code }).toEqual({ err: 'a library that prints while it loads\n', code: 0 });
  });

  it('lists what the options leave, holds the budget', async () => {
    const args = [
      '/srv',
      '--read-only',
      '--toolsets=more',
      '--disable-tools=leak',
      '--max-output-chars=1000',
    ];
    const { answers } = await serve(args, [{ method: 'tools/list' }, call('read'), call('write')]);
    expect(names(answers[0])).toEqual(['read', 'crash', 'audit']);
    expect(JSON.stringify(answers[1])).toContain(
      '[cut: 800 of 2,000 characters shown; narrow: ask for less in one call]',
    );
    expect(answers[2]).toMatchObject({ error: { code: -32602 } });
  });

  it('answers every use with the fault, and says it on stderr', async () => {
    const { answers, err, code } = await serve(
      [variable('workspaceFolder')],
      [
        { method: 'tools/list' },
        call('read'),
        { method: 'resources/list' },
        { method: 'resources/read', params: { uri: 'sample:a' } },
      ],
    );
    expect(names(answers[0])).toHaveLength(4);
    const fault = expect.stringMatching(/not configured[\s\S]*holds the literal text/);
    expect(answers[1]).toMatchObject({ result: { isError: true, content: [{ text: fault }] } });
    expect(answers[2]).toMatchObject({ result: { resources: [{ uri: 'sample:a' }] } });
    expect(answers[3]).toMatchObject({ error: { message: fault } });
    expect(err).toMatch(/^plainmcp-sample: DIR holds the literal text [^\n]*\n$/);
    expect(code).toBe(0);
  });

  it('lets no secret out, not even by a bug', async () => {
    const token = 'tok-hunter2 hunter2';
    const { answers, out, err } = await serve(['/srv', '--verbose'], [call('leak'), call('crash')], {
      SAMPLE_TOKEN: token,
    });
    expect(answers[0]).toMatchObject(said('[redacted] [redacted] [redacted]'));
    expect(answers[1]).toMatchObject({ result: { isError: true } });
    expect(out + err).not.toContain('hunter2');
    expect(err).toMatch(/^plainmcp-sample: bug in .*crash \(\w+\): Error: bug with \[redacted\]\n\s+at /m);
    expect(err).toContain('plainmcp-sample: serving /srv\n');
    expect(err).toContain('plainmcp-sample: closed\n');
  });

  it('ends with 2 and a line for an unknown tool, without a word on stdout', async () => {
    const { out, err, code } = await serve(['--tools=raed'], []);
    expect({ out, code }).toEqual({ out: '', code: 2 });
    expect(err).toContain(
      'plainmcp-sample: unknown tool raed; did you mean read?; see plainmcp-sample --help\n',
    );
  });

  it('prints help and version and ends', async () => {
    expect(await start(['--version'], '', {})).toEqual({ out: 'plainmcp-sample 1.2.3\n', err: '', code: 0 });
    const { out, err, code } = await start(['--help'], '', {});
    expect([out.includes('Usage: plainmcp-sample [options] [DIR...]'), err, code]).toEqual([true, '', 0]);
  });

  it('ends well when nobody reads its help', async () => {
    const child = spawn(process.execPath, [script, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    const err: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
    await once(child, 'close');
    expect([err, child.exitCode]).toEqual([[], 0]);
  });
});
