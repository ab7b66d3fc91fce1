// How a server ends: on end of input, on signals, when its reader is gone, and without leaving anything behind.
import { freshId } from '@plainmcp/harness/client';
import { at, isObject } from '@plainmcp/harness/json';
import { isAlive } from '@plainmcp/harness/process-info';
import type { Exit } from '@plainmcp/harness/spawn';
import { delay } from '@plainmcp/harness/timing';
import { ensure, equal } from './assert.ts';
import { answerTo, expectAlive, legacyRequest, modernRequest } from './probe.ts';
import type { Server, Session } from './session.ts';
import type { Check } from './types.ts';

const clean: Exit = { code: 0, signal: null };
/** Draining takes at most 5 s and closing 2 s; a loaded machine gets as much again. */
const endMs = 15_000;

async function callsOf(session: Session, server: Server): Promise<{ tool: string; args: object }[]> {
  const names = (await session.tools()).map((tool) => String(tool['name']));
  return names
    .filter((name) => !session.subject.writers.includes(name))
    .flatMap((tool) => server.fixture.samples(tool).map((args) => ({ tool, args })));
}

const idleEnd: Check = {
  name: 'ending: end of input ends an idle server with 0',
  async run(session) {
    for (const warm of [false, true]) {
      const { proc } = await session.launch();
      if (warm) await expectAlive(proc);
      proc.endInput();
      equal(await proc.waitExit(endMs), clean, warm ? 'exit after a call' : 'exit without any message');
    }
  },
};

const halfLine: Check = {
  name: 'ending: end of input in the middle of a line ends with 0',
  async run(session) {
    const { proc } = await session.launch();
    await expectAlive(proc);
    void proc.sendRaw('{"jsonrpc":"2.0","id":1,"meth');
    proc.endInput();
    equal(await proc.waitExit(endMs), clean, 'exit');
  },
};

const answeredEnd: Check = {
  name: 'ending: calls in flight are answered before the end',
  async run(session) {
    const server = await session.launch();
    const { proc } = server;
    const calls = await callsOf(session, server);
    ensure(calls.length > 0, 'no sample of a tool that only reads');
    const requests = calls.map(({ tool, args }, index) => {
      const build = index % 2 === 0 ? modernRequest : legacyRequest;
      return build(freshId(), 'tools/call', { name: tool, arguments: args });
    });
    const ids = requests.map(({ id }) => id);
    void proc.sendRaw(requests.map((request) => `${JSON.stringify(request)}\n`).join(''));
    proc.endInput();
    equal(await proc.waitExit(endMs), clean, 'exit');
    const answered = new Set(proc.lines.map((line) => at(line.message, 'id')));
    const lost = ids.filter((id) => !answered.has(id)).length;
    equal(lost, 0, `answers lost of ${ids.length}`);
  },
};

const signals: readonly Check[] = (['SIGTERM', 'SIGINT'] as const).map((signal) => ({
  name: `ending: ${signal} ends with 0`,
  async run(session) {
    const { proc } = await session.launch();
    await expectAlive(proc);
    proc.kill(signal);
    equal(await proc.waitExit(endMs), clean, `exit after ${signal}`);
  },
}));

const readerGone: Check = {
  name: 'ending: a reader that goes away ends with 0 and without a word',
  async run(session) {
    const { proc } = await session.launch();
    await expectAlive(proc);
    proc.closeOutput();
    for (let n = 0; n < 50 && proc.exit === undefined; n += 1) {
      proc.send(legacyRequest(freshId(), 'tools/list'));
      await delay(20);
    }
    equal(await proc.waitExit(endMs), clean, 'exit');
    equal(proc.stderr, '', 'stderr');
  },
};

const orphans: Check = {
  name: 'ending: no child process outlives the server',
  async run(session) {
    for (const how of ['end of input', 'SIGTERM'] as const) {
      const server = await session.launch();
      const { proc, fixture } = server;
      const client = await server.connect();
      for (const { tool, args } of await callsOf(session, server))
        await client.request('tools/call', { name: tool, arguments: args });
      if (fixture.slow !== undefined)
        client.begin('tools/call', { name: fixture.slow.tool, arguments: fixture.slow.args });
      await delay(100);
      const family = proc.children();
      if (how === 'SIGTERM' && process.platform !== 'win32') proc.kill('SIGTERM');
      else proc.endInput();
      await proc.waitExit(endMs);
      const left = (): number[] => [...new Set([...family.filter(isAlive), ...proc.children()])];
      for (let tries = 0; tries < 100 && left().length > 0; tries += 1) await delay(20);
      equal(left(), [], `processes left after ${how}`);
    }
  },
};

const slowEnd: Check = {
  name: 'ending: a long call does not hold the end for ever',
  async run(session) {
    const server = await session.launch();
    const { proc, fixture } = server;
    ensure(fixture.slow !== undefined, 'the record has no slow call');
    const client = await server.connect();
    const { id } = client.begin('tools/call', { name: fixture.slow.tool, arguments: fixture.slow.args });
    await expectAlive(proc);
    proc.endInput();
    equal(await proc.waitExit(endMs), clean, 'exit');
    const answers = proc.lines.filter((line) => isObject(line.message) && line.message['id'] === id);
    ensure(answers.length <= 1, 'the long call was answered more than once');
  },
};

const stillReading: Check = {
  name: 'ending: answers already written reach a slow reader',
  async run(session) {
    const { proc } = await session.launch();
    await expectAlive(proc);
    proc.pauseReading();
    const ids = Array.from({ length: 200 }, () => freshId());
    for (const id of ids) proc.send(modernRequest(id, 'tools/list'));
    proc.endInput();
    await delay(200);
    proc.resumeReading();
    await answerTo(proc, ids.at(-1));
    equal(await proc.waitExit(endMs), clean, 'exit');
    const answered = new Set(proc.lines.map((line) => at(line.message, 'id')));
    equal(ids.filter((id) => !answered.has(id)).length, 0, 'answers lost');
  },
};

/** On Windows signals end a process without asking it: there end of input is the only way. */
const posix = process.platform === 'win32' ? [] : signals;

export const ending: readonly Check[] = [
  idleEnd,
  halfLine,
  answeredEnd,
  ...posix,
  readerGone,
  orphans,
  stillReading,
];
export const slowEnding: readonly Check[] = [slowEnd];
