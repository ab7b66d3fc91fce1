// Resources, prompts and completion: what is declared answers, what is not declared does not exist.
import { freshId } from '@plainmcp/harness/client';
import { modernRevision } from '@plainmcp/harness/eras';
import { arrayAt, at, isObject, objectAt, stringAt } from '@plainmcp/harness/json';
import { ensure, equal, none, show } from './assert.ts';
import { errorCode, exchange, legacyRequest, modernRequest } from './probe.ts';
import { cachingComplaints, eraComplaints } from './shapes.ts';
import type { Check } from './types.ts';

const lists = [
  { capability: 'resources', method: 'resources/list', key: 'resources' },
  { capability: 'resources', method: 'resources/templates/list', key: 'resourceTemplates' },
  { capability: 'prompts', method: 'prompts/list', key: 'prompts' },
] as const;

const declared: Check = {
  name: 'capabilities: declared lists answer in their shape, undeclared methods are -32601',
  async run(session) {
    const { proc } = await session.shared();
    for (const era of ['2025-11-25', modernRevision] as const) {
      const client = await session.client(era);
      const capabilities = objectAt(client.opening, 'capabilities');
      const build = era === modernRevision ? modernRequest : legacyRequest;
      for (const { capability, method, key } of lists) {
        const line = await exchange(proc, build(freshId(), method, {}));
        if (!isObject(capabilities[capability])) {
          equal(errorCode(line, method), -32601, `${era}: error code of ${method}, which is not declared`);
          continue;
        }
        const result = objectAt(line.message, 'result');
        ensure(
          Array.isArray(result[key]),
          `${era}: ${method} must answer with ${key}: ${show(line.message)}`,
        );
        const caching = era === modernRevision ? cachingComplaints(result) : [];
        none(
          [...eraComplaints(era, result), ...caching].map((complaint) => `${era} ${method}: ${complaint}`),
        );
      }
      for (const [capability, method] of [
        ['completions', 'completion/complete'],
        ['prompts', 'prompts/get'],
        ['resources', 'resources/read'],
      ] as const) {
        if (isObject(capabilities[capability])) continue;
        equal(
          errorCode(await exchange(proc, build(freshId(), method, {})), method),
          -32601,
          `${era}: error code of ${method}`,
        );
      }
      client.detach();
    }
  },
};

const reading: Check = {
  name: 'capabilities: a listed resource can be read, one that does not exist is the error of its era',
  async run(session) {
    const { proc } = await session.shared();
    const client = await session.client();
    const offered = isObject(objectAt(client.opening, 'capabilities')['resources']);
    const uri = 'plainmcp-contract:///no/such/resource';
    const legacy = await exchange(proc, legacyRequest(freshId(), 'resources/read', { uri }));
    const modern = await exchange(proc, modernRequest(freshId(), 'resources/read', { uri }));
    equal(errorCode(legacy, 'legacy'), offered ? -32002 : -32601, 'legacy error code');
    equal(errorCode(modern, 'modern'), offered ? -32602 : -32601, '2026-07-28 error code');
    if (!offered) return;
    equal(at(modern.message, 'error', 'data', 'uri'), uri, 'data.uri');
    for (const resource of (await client.listResources()).slice(0, 5)) {
      const { result, error } = await client.request('resources/read', { uri: resource['uri'] });
      ensure(result !== undefined, `${resource['uri']} cannot be read: ${show(error)}`);
      none([...eraComplaints(modernRevision, result), ...cachingComplaints(result)]);
      const contents = arrayAt(result, 'contents');
      ensure(contents.length > 0, `${resource['uri']} has no contents`);
      ensure(
        contents.every((item) => stringAt(item, 'uri') !== ''),
        'contents must name their uri',
      );
    }
    client.detach();
  },
};

export const resources: readonly Check[] = [declared, reading];
