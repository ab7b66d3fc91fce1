// Near-valid arguments in bulk: always a reply, never a crash, never over a limit, nothing outside.
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@plainmcp/harness/client';
import { modernRevision } from '@plainmcp/harness/eras';
import { type JsonObject, objectAt } from '@plainmcp/harness/json';
import { type Reply, toToolReply } from '@plainmcp/harness/replies';
import fc from 'fast-check';
import { argumentsFor, outsideName } from './arbitrary.ts';
import { ensure, equal, none, show } from './assert.ts';
import { textChars } from './limits.ts';
import { callComplaints } from './shapes.ts';
import type { Check } from './types.ts';

/** Fixed, so that a failure seen once is seen again; FUZZ_SEED tries others. */
const defaultSeed = 20_261_120;
const runsPerTool = 25;
const replyMs = 20_000;
const maxOutputChars = 4000;

async function oneCall(client: Client, tool: string, args: JsonObject): Promise<void> {
  try {
    judge(await client.request('tools/call', { name: tool, arguments: args }, { timeoutMs: replyMs }));
  } catch (error) {
    throw new Error(`${tool} with ${show(args)}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function judge(reply: Reply): void {
  const { result, error } = reply;
  if (error !== undefined) {
    ensure(error.code === -32602, `protocol error ${error.code} ${error.message}`);
    return;
  }
  ensure(result !== undefined, 'neither result nor error');
  if (result['resultType'] === 'input_required') return;
  none(callComplaints(modernRevision, result));
  const { content, text } = toToolReply(reply);
  ensure(
    textChars(content) <= maxOutputChars,
    `${textChars(content)} characters, over the budget of ${maxOutputChars}`,
  );
  ensure(!/\bat .+\(?(?:file:|node:|\/).+:\d+:\d+\)?/.test(text), `a stack trace was sent: ${show(text)}`);
}

const fuzzed: Check = {
  name: 'fuzz: near-valid arguments always get a reply within the limits and never end the server',
  timeoutMs: 120_000,
  async run(session) {
    const outside = join(tmpdir(), outsideName);
    rmSync(outside, { recursive: true, force: true });
    const server = await session.launch({
      args: ['--max-output-chars', String(maxOutputChars), '--timeout', '2'],
    });
    // It declines every question, so that nothing irrevocable is done by chance.
    const client = await server.connect(modernRevision, { capabilities: {} });
    const seed = Number(process.env['FUZZ_SEED'] ?? defaultSeed);
    for (const tool of await session.tools()) {
      const name = String(tool['name']);
      const args = argumentsFor(objectAt(tool, 'inputSchema'), server.fixture.samples(name));
      const cases = fc.sample(args, { numRuns: runsPerTool, seed });
      // All at once: a tool that waits for its time limit costs that limit once, not for each case.
      await Promise.all(cases.map((values) => oneCall(client, name, values)));
    }
    ensure(!existsSync(outside), `something was written to ${outside}`);
    server.proc.endInput();
    equal((await server.proc.waitExit(15_000)).code, 0, 'exit code');
  },
};

export const fuzz: readonly Check[] = [fuzzed];
