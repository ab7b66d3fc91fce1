// --help, --version, --check, usage errors and the choice of tools.
import { stringAt } from '@plainmcp/harness/json';
import type { Finished } from '@plainmcp/harness/run';
import { ensure, equal, matches, none, show } from './assert.ts';
import { readManifest } from './manifest-files.ts';
import type { Session } from './session.ts';
import type { Check } from './types.ts';

const commonOptions = [
  '--help',
  '--version',
  '--check',
  '--print-config',
  '--read-only',
  '--tools',
  '--toolsets',
  '--disable-tools',
];
const moreOptions = ['--max-output-chars', '--timeout', '--verbose'];

/** One line on stderr, nothing on stdout, code 2. */
export function expectUsageError({ code, stdout, stderr }: Finished, what: string): void {
  equal(code, 2, `${what}: exit code`);
  equal(stdout, '', `${what}: stdout`);
  equal(stderr.trimEnd().split('\n').length, 1, `${what}: lines on stderr (${show(stderr)})`);
  ensure(stderr.endsWith('\n'), `${what}: the line must end with a newline`);
  ensure(!/\n\s+at /.test(stderr), `${what}: a stack trace`);
}

async function names(
  session: Session,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const client = await (await session.launch({ args, env })).connect();
  return (await client.listTools()).map((tool) => stringAt(tool, 'name'));
}

const help: Check = {
  name: 'command line: --help prints every option to stdout and nothing else',
  async run(session) {
    const { code, stdout, stderr } = await session.run(['--help']);
    equal(code, 0, 'exit code');
    equal(stderr, '', 'stderr');
    none(
      [...commonOptions, ...moreOptions]
        .filter((option) => !stdout.includes(option))
        .map((option) => `--help does not name ${option}`),
    );
    matches(stdout, new RegExp(`plainmcp-${session.subject.name}`), 'the program name');
    const long = stdout.split('\n').filter((line) => line.length > 120);
    equal(long, [], 'lines over 120 characters');
  },
};

const version: Check = {
  name: 'command line: --version prints the version of package.json',
  async run(session) {
    const { code, stdout, stderr } = await session.run(['--version']);
    equal({ code, stderr }, { code: 0, stderr: '' }, 'exit code and stderr');
    const wanted = String(readManifest(session.subject.packageJson)['version']);
    const { name } = session.subject;
    ensure(
      [`${wanted}\n`, `plainmcp-${name} ${wanted}\n`].includes(stdout),
      `expected ${wanted}, got ${show(stdout)}`,
    );
  },
};

const unknownOption: Check = {
  name: 'command line: an unknown option ends with one line and code 2',
  async run(session) {
    const { args, env } = await session.fixture();
    const result = await session.run([...args, '--no-such-option'], env);
    expectUsageError(result, '--no-such-option');
    matches(result.stderr, /no-such-option/, 'the line must name it');
    const near = await session.run([...args, '--read-onyl'], env);
    expectUsageError(near, '--read-onyl');
    matches(near.stderr, /--read-only\b/, 'the line must name the nearest option');
  },
};

const unknownName: Check = {
  name: 'command line: an unknown tool or toolset ends with one line and code 2',
  async run(session) {
    const { args, env } = await session.fixture();
    for (const option of ['--tools', '--disable-tools', '--toolsets']) {
      const result = await session.run([...args, option, 'no_such_name'], env);
      expectUsageError(result, `${option} no_such_name`);
      matches(result.stderr, /no_such_name/, 'the line must name it');
    }
  },
};

const selection: Check = {
  name: 'command line: --tools lists exactly these, --disable-tools leaves these out',
  async run(session) {
    const all = (await session.tools()).map((tool) => stringAt(tool, 'name'));
    const [first, last] = [all[0], all.at(-1)];
    ensure(first !== undefined && last !== undefined, 'no tool is listed');
    equal(await names(session, ['--tools', first]), [first], `tools listed with --tools ${first}`);
    const both = all.filter((name) => name === first || name === last);
    equal(
      await names(session, ['--tools', `${last},${first}`]),
      both,
      "tools listed with two names (the order stays the server's)",
    );
    if (all.length === 1) return;
    equal(
      await names(session, ['--disable-tools', first]),
      all.slice(1),
      `tools listed with --disable-tools ${first}`,
    );
    const server = await session.launch({ args: ['--disable-tools', first] });
    const client = await server.connect();
    const { error } = await client.request('tools/call', {
      name: first,
      arguments: server.fixture.samples(first)[0] ?? {},
    });
    equal(error?.code, -32602, 'error code of a disabled tool');
  },
};

const goodCheck: Check = {
  name: 'command line: --check reports on a good configuration and ends with 0',
  async run(session) {
    const { args, env } = await session.fixture();
    const { code, stdout, stderr } = await session.run([...args, '--check'], env);
    equal({ code, stderr }, { code: 0, stderr: '' }, `exit code and stderr (stdout: ${show(stdout)})`);
    ensure(stdout.trim() !== '', '--check prints nothing');
  },
};

export const commandLine: readonly Check[] = [
  help,
  version,
  unknownOption,
  unknownName,
  selection,
  goodCheck,
];
