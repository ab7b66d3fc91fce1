// Bytes to messages: however a line is cut, padded or broken, the right answer comes and the server goes on.
import { freshId } from '@plainmcp/harness/client';
import { type LegacyRevision, legacyRevisions } from '@plainmcp/harness/eras';
import { arrayAt, at, isObject } from '@plainmcp/harness/json';
import type { Line } from '@plainmcp/harness/spawn';
import { delay, tick } from '@plainmcp/harness/timing';
import { ensure, equal, show } from './assert.ts';
import {
  answerTo,
  errorCode,
  exchange,
  expectAlive,
  expectErrorWithoutId,
  legacyRequest,
  modernRequest,
  saidTo,
} from './probe.ts';
import type { Check } from './types.ts';

const ping = (id: unknown): string => JSON.stringify(legacyRequest(id, 'ping'));

const splitChunks: Check = {
  name: 'framing: a message in pieces and many messages in one piece',
  async run(session) {
    const { proc } = await session.shared();
    const id = freshId();
    for (const piece of ping(id).match(/.{1,7}/g) ?? []) {
      await proc.sendRaw(piece);
      await tick();
    }
    void proc.sendRaw('\n');
    await answerTo(proc, id);
    const ids = Array.from({ length: 50 }, () => freshId());
    void proc.sendRaw(ids.map((each) => `${ping(each)}\n`).join(''));
    for (const each of ids) await answerTo(proc, each);
  },
};

const byteByByte: Check = {
  name: 'framing: one byte at a time through multi-byte characters',
  async run(session) {
    const { proc } = await session.shared();
    const id = 'zażółć-日本-🙂-e\u0301';
    for (const byte of Buffer.from(`${ping(id)}\n`)) {
      await proc.sendRaw(Uint8Array.of(byte));
      // Time for the other side to read this byte alone, where it matters: inside a character.
      if (byte >= 0x80) await delay(5);
    }
    await answerTo(proc, id);
  },
};

const blanks: Check = {
  name: 'framing: CRLF, blank lines, padding and U+2028 inside a line',
  async run(session) {
    const { proc } = await session.shared();
    equal(await saidTo(proc, '\n\r\n  \n\t\r\n'), [], 'said to blank lines');
    for (const [before, after] of [
      ['', '\r'],
      ['\r\n', ''],
      ['  \t', '  '],
    ]) {
      const id = freshId();
      void proc.sendRaw(`${before}${ping(id)}${after}\n`);
      await answerTo(proc, id);
    }
    const id = 'line\u2028separator\u2029next\u0085end';
    void proc.sendRaw(`{"jsonrpc":"2.0","id":"${id}","method":"ping"}\n`);
    await answerTo(proc, id);
  },
};

function batch(revision: LegacyRevision): Check {
  const asArray = revision === '2025-03-26';
  return {
    name: `framing: a batch is answered ${asArray ? 'as one array' : 'singly'} in ${revision}`,
    async run(session) {
      const { proc } = await session.launch();
      const hello = {
        protocolVersion: revision,
        capabilities: {},
        clientInfo: { name: 'contract', version: '1' },
      };
      await exchange(proc, legacyRequest(freshId(), 'initialize', hello));
      const [one, two] = [freshId(), freshId()];
      const batchText = `[${ping(one)},{"jsonrpc":"2.0","method":"notifications/unknown"},${ping(two)}]\n`;
      const said = await saidTo(proc, batchText);
      const answers = said.flatMap((line): unknown[] =>
        Array.isArray(line.message) ? line.message : [line.message],
      );
      equal(
        said.length,
        asArray ? 1 : 2,
        `lines said to a batch of two requests (${show(said.map((line) => line.text))})`,
      );
      equal(new Set(answers.map((answer) => at(answer, 'id'))), new Set([one, two]), 'ids answered');
      equal(
        await saidTo(proc, '[{"jsonrpc":"2.0","method":"notifications/unknown"}]\n'),
        [],
        'said to a batch of notifications',
      );
      expectErrorWithoutId(await saidTo(proc, '[]\n'), -32600, 'an empty batch');
    },
  };
}

const modernBatch: Check = {
  name: 'framing: a batch of 2026-07-28 messages is refused',
  async run(session) {
    const { proc } = await session.shared();
    const requests = [modernRequest(freshId(), 'tools/list'), modernRequest(freshId(), 'tools/list')];
    const said = await saidTo(proc, `${JSON.stringify(requests)}\n`);
    ensure(said.length > 0, 'nothing was said');
    const answers = said.flatMap((line): unknown[] =>
      Array.isArray(line.message) ? line.message : [line.message],
    );
    for (const answer of answers) equal(at(answer, 'error', 'code'), -32600, `error code in ${show(answer)}`);
  },
};

const bigLine: Check = {
  name: 'framing: a 10 MB line gets its answer or a clean error',
  async run(session) {
    const { proc } = await session.launch();
    const id = freshId();
    proc.send(legacyRequest(id, 'ping', { padding: 'x'.repeat(10_000_000) }));
    const { message } = await answerTo(proc, id, 20_000);
    ensure(
      isObject(at(message, 'result')) || isObject(at(message, 'error')),
      `neither result nor error: ${show(message)}`,
    );
    await expectAlive(proc);
  },
};

const hugeLine: Check = {
  name: 'framing: a line over 32 MiB is refused under its id and the server goes on',
  timeoutMs: 60_000,
  async run(session) {
    const { proc } = await session.launch();
    const padding = 'y'.repeat(33 * 1024 * 1024);
    const [first, last] = [freshId(), freshId()];
    void proc.sendRaw(`{"jsonrpc":"2.0","id":${first},"method":"ping","params":{"p":"${padding}"}}\n`);
    equal(errorCode(await answerTo(proc, first, 30_000), 'id at the start'), -32600, 'error code');
    await expectAlive(proc);
    void proc.sendRaw(`{"method":"ping","params":{"p":"${padding}"},"jsonrpc":"2.0","id":${last}}\n`);
    equal(errorCode(await answerTo(proc, last, 30_000), 'id at the end'), -32600, 'error code');
    await expectAlive(proc);
  },
};

const invalidJson: Check = {
  name: 'framing: invalid JSON is -32700 without id',
  async run(session) {
    const { proc } = await session.shared();
    for (const text of [
      '{"jsonrpc":"2.0","id":1,',
      'hello',
      "{'id':1}",
      '{"a":1}}',
      '\u0000',
      '[1,',
      '{"jsonrpc":"2.0","id":3,"method":"ping",}',
    ]) {
      expectErrorWithoutId(await saidTo(proc, `${text}\n`), -32700, show(text));
    }
  },
};

const notRequests: Check = {
  name: 'framing: JSON that is no message is -32600',
  async run(session) {
    const { proc } = await session.shared();
    for (const text of ['42', 'null', 'true', '"text"', '{}']) {
      expectErrorWithoutId(await saidTo(proc, `${text}\n`), -32600, text);
    }
    const almost = [
      '{"jsonrpc":"1.0","id":"j1","method":"ping"}',
      '{"id":"j2","method":"ping"}',
      '{"jsonrpc":"2.0","id":"j3"}',
    ];
    const typed = [
      '{"jsonrpc":"2.0","id":"j4","method":7}',
      '{"jsonrpc":"2.0","id":"j5","method":"ping","params":"x"}',
    ];
    for (const text of [...almost, ...typed]) {
      const said = await saidTo(proc, `${text}\n`);
      equal(said.length, 1, `answers to ${text}`);
      const code = at(said[0]?.message, 'error', 'code');
      ensure(
        code === -32600 || (code === -32602 && text.includes('params')),
        `${text}: expected -32600, got ${show(said[0]?.message)}`,
      );
    }
  },
};

const deepNesting: Check = {
  name: 'framing: deep nesting is answered and harms nothing',
  timeoutMs: 60_000,
  async run(session) {
    const { proc } = await session.launch();
    const [tool] = await session.tools();
    const name = JSON.stringify(at(tool, 'name'));
    for (const depth of [1_000, 100_000]) {
      for (const [open, close] of [
        ['[', ']'],
        ['{"a":', '}'],
      ] as const) {
        const nest = `${open.repeat(depth)}1${close.repeat(depth)}`;
        const bodies = [
          `"method":"ping","params":{"p":${nest}}`,
          `"method":"tools/call","params":{"name":${name},"arguments":{"zz":${nest}}}`,
        ];
        for (const body of [...bodies, `"method":"ping","params":{"_meta":{"p":${nest}}}`]) {
          const id = freshId();
          const before = proc.lines.length;
          void proc.sendRaw(`{"jsonrpc":"2.0","id":${id},${body}}\n`);
          await proc.next((line) => mentions(line, id), 20_000, `an answer to nesting of depth ${depth}`);
          ensure(proc.lines.length === before + 1, 'one message, one answer');
        }
      }
    }
    await expectAlive(proc);
  },
};

/** The answer, or the error without id where the line could not be read at all. */
function mentions(line: Line, id: number): boolean {
  if (!isObject(line.message)) return false;
  return (
    line.message['id'] === id || (!('id' in line.message) && at(line.message, 'error', 'code') !== undefined)
  );
}

const badBytes: Check = {
  name: 'framing: bytes that are not UTF-8 and stray controls harm nothing',
  async run(session) {
    const { proc } = await session.shared();
    const id = freshId();
    const parts = [
      Buffer.from(`{"jsonrpc":"2.0","id":${id},"method":"ping","params":{"p":"`),
      Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
    ];
    const said = await saidTo(proc, Buffer.concat([...parts, Buffer.from('"}}\n')]));
    equal(said.length, 1, 'answers to a line with broken UTF-8');
    await saidTo(proc, Buffer.from([0xef, 0xbb, 0xbf, 0x0a]));
    await expectAlive(proc);
  },
};

const prototypeKeys: Check = {
  name: 'framing: keys named __proto__ and constructor are only keys',
  async run(session) {
    const { proc } = await session.shared();
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const line = await exchange(proc, legacyRequest(freshId(), 'tools/call', { name, arguments: {} }));
      equal(errorCode(line, name), -32602, `error code of a call of "${name}"`);
    }
    const id = freshId();
    const text = `{"jsonrpc":"2.0","id":${id},"method":"tools/list","__proto__":{"method":"x"},"params":{"__proto__":{"cursor":"zz"},"constructor":1}}\n`;
    void proc.sendRaw(text);
    ensure(
      arrayAt((await answerTo(proc, id)).message, 'result', 'tools').length > 0,
      'tools/list with such keys failed',
    );
  },
};

export const framing: readonly Check[] = [
  splitChunks,
  byteByByte,
  blanks,
  ...legacyRevisions.map(batch),
  modernBatch,
  bigLine,
  hugeLine,
  invalidJson,
  notRequests,
  deepNesting,
  badBytes,
  prototypeKeys,
];
