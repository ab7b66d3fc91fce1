// Opening, versions, unknown methods: what each revision promises before any tool is called.

import { tokens } from '@plainmcp/harness/budget';
import { freshId } from '@plainmcp/harness/client';
import { latestLegacyRevision, legacyRevisions, modernRevision } from '@plainmcp/harness/eras';
import { arrayAt, at, isObject, objectAt, stringAt } from '@plainmcp/harness/json';
import { ensure, equal, matches, none, show } from './assert.ts';
import { readManifest } from './manifest-files.ts';
import { answerTo, errorCode, exchange, legacyRequest, modernRequest, saidTo } from './probe.ts';
import { cachingComplaints, legacyComplaints, modernComplaints } from './shapes.ts';
import type { Check } from './types.ts';

const clientInfo = { name: 'contract', version: '1.0.0' };
const prefix = 'io.modelcontextprotocol/';
const maxInstructionTokens = 200;

const handshakes: readonly Check[] = legacyRevisions.map((revision) => ({
  name: `lifecycle: initialize in ${revision}`,
  async run(session) {
    const { proc } = await session.launch();
    const params = { protocolVersion: revision, capabilities: {}, clientInfo };
    const { message } = await exchange(proc, legacyRequest(freshId(), 'initialize', params));
    const result = objectAt(message, 'result');
    equal(result['protocolVersion'], revision, 'protocolVersion');
    equal(
      at(result, 'serverInfo', 'version'),
      readManifest(session.subject.packageJson)['version'],
      'serverInfo.version',
    );
    ensure(stringAt(result, 'serverInfo', 'name') !== '', 'serverInfo.name is missing');
    ensure(isObject(at(result, 'capabilities', 'tools')), `capabilities.tools is missing: ${show(result)}`);
    ensure(
      tokens(stringAt(result, 'instructions')) <= maxInstructionTokens,
      `instructions are over ${maxInstructionTokens} tokens`,
    );
    none(legacyComplaints(result));
    equal(
      await saidTo(proc, '{"jsonrpc":"2.0","method":"notifications/initialized"}\n'),
      [],
      'said to notifications/initialized',
    );
  },
}));

const unknownVersion: Check = {
  name: 'lifecycle: initialize with an unknown version answers with the latest legacy revision',
  async run(session) {
    for (const version of ['1999-01-01', '2099-12-31', 'DRAFT', '']) {
      const { proc } = await session.launch();
      const params = { protocolVersion: version, capabilities: {}, clientInfo };
      const { message } = await exchange(proc, legacyRequest(freshId(), 'initialize', params));
      equal(at(message, 'result', 'protocolVersion'), latestLegacyRevision, `answer to version "${version}"`);
    }
  },
};

const discover: Check = {
  name: 'lifecycle: server/discover describes the server',
  async run(session) {
    const { proc } = await session.shared();
    const { message } = await exchange(proc, modernRequest(freshId(), 'server/discover'));
    const result = objectAt(message, 'result');
    none([...modernComplaints(result), ...cachingComplaints(result)]);
    equal(result['supportedVersions'], [modernRevision], 'supportedVersions (only what works through _meta)');
    ensure(isObject(at(result, 'capabilities', 'tools')), 'capabilities.tools is missing');
    const version = at(result, '_meta', `${prefix}serverInfo`, 'version');
    equal(version, readManifest(session.subject.packageJson)['version'], 'version in serverInfo');
  },
};

const discoverWithoutClaim: Check = {
  name: 'lifecycle: a modern method without _meta is -32602 and names the missing keys',
  async run(session) {
    const { proc } = await session.shared();
    for (const method of ['server/discover', 'subscriptions/listen']) {
      const line = await exchange(proc, legacyRequest(freshId(), method, {}));
      equal(errorCode(line, method), -32602, `${method}: error code`);
      matches(line.text, /io\.modelcontextprotocol\/protocolVersion/, `${method}: error text`);
    }
  },
};

const ping: Check = {
  name: 'lifecycle: ping answers {} in legacy and does not exist in 2026-07-28',
  async run(session) {
    const { proc } = await session.shared();
    const legacy = await exchange(proc, legacyRequest(freshId(), 'ping'));
    equal(at(legacy.message, 'result'), {}, 'result');
    const modern = await exchange(proc, modernRequest(freshId(), 'ping'));
    equal(errorCode(modern, 'ping with a claim'), -32601, 'error code');
  },
};

const unknownMethod: Check = {
  name: 'lifecycle: unknown and legacy-only methods are -32601',
  async run(session) {
    const { proc } = await session.shared();
    for (const method of ['no/such/method', 'tools/destroy', '', '__proto__', 'constructor']) {
      for (const request of [legacyRequest(freshId(), method), modernRequest(freshId(), method)]) {
        equal(errorCode(await exchange(proc, request), method), -32601, `error code of method "${method}"`);
      }
    }
    for (const method of ['initialize', 'logging/setLevel', 'resources/subscribe', 'resources/unsubscribe']) {
      const line = await exchange(proc, modernRequest(freshId(), method));
      equal(errorCode(line, method), -32601, `error code of ${method} with a claim`);
    }
  },
};

const versionMismatch: Check = {
  name: 'lifecycle: a claimed version that is not served is -32022 with both sides named',
  async run(session) {
    const { proc } = await session.shared();
    for (const version of ['2099-01-01', 'nonsense', ...legacyRevisions]) {
      for (const method of ['tools/list', 'server/discover']) {
        const line = await exchange(proc, modernRequest(freshId(), method, {}, version));
        equal(errorCode(line, method), -32022, `${method} under ${version}: error code`);
        equal(at(line.message, 'error', 'data', 'requested'), version, 'data.requested');
        ensure(
          arrayAt(line.message, 'error', 'data', 'supported').includes(modernRevision),
          'data.supported must name 2026-07-28',
        );
      }
    }
  },
};

const requiredMeta: Check = {
  name: 'lifecycle: client capabilities are required in a claim, client info is not',
  async run(session) {
    const { proc } = await session.shared();
    const claim = { [`${prefix}protocolVersion`]: modernRevision };
    for (const bad of [
      {},
      { [`${prefix}clientCapabilities`]: 'none' },
      { [`${prefix}clientCapabilities`]: null },
    ]) {
      const line = await exchange(
        proc,
        legacyRequest(freshId(), 'tools/list', { _meta: { ...claim, ...bad } }),
      );
      equal(errorCode(line, 'tools/list'), -32602, `error code with ${show(bad)}`);
    }
    const enough = { ...claim, [`${prefix}clientCapabilities`]: {} };
    const line = await exchange(proc, legacyRequest(freshId(), 'tools/list', { _meta: enough }));
    ensure(arrayAt(line.message, 'result', 'tools').length > 0, 'tools/list without clientInfo must work');
  },
};

const noPinning: Check = {
  name: 'lifecycle: both eras on one connection, in any order, and lists before any handshake',
  async run(session) {
    const initialize = (): ReturnType<typeof legacyRequest> =>
      legacyRequest(freshId(), 'initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
    const openings = { modern: () => modernRequest(freshId(), 'server/discover'), legacy: initialize };
    const lists = {
      modern: () => modernRequest(freshId(), 'tools/list'),
      legacy: () => legacyRequest(freshId(), 'tools/list'),
    };
    for (const order of [
      ['modern', 'legacy'],
      ['legacy', 'modern'],
    ] as const) {
      const { proc } = await session.launch();
      for (const era of order) {
        const before = await exchange(proc, lists[era]());
        ensure(
          arrayAt(before.message, 'result', 'tools').length > 0,
          `${era} tools/list before its opening (${order.join(', then ')})`,
        );
        const opening = await exchange(proc, openings[era]());
        ensure(
          isObject(at(opening.message, 'result')),
          `${era} opening failed (${order.join(', then ')}): ${show(opening.message)}`,
        );
      }
      for (const era of [...order, ...order]) {
        const { message } = await exchange(proc, lists[era]());
        equal(
          at(message, 'result', 'resultType'),
          era === 'modern' ? 'complete' : undefined,
          `resultType of a ${era} tools/list`,
        );
      }
      // A client that does not wait for the answer to its probe (some wait only 0.6 s).
      const [probe, shake] = [modernRequest(freshId(), 'server/discover'), initialize()];
      void proc.sendRaw(`${JSON.stringify(probe)}\n${JSON.stringify(shake)}\n`);
      ensure(
        isObject(at((await answerTo(proc, probe['id'])).message, 'result')),
        'discover, pipelined with initialize, failed',
      );
      ensure(
        isObject(at((await answerTo(proc, shake['id'])).message, 'result')),
        'initialize, pipelined with discover, failed',
      );
    }
  },
};

const notifications: Check = {
  name: 'lifecycle: notifications are never answered',
  async run(session) {
    const { proc } = await session.shared();
    for (const method of [
      'notifications/unknown',
      'notifications/cancelled',
      'tools/list',
      'ping',
      'no/such/method',
    ]) {
      const text = JSON.stringify({ jsonrpc: '2.0', method, params: {} });
      equal(await saidTo(proc, `${text}\n`), [], `said to the notification ${method}`);
    }
    equal(
      await saidTo(proc, '{"jsonrpc":"2.0","id":"never-asked","result":{}}\n'),
      [],
      'said to an answer nobody asked for',
    );
  },
};

export const lifecycle: readonly Check[] = [
  ...handshakes,
  unknownVersion,
  discover,
  discoverWithoutClaim,
  ping,
  unknownMethod,
  versionMismatch,
  requiredMeta,
  noPinning,
  notifications,
];
