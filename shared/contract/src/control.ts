// Calls under way: cancelling, progress, many at once, fast ones behind slow ones.
import { type Client, freshId } from '@plainmcp/harness/client';
import { eraOf, type Revision } from '@plainmcp/harness/eras';
import { at, isObject, type JsonObject } from '@plainmcp/harness/json';
import { ensure, equal, none, show } from './assert.ts';
import { expectAlive, saidTo } from './probe.ts';
import type { Fixture, Session } from './session.ts';
import type { Args, Check } from './types.ts';

const bothEras: readonly Revision[] = ['2025-11-25', '2026-07-28'];
const concurrent = 100;

/** A sample of a tool that only reads; the smallest tool name decides nothing, the record's order does. */
export function quickCall(session: Session, fixture: Fixture): { tool: string; args: Args } {
  const { sampled, writers } = session.subject;
  const tool = sampled.find(
    (name) => !writers.includes(name) && name !== fixture.slow?.tool && fixture.samples(name).length > 0,
  );
  ensure(tool !== undefined, 'no sample of a tool that only reads');
  return { tool, args: fixture.samples(tool)[0] ?? {} };
}

function slowCall(fixture: Fixture): { name: string; arguments: Args } {
  ensure(fixture.slow !== undefined, 'the record has no slow call');
  return { name: fixture.slow.tool, arguments: fixture.slow.args };
}

function linesOf(client: Client, id: number): number {
  return client.proc.lines.filter((line) => isObject(line.message) && line.message['id'] === id).length;
}

const cancelNothing: Check = {
  name: 'control: cancelling unknown or finished requests, or with nonsense, changes nothing',
  async run(session) {
    const { proc } = await session.shared();
    const done = freshId();
    await saidTo(proc, `{"jsonrpc":"2.0","id":${done},"method":"tools/list"}\n`);
    for (const params of [
      { requestId: done },
      { requestId: 'never' },
      { requestId: null },
      {},
      { requestId: { a: 1 } },
    ]) {
      const text = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
      equal(await saidTo(proc, `${text}\n`), [], `said to ${text}`);
    }
    await expectAlive(proc);
  },
};

const cancelQuick: Check = {
  name: 'control: a call cancelled at once is answered at most once, and the server is well',
  async run(session) {
    const { proc, fixture, connect } = await session.shared();
    for (const era of bothEras) {
      const client = await connect(era);
      const { tool, args } = quickCall(session, fixture);
      for (let n = 0; n < 20; n += 1) {
        const { id } = client.begin('tools/call', { name: tool, arguments: args });
        client.cancel(id);
        await expectAlive(proc);
        ensure(linesOf(client, id) <= 1, 'a cancelled call was answered twice');
      }
      ensure(!(await client.call(tool, args)).isError, 'a call after the cancelled ones failed');
      client.detach();
    }
  },
};

const cancelSlow: Check = {
  name: 'control: nothing more comes for a cancelled call, and the next call works',
  async run(session) {
    for (const era of bothEras) {
      const server = await session.launch();
      const client = await server.connect(era);
      const { id } = client.begin('tools/call', slowCall(server.fixture), { progressToken: 'slow' });
      await expectAlive(server.proc);
      ensure(linesOf(client, id) === 0, 'the slow call of the record is over at once');
      client.cancel(id, 'changed my mind');
      await expectAlive(server.proc);
      const after = client.notifications.length;
      const { tool, args } = quickCall(session, server.fixture);
      ensure(!(await client.call(tool, args)).isError, 'a call after the cancelled one failed');
      server.proc.endInput();
      // Work that still ran would hold the end for as long as calls in flight may take (5 s).
      equal(await server.proc.waitExit(4000), { code: 0, signal: null }, 'exit');
      equal(linesOf(client, id), 0, `${era}: answers to the cancelled call`);
      const late = client.notifications
        .slice(after)
        .filter((message) => message['method'] === 'notifications/progress');
      equal(late, [], `${era}: progress after the cancellation`);
    }
  },
};

const outOfOrder: Check = {
  name: 'control: a fast call does not wait behind a slow one',
  async run(session) {
    for (const era of bothEras) {
      const server = await session.launch();
      const client = await server.connect(era);
      const { id } = client.begin('tools/call', slowCall(server.fixture));
      const { tool, args } = quickCall(session, server.fixture);
      for (let n = 0; n < 5; n += 1) await client.call(tool, args);
      await client.listTools();
      equal(linesOf(client, id), 0, `${era}: answers to the slow call before the fast ones`);
      client.cancel(id);
    }
  },
};

const manyAtOnce: Check = {
  name: `control: ${concurrent} calls at once are each answered once`,
  timeoutMs: 60_000,
  async run(session) {
    const { fixture, connect } = await session.shared();
    for (const era of bothEras) {
      const client = await connect(era);
      const { tool, args } = quickCall(session, fixture);
      const begun = Array.from({ length: concurrent }, () =>
        client.begin('tools/call', { name: tool, arguments: args }),
      );
      const replies = await Promise.all(begun.map(({ reply }) => reply));
      const failed = replies.filter(
        (reply) => reply.result === undefined || reply.result['isError'] === true,
      );
      equal(
        failed.map((reply) => reply.raw.slice(0, 300)),
        [],
        'failed calls',
      );
      await expectAlive(client.proc);
      equal(begun.filter(({ id }) => linesOf(client, id) !== 1).length, 0, 'calls not answered exactly once');
      client.detach();
    }
  },
};

function progressComplaints(client: Client, token: string | number, tool: string): string[] {
  const own = client.proc.lines
    .map((line) => line.message)
    .filter((message) => at(message, 'params', 'progressToken') === token);
  const found: string[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const message of own) {
    const progress = at(message, 'params', 'progress');
    if (typeof progress !== 'number' || progress <= last)
      found.push(`${tool}: progress must rise, got ${show(progress)} after ${last}`);
    else last = progress;
  }
  return found;
}

const progress: Check = {
  name: 'control: progress rises, stops with the result, and comes only when asked for',
  timeoutMs: 60_000,
  async run(session) {
    for (const era of bothEras) {
      const server = await session.launch();
      const client = await server.connect(era);
      const found: string[] = [];
      for (const name of session.subject.sampled) {
        for (const args of server.fixture.samples(name)) {
          const token = `p-${freshId()}`;
          await client.request('tools/call', { name, arguments: args }, { progressToken: token });
          const atResult = client.notifications.length;
          await expectAlive(server.proc);
          if (client.notifications.length > atResult) found.push(`${name}: notifications after the result`);
          found.push(...progressComplaints(client, token, name));
        }
      }
      none(found.map((complaint) => `${era} ${complaint}`));
      const before = client.notifications.length;
      const { tool, args } = quickCall(session, server.fixture);
      await client.request('tools/call', { name: tool, arguments: args });
      for (const token of [0, ''])
        await client.request('tools/call', { name: tool, arguments: args }, { progressToken: token });
      const unasked = client.notifications.slice(before).filter((message) => !hasToken(message));
      equal(unasked, [], 'notifications nobody asked for');
    }
  },
};

function hasToken(message: JsonObject): boolean {
  return (
    message['method'] !== 'notifications/progress' || at(message, 'params', 'progressToken') !== undefined
  );
}

const legacyCancelInitialize: Check = {
  name: 'control: initialize cannot be cancelled',
  async run(session) {
    const { proc } = await session.launch();
    const id = freshId();
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'contract', version: '1' },
    };
    const messages = [
      { jsonrpc: '2.0', id, method: 'initialize', params },
      { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } },
    ];
    const said = await saidTo(proc, messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
    equal(
      said.map((line) => at(line.message, 'id')),
      [id],
      'answers to initialize',
    );
    ensure(bothEras.map(eraOf).length === 2, 'both eras are covered');
  },
};

export const control: readonly Check[] = [
  cancelNothing,
  cancelQuick,
  manyAtOnce,
  progress,
  legacyCancelInitialize,
];
export const slowControl: readonly Check[] = [cancelSlow, outOfOrder];
