// Every sample call in every revision: it works, and its result has the right shape.

import type { ToolReply } from '@plainmcp/harness/client';
import { freshId } from '@plainmcp/harness/client';
import { isSince, type Revision, revisions } from '@plainmcp/harness/eras';
import { type JsonObject, objectAt } from '@plainmcp/harness/json';
import { agreementComplaints } from './agreement.ts';
import { ensure, equal, matches, none, show } from './assert.ts';
import { invoke } from './invoke.ts';
import { errorCode, exchange, legacyRequest, modernRequest } from './probe.ts';
import { callComplaints } from './shapes.ts';
import type { Check } from './types.ts';
import { check } from './validator.ts';

function outputComplaints(revision: Revision, tool: JsonObject, reply: ToolReply): string[] {
  const schema = tool['outputSchema'];
  if (schema === undefined)
    return reply.structured === undefined ? [] : ['structuredContent without an outputSchema'];
  // Older revisions do not know structured results; a server may leave them out there.
  if (reply.structured === undefined && !isSince(revision, '2025-06-18')) return [];
  if (reply.structured === undefined) return ['outputSchema is declared but structuredContent is missing'];
  const invalid = check(objectAt(tool, 'outputSchema'), reply.structured).map(
    (error) => `structuredContent breaks outputSchema: ${error}`,
  );
  return [...invalid, ...agreementComplaints(reply.structured, reply.text)];
}

function samplesIn(revision: Revision): Check {
  return {
    name: `calls: each sample succeeds in ${revision}, in the shape of that revision`,
    timeoutMs: 60_000,
    async run(session) {
      const server = await session.launch();
      const client = await server.connect(revision);
      const listed = new Map((await session.tools()).map((tool) => [String(tool['name']), tool]));
      const order = [
        ...session.subject.sampled,
        ...[...listed.keys()].filter((name) => !session.subject.sampled.includes(name)),
      ];
      const found: string[] = [];
      for (const name of order) {
        const tool = listed.get(name) ?? { name };
        for (const args of server.fixture.samples(name)) {
          const reply = await invoke(client, tool, args);
          const complaints = reply.isError
            ? [`failed with ${show(args)}: ${show(reply.text)}`]
            : outputComplaints(revision, tool, reply);
          found.push(
            ...[...complaints, ...callComplaints(revision, reply.result)].map(
              (complaint) => `${name}: ${complaint}`,
            ),
          );
        }
      }
      none(found);
    },
  };
}

const unknownTool: Check = {
  name: 'calls: an unknown tool or a call without a name is -32602',
  async run(session) {
    const { proc } = await session.shared();
    for (const build of [legacyRequest, modernRequest]) {
      const line = await exchange(
        proc,
        build(freshId(), 'tools/call', { name: 'no_such_tool', arguments: {} }),
      );
      equal(errorCode(line, 'unknown tool'), -32602, 'error code of an unknown tool');
      matches(line.text, /no_such_tool/, 'error text (must name the tool)');
      for (const params of [{}, { name: 5 }, { name: null, arguments: {} }]) {
        equal(
          errorCode(await exchange(proc, build(freshId(), 'tools/call', params)), show(params)),
          -32602,
          `error code of ${show(params)}`,
        );
      }
    }
    equal(
      errorCode(await exchange(proc, legacyRequest(freshId(), 'tools/call')), 'no params'),
      -32602,
      'error code without params',
    );
  },
};

const nearName: Check = {
  name: 'calls: a misspelled tool name is answered with the nearest one',
  async run(session) {
    const { proc } = await session.shared();
    const names = (await session.tools()).map((tool) => String(tool['name']));
    const name = names.find((candidate) => candidate.length >= 6);
    if (name === undefined) return ensure(names.length > 0, 'no tool is listed');
    const typo = `${name.slice(0, -2)}${name.at(-1)}${name.at(-2)}`;
    const wrong = names.includes(typo) ? `${name}x` : typo;
    const line = await exchange(proc, modernRequest(freshId(), 'tools/call', { name: wrong, arguments: {} }));
    equal(errorCode(line, wrong), -32602, 'error code');
    ensure(
      line.text.replaceAll(wrong, '').includes(name),
      `the error for "${wrong}" must name "${name}": ${show(line.text)}`,
    );
  },
};

export const calls: readonly Check[] = [...revisions.map(samplesIn), unknownTool, nearName];
