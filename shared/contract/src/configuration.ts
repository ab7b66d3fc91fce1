// A faulty configuration never kills the handshake; environment twins mean what their options mean.
import { stringAt } from '@plainmcp/harness/json';
import { ensure, equal, matches, none, show } from './assert.ts';
import { expectUsageError } from './command-line.ts';
import { quickCall } from './control.ts';
import { textChars } from './limits.ts';
import type { LaunchOptions, Server, Session } from './session.ts';
import { twin } from './twins.ts';
import type { Check, FaultyConfiguration } from './types.ts';

/** Opens in both eras, lists, ends with 0, and a call says the remedy. */
async function expectStands(session: Session, server: Server, remedy: RegExp): Promise<void> {
  const expected = (await session.tools()).length;
  for (const era of ['2024-11-05', '2025-11-25', '2026-07-28'] as const) {
    const client = await server.connect(era);
    const listed = await client.listTools();
    ensure(listed.length > 0 && listed.length <= expected, `${era}: ${listed.length} tools are listed`);
    const name = stringAt(listed[0] ?? {}, 'name');
    const [args = {}] = server.fixture.samples(name);
    const reply = await client.call(name, args);
    ensure(reply.isError, `${era}: a call of ${name} must be an isError result, got ${show(reply.text)}`);
    matches(reply.text, remedy, `${era}: the error must say the remedy`);
    client.detach();
  }
  server.proc.endInput();
  equal(await server.proc.waitExit(15_000), { code: 0, signal: null }, 'exit');
}

function standsWith(what: string, options: (session: Session) => LaunchOptions, remedy: RegExp): Check {
  return {
    name: `configuration: with ${what} the handshake and the lists answer and a call says the remedy`,
    async run(session) {
      await expectStands(session, await session.launch({ ...options(session), stderrAllowed: true }), remedy);
    },
  };
}

const general: readonly Check[] = [
  standsWith(
    'a number that is none',
    () => ({ args: ['--max-output-chars', 'banana'] }),
    /--max-output-chars/,
  ),
  standsWith('a number out of range', () => ({ args: ['--timeout', '-5'] }), /--timeout/),
  standsWith(
    'a wrong environment value',
    (session) => ({ env: { [twin(session, 'TIMEOUT')]: 'soon' } }),
    /_TIMEOUT\b/,
  ),
];

/** The configurations the record calls faulty; --check must fail on them too. */
export function faultyChecks(faulty: readonly FaultyConfiguration[]): Check[] {
  return faulty.flatMap(({ name, args, env = {}, remedy }) => [
    standsWith(name, () => ({ bare: true, args, env }), remedy),
    {
      name: `configuration: --check fails with ${name} and says the remedy`,
      async run(session: Session) {
        const { code, stdout, stderr } = await session.run([...args, '--check'], env);
        ensure(code !== 0 && code !== null, `exit code ${code}`);
        matches(`${stdout}${stderr}`, remedy, 'the remedy');
      },
    },
  ]);
}

async function listedWith(
  session: Session,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<string[]> {
  const client = await (await session.launch({ env, args })).connect();
  return (await client.listTools()).map((tool) => stringAt(tool, 'name'));
}

const twinsOfLists: Check = {
  name: 'environment: TOOLS, DISABLE_TOOLS and READ_ONLY mean what the options mean, and an option wins',
  async run(session) {
    const all = (await session.tools()).map((tool) => stringAt(tool, 'name'));
    const [first, second = first] = all;
    ensure(first !== undefined && second !== undefined, 'no tool is listed');
    equal(await listedWith(session, { [twin(session, 'TOOLS')]: first }), [first], 'tools listed by TOOLS');
    equal(
      await listedWith(session, { [twin(session, 'TOOLS')]: first }, ['--tools', second]),
      [second],
      'tools listed where both are given',
    );
    const rest = all.filter((name) => name !== first);
    if (rest.length > 0)
      equal(
        await listedWith(session, { [twin(session, 'DISABLE_TOOLS')]: first }),
        rest,
        'tools listed by DISABLE_TOOLS',
      );
    for (const off of ['false', '0', 'no', '']) {
      equal(
        await listedWith(session, { [twin(session, 'READ_ONLY')]: off }),
        all,
        `tools listed with READ_ONLY="${off}"`,
      );
    }
    const { args, env } = await session.fixture();
    expectUsageError(
      await session.run(args, { ...env, [twin(session, 'TOOLS')]: 'no_such_tool' }),
      'an unknown name in TOOLS',
    );
  },
};

const twinsOfLimits: Check = {
  name: 'environment: MAX_OUTPUT_CHARS and VERBOSE mean what the options mean',
  async run(session) {
    const server = await session.launch({ env: { [twin(session, 'MAX_OUTPUT_CHARS')]: '1000' } });
    const client = await server.connect();
    const { large } = server.fixture;
    const { tool, args } = large ?? quickCall(session, server.fixture);
    const chars = textChars((await client.call(tool, args, { timeoutMs: 30_000 })).content);
    ensure(chars <= 1000, `${chars} characters with MAX_OUTPUT_CHARS=1000`);
    const loud = await session.launch({ env: { [twin(session, 'VERBOSE')]: '1' }, stderrAllowed: true });
    await (await loud.connect()).listTools();
    loud.proc.endInput();
    await loud.proc.waitExit(15_000);
    ensure(loud.proc.stderr !== '', 'VERBOSE=1 writes nothing to stderr');
  },
};

const namedInHelp: Check = {
  name: 'environment: --help names the variable of each option that takes one',
  async run(session) {
    const { stdout } = await session.run(['--help']);
    const options = [
      'READ_ONLY',
      'TOOLS',
      'TOOLSETS',
      'DISABLE_TOOLS',
      'MAX_OUTPUT_CHARS',
      'TIMEOUT',
      'VERBOSE',
    ];
    none(
      options
        .map((option) => twin(session, option))
        .filter((name) => !stdout.includes(name))
        .map((name) => `--help does not name ${name}`),
    );
  },
};

export const configuration: readonly Check[] = [...general, twinsOfLists, twinsOfLimits, namedInHelp];
