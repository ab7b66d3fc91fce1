// Request ids: echoed digit for digit, refused where they are no ids, and not mixed up.
import { freshId } from '@plainmcp/harness/client';
import { at, isObject } from '@plainmcp/harness/json';
import type { Line } from '@plainmcp/harness/spawn';
import { ensure, equal, show } from './assert.ts';
import { answerTo, expectAlive, expectErrorWithoutId, modernRequest, saidTo, writtenId } from './probe.ts';
import type { Check } from './types.ts';

const integers = [
  '0',
  '-5',
  '9007199254740991',
  '9007199254740993',
  '-9007199254740995',
  '123456789012345678901234567890',
];
const texts = [
  '""',
  '"1"',
  '"01"',
  '"null"',
  '"żółw 🐢"',
  '"a\\"b\\\\c"',
  '"\\u0000\\n"',
  `"${'k'.repeat(2000)}"`,
  '"__proto__"',
  '"9007199254740993"',
];

const echoed: Check = {
  name: 'ids: integers of any size and strings come back as they were',
  async run(session) {
    const { proc } = await session.shared();
    for (const id of [...integers, ...texts]) {
      const said = await saidTo(proc, `{"jsonrpc":"2.0","id":${id},"method":"ping"}\n`);
      equal(said.length, 1, `answers to id ${id.slice(0, 50)}`);
      const [line] = said;
      ensure(
        line !== undefined && at(line.message, 'result') !== undefined,
        `id ${id.slice(0, 50)} was refused: ${show(line?.text)}`,
      );
      if (id.startsWith('"')) equal(at(line.message, 'id'), JSON.parse(id), `id ${id.slice(0, 50)}`);
      else equal(writtenId(line), id, 'id as it is written');
    }
  },
};

const bigIdsOfCalls: Check = {
  name: 'ids: big integers survive a tool call, a list and an error',
  async run(session) {
    const { proc } = await session.shared();
    const id = '9007199254740993';
    for (const body of [
      '"method":"tools/list"',
      '"method":"tools/call","params":{"name":"no-such-tool"}',
      '"method":"no/such"',
    ]) {
      proc.forget();
      void proc.sendRaw(`{"jsonrpc":"2.0","id":${id},${body}}\n`);
      const wants = (line: Line): boolean => line.text.includes(id) || line.text.includes('9007199254740992');
      const line = await proc.next(wants, 10_000, `the answer to ${body}`);
      equal(/"id"\s*:\s*(-?\d+)/.exec(line.text)?.[1], id, `id in the answer to ${body}`);
    }
  },
};

const refused: Check = {
  name: 'ids: fractional, null, boolean and structured ids are -32600 without id',
  async run(session) {
    const { proc } = await session.shared();
    for (const id of ['1.5', 'null', 'true', '[]', '{}', '[1]', '0.1e0']) {
      expectErrorWithoutId(
        await saidTo(proc, `{"jsonrpc":"2.0","id":${id},"method":"ping"}\n`),
        -32600,
        `id ${id}`,
      );
    }
  },
};

const distinct: Check = {
  name: 'ids: 1 and "1" are two requests',
  async run(session) {
    const { proc } = await session.shared();
    const said = await saidTo(
      proc,
      '{"jsonrpc":"2.0","id":1,"method":"tools/list"}\n{"jsonrpc":"2.0","id":"1","method":"tools/list"}\n',
    );
    equal(new Set(said.map((line) => at(line.message, 'id'))), new Set([1, '1']), 'ids answered');
    ensure(
      said.every((line) => at(line.message, 'result') !== undefined),
      'both must succeed',
    );
  },
};

const reuse: Check = {
  name: 'ids: an id may be used again when its request is over, and a duplicate in flight spoils nothing',
  async run(session) {
    const { proc, fixture } = await session.shared();
    const id = freshId();
    const tool = session.subject.sampled.find(
      (name) => !session.subject.writers.includes(name) && fixture.samples(name).length > 0,
    );
    ensure(tool !== undefined, 'no sample of a tool that only reads');
    const request = modernRequest(id, 'tools/call', {
      name: tool,
      arguments: fixture.samples(tool)[0] ?? {},
    });
    for (let round = 0; round < 2; round += 1) {
      proc.send(request);
      const line = await answerTo(proc, id);
      ensure(
        at(line.message, 'result') !== undefined,
        `use ${round + 1} of one id failed: ${show(line.message)}`,
      );
    }
    const before = proc.lines.length;
    void proc.sendRaw(`${JSON.stringify(request)}\n`.repeat(2));
    await proc.next((line) => at(line.message, 'id') === id && at(line.message, 'result') !== undefined);
    await expectAlive(proc);
    const answers = proc.lines.slice(before).filter((line) => !isPong(line));
    const good = answers.filter((line) => at(line.message, 'result') !== undefined);
    const codes = answers
      .map((line) => at(line.message, 'error', 'code'))
      .filter((code) => code !== undefined);
    ensure(
      good.length >= 1,
      `the first of two requests with one id was disturbed: ${show(answers.map((line) => line.text))}`,
    );
    ensure(
      codes.every((code) => code === -32600),
      `a duplicate id in flight must be -32600, got ${show(codes)}`,
    );
  },
};

/** The empty result of a ping that asked whether the server is alive. */
function isPong(line: Line): boolean {
  const result = at(line.message, 'result');
  return isObject(result) && Object.keys(result).length === 0;
}

const duplicateOfSlow: Check = {
  name: 'ids: a duplicate of an id in flight is -32600',
  async run(session) {
    const server = await session.launch();
    const { proc, fixture } = server;
    ensure(fixture.slow !== undefined, 'the record has no slow call');
    const client = await server.connect();
    const { id } = client.begin('tools/call', { name: fixture.slow.tool, arguments: fixture.slow.args });
    const said = await saidTo(proc, `${JSON.stringify(modernRequest(id, 'tools/list'))}\n`);
    equal(
      said.map((line) => at(line.message, 'error', 'code')),
      [-32600],
      'answers to the duplicate',
    );
    client.cancel(id);
    await expectAlive(proc);
  },
};

export const ids: readonly Check[] = [echoed, bigIdsOfCalls, refused, distinct, reuse];
export const slowIds: readonly Check[] = [duplicateOfSlow];
