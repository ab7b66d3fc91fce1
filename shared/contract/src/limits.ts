// Results stay within --max-output-chars, and a cut says what was left out and how to get it.
import type { ToolReply } from '@plainmcp/harness/client';
import { type JsonObject, objectAt, stringAt } from '@plainmcp/harness/json';
import { ensure, none, show } from './assert.ts';
import { invoke } from './invoke.ts';
import type { Server, Session } from './session.ts';
import type { Check } from './types.ts';

const usualChars = 40_000;
const smallChars = 1000;
const hugeChars = 1_000_000;
/** The one wording of all servers. */
export const cutLine =
  /^\[cut: [\d,]+ (?:of [\d,]+ .+ shown|.+ shown, more exist)(?:; (?:next|narrow): .+)?\]$/;

/** Characters over all text blocks. */
export function textChars(content: readonly JsonObject[]): number {
  return content.reduce(
    (sum, block) => sum + (block['type'] === 'text' ? stringAt(block, 'text').length : 0),
    0,
  );
}

async function judgeSamples(session: Session, limit: number, args: readonly string[]): Promise<void> {
  const server = await session.launch({ args });
  const client = await server.connect();
  const found: string[] = [];
  for (const tool of await session.tools()) {
    const name = String(tool['name']);
    for (const sample of server.fixture.samples(name)) {
      const { content } = await invoke(client, tool, sample);
      const chars = textChars(content);
      if (chars > limit) found.push(`${name}: ${chars} characters, the budget is ${limit}`);
    }
  }
  none(found);
}

async function callLarge(
  session: Session,
  server: Server,
): Promise<{ reply: ToolReply; tool: JsonObject; args: JsonObject }> {
  const { large } = server.fixture;
  ensure(large !== undefined, 'the record has no large call');
  const tool = (await session.tools()).find((candidate) => candidate['name'] === large.tool);
  ensure(tool !== undefined, `the large call names ${large.tool}, which is not listed`);
  const client = await server.connect();
  const reply = await client.call(large.tool, large.args, { timeoutMs: 30_000 });
  ensure(!reply.isError, `the large call failed: ${show(reply.text)}`);
  return { reply, tool, args: large.args };
}

/** The cut line of a result; fails where the last line of the last text block is none. */
export function cutOf(reply: ToolReply): string {
  const last = reply.content.filter((block) => block['type'] === 'text').at(-1);
  const line =
    stringAt(last ?? {}, 'text')
      .split('\n')
      .at(-1) ?? '';
  ensure(
    cutLine.test(line),
    `the last line must say what was cut, like [cut: 10 of 20 lines shown; next: offset=11]: ${show(line)}`,
  );
  ensure(
    /; (?:next|narrow): /.test(line),
    `the cut must name the argument that gets the rest: ${show(line)}`,
  );
  return line;
}

/** Arguments named by `next: offset=813` (several are separated by a comma), in the type the schema wants. */
export function continuation(line: string, tool: JsonObject): JsonObject | undefined {
  const next = /; next: (.+)\]$/.exec(line)?.[1];
  if (next === undefined) return undefined;
  const pairs = next.split(/,\s+|\s+and\s+/).map((pair) => /^(\w+)=(.+)$/.exec(pair));
  return Object.fromEntries(
    pairs.map((pair) => {
      ensure(pair !== null, `the continuation must be name=value: ${show(next)}`);
      const [, name = '', text = ''] = pair;
      const schema = objectAt(tool, 'inputSchema', 'properties', name);
      ensure(Object.keys(schema).length > 0, `the continuation names ${name}, which is no argument`);
      const isNumber = schema['type'] === 'integer' || schema['type'] === 'number';
      return [name, isNumber ? Number(text.replaceAll(',', '')) : text.replace(/^"(.*)"$/, '$1')];
    }),
  );
}

function largeAt(limit: number, args: readonly string[]): Check {
  return {
    name: `limits: the large call stays within ${limit} characters and announces the cut`,
    timeoutMs: 60_000,
    async run(session) {
      const server = await session.launch({ args });
      const { reply } = await callLarge(session, server);
      const chars = textChars(reply.content);
      ensure(chars <= limit, `${chars} characters, the budget is ${limit}`);
      cutOf(reply);
    },
  };
}

const continued: Check = {
  name: 'limits: the continuation a cut names works and brings something else',
  timeoutMs: 60_000,
  async run(session) {
    const server = await session.launch();
    const { reply, tool, args } = await callLarge(session, server);
    const more = continuation(cutOf(reply), tool);
    if (more === undefined) return;
    const client = await server.connect();
    const second = await client.call(String(tool['name']), { ...args, ...more }, { timeoutMs: 30_000 });
    ensure(!second.isError, `the call with ${show(more)} failed: ${show(second.text)}`);
    ensure(second.text !== reply.text, `the call with ${show(more)} brought the same again`);
  },
};

const ceiling: Check = {
  name: 'limits: nothing over 4 MiB is sent, whatever budget is asked for',
  timeoutMs: 60_000,
  async run(session) {
    const server = await session.launch({ args: ['--max-output-chars', String(hugeChars)] });
    const { large } = server.fixture;
    ensure(large !== undefined, 'the record has no large call');
    const client = await server.connect();
    // The size of every line is judged by the session; here it matters only that an answer comes.
    await client.call(large.tool, large.args, { timeoutMs: 30_000 });
  },
};

export const limits: readonly Check[] = [
  {
    name: `limits: each sample stays within ${usualChars} characters`,
    timeoutMs: 60_000,
    run: (session) => judgeSamples(session, usualChars, []),
  },
  {
    name: `limits: each sample stays within --max-output-chars ${smallChars}`,
    timeoutMs: 60_000,
    run: (session) => judgeSamples(session, smallChars, ['--max-output-chars', String(smallChars)]),
  },
];

export const largeLimits: readonly Check[] = [
  largeAt(usualChars, []),
  largeAt(smallChars, ['--max-output-chars', String(smallChars)]),
  continued,
  ceiling,
];
