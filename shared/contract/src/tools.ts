// What tools/list shows: names, titles, hints, descriptions, order, pages and size.
import { freshId } from '@plainmcp/harness/client';
import { modernRevision, revisions } from '@plainmcp/harness/eras';
import { arrayAt, at, isObject, type JsonObject, objectAt, stringAt } from '@plainmcp/harness/json';
import type { Proc } from '@plainmcp/harness/spawn';
import { ensure, equal, none, show } from './assert.ts';
import { errorCode, exchange, legacyRequest, modernRequest } from './probe.ts';
import { cachingComplaints, eraComplaints } from './shapes.ts';
import type { Check } from './types.ts';

const nameGrammar = /^[a-z0-9_]{1,40}$/;
const maxDescriptionWords = 60;
const hints = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'] as const;

function complaintsOf(tool: JsonObject): string[] {
  const found: string[] = [];
  const name = stringAt(tool, 'name');
  if (!nameGrammar.test(name)) found.push(`the name must be of [a-z0-9_], at most 40: ${show(tool['name'])}`);
  if (stringAt(tool, 'title').trim() === '') found.push('title is missing');
  const description = stringAt(tool, 'description').trim();
  const words = description.split(/\s+/).length;
  if (description === '') found.push('description is missing');
  if (words >= maxDescriptionWords)
    found.push(`the description has ${words} words; it must stay under ${maxDescriptionWords}`);
  const annotations = objectAt(tool, 'annotations');
  for (const hint of hints) {
    if (typeof annotations[hint] !== 'boolean')
      found.push(`annotations.${hint} must be written out, got ${show(annotations[hint])}`);
  }
  if (annotations['readOnlyHint'] === true && annotations['destructiveHint'] === true)
    found.push('readOnlyHint and destructiveHint exclude each other');
  return found.map((complaint) => `${name}: ${complaint}`);
}

async function pages(proc: Proc, build: (cursor?: string) => JsonObject): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  for (let cursor: string | undefined, count = 0; count < 100; count += 1) {
    const { message } = await exchange(proc, build(cursor));
    const result = objectAt(message, 'result');
    found.push(result);
    if (result['nextCursor'] === undefined) return found;
    ensure(
      typeof result['nextCursor'] === 'string',
      `nextCursor must be text: ${show(result['nextCursor'])}`,
    );
    cursor = result['nextCursor'];
  }
  throw new Error('more than 100 pages of tools');
}

const listRequest = (cursor?: string): JsonObject =>
  modernRequest(freshId(), 'tools/list', cursor === undefined ? {} : { cursor });

export const tools: readonly Check[] = [
  {
    name: 'tools: names, titles, descriptions under 60 words, all four hints',
    async run(session) {
      const listed = await session.tools();
      ensure(listed.length > 0, 'no tool is listed');
      none(listed.flatMap(complaintsOf));
      equal(new Set(listed.map((tool) => tool['name'])).size, listed.length, 'number of different names');
    },
  },
  {
    name: 'tools: every listed tool has a sample, and every writer is listed and declared',
    async run(session) {
      const listed = await session.tools();
      const names = listed.map((tool) => stringAt(tool, 'name'));
      const { sampled, writers } = session.subject;
      const { fixture } = await session.shared();
      const found = names
        .filter((name) => fixture.samples(name).length === 0)
        .map((name) => `${name} has no sample call`);
      found.push(
        ...writers
          .filter((name) => !names.includes(name))
          .map((name) => `${name} is declared a writer but not listed`),
      );
      for (const tool of listed) {
        const name = stringAt(tool, 'name');
        const writes = at(tool, 'annotations', 'readOnlyHint') !== true;
        if (writes && !writers.includes(name))
          found.push(`${name} has readOnlyHint false but is not declared in writers`);
        if (!writes && writers.includes(name))
          found.push(`${name} is declared in writers but has readOnlyHint true`);
      }
      ensure(sampled.length > 0, 'the record has no samples');
      none(found);
    },
  },
  {
    name: 'tools: the list is the same, byte for byte, from two processes and on two requests',
    async run(session) {
      for (const build of [legacyRequest, modernRequest]) {
        const texts: string[] = [];
        for (const server of [await session.launch(), await session.launch()]) {
          for (let round = 0; round < 2; round += 1)
            texts.push((await exchange(server.proc, build(7, 'tools/list', {}))).text);
        }
        equal(new Set(texts).size, 1, 'number of different answers to tools/list');
      }
    },
  },
  {
    name: 'tools: the list has the shape of each revision',
    async run(session) {
      for (const revision of revisions) {
        const client = await session.client(revision);
        const { result } = await client.request('tools/list');
        ensure(result !== undefined, `${revision}: tools/list failed`);
        const caching = revision === modernRevision ? cachingComplaints(result) : [];
        none(
          [...eraComplaints(revision, result), ...caching].map((complaint) => `${revision}: ${complaint}`),
        );
        equal(
          arrayAt(result, 'tools').map((tool) => at(tool, 'name')).length > 0,
          true,
          `${revision}: tools are listed`,
        );
        client.detach();
      }
    },
  },
  {
    name: 'tools: pages follow one another without gap or repetition, and a wrong cursor is -32602',
    async run(session) {
      const { proc } = await session.shared();
      const all = await pages(proc, listRequest);
      const names = all
        .flatMap((page) => arrayAt(page, 'tools').filter(isObject))
        .map((tool) => tool['name']);
      equal(new Set(names).size, names.length, 'number of different names over all pages');
      for (const cursor of ['no-such-cursor', '\u0000', 'MTAw']) {
        const line = await exchange(proc, listRequest(cursor));
        equal(errorCode(line, `cursor ${show(cursor)}`), -32602, 'error code of a wrong cursor');
      }
    },
  },
  {
    name: 'tools: the list stays within its budget of bytes',
    async run(session) {
      const { proc } = await session.launch({ plain: true });
      const line = await exchange(proc, legacyRequest(1, 'tools/list', {}));
      const { toolsListMaxBytes } = session.subject;
      ensure(
        line.bytes <= toolsListMaxBytes,
        `tools/list has ${line.bytes} bytes, the budget is ${toolsListMaxBytes}`,
      );
    },
  },
];
