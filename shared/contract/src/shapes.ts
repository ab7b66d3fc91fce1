// What a result must and must not carry in each revision (protocol.md 1.2, 1.6).
import { eraOf, isSince, type Revision } from '@plainmcp/harness/eras';
import { at, isObject, type JsonObject } from '@plainmcp/harness/json';
import { show } from './assert.ts';

const serverInfo = 'io.modelcontextprotocol/serverInfo';
const modernOnly = ['resultType', 'ttlMs', 'cacheScope'] as const;

/** A legacy result carries nothing of the modern era. */
export function legacyComplaints(result: JsonObject): string[] {
  const found = modernOnly
    .filter((key) => key in result)
    .map((key) => `a legacy result must not carry ${key}`);
  if (at(result, '_meta', serverInfo) !== undefined)
    found.push(`a legacy result must not carry ${serverInfo}`);
  return found;
}

/** A complete modern result names its type and the server. */
export function modernComplaints(result: JsonObject): string[] {
  const found: string[] = [];
  if (result['resultType'] !== 'complete')
    found.push(`resultType must be "complete", got ${show(result['resultType'])}`);
  const info = at(result, '_meta', serverInfo);
  if (typeof at(info, 'name') !== 'string' || typeof at(info, 'version') !== 'string') {
    found.push(`_meta must name the server in ${serverInfo}, got ${show(info)}`);
  }
  return found;
}

/** Lists, discovery and resource reads say how long they may be kept. */
export function cachingComplaints(result: JsonObject): string[] {
  const { ttlMs, cacheScope } = result;
  const found: string[] = [];
  if (typeof ttlMs !== 'number' || !Number.isInteger(ttlMs) || ttlMs < 0)
    found.push(`ttlMs must be a whole number from 0, got ${show(ttlMs)}`);
  if (cacheScope !== 'public' && cacheScope !== 'private')
    found.push(`cacheScope must be public or private, got ${show(cacheScope)}`);
  return found;
}

/** What the era of the revision says about any result. */
export function eraComplaints(revision: Revision, result: JsonObject): string[] {
  return eraOf(revision) === 'modern' ? modernComplaints(result) : legacyComplaints(result);
}

/** A `tools/call` result of the revision, blocks included. */
export function callComplaints(revision: Revision, result: JsonObject): string[] {
  const { content, isError, structuredContent } = result;
  const found = eraComplaints(revision, result);
  if ('ttlMs' in result || 'cacheScope' in result)
    found.push('a tools/call result carries no caching fields');
  if (isError !== undefined && typeof isError !== 'boolean')
    found.push(`isError must be a boolean, got ${show(isError)}`);
  if (!Array.isArray(content)) return [...found, `content must be an array, got ${show(content)}`];
  if (content.length === 0) found.push('content is empty: the text must be complete alone');
  if (structuredContent !== undefined && eraOf(revision) === 'legacy' && !isObject(structuredContent)) {
    found.push(`structuredContent must be an object in legacy, got ${show(structuredContent)}`);
  }
  const known = new Set(['resultType', 'content', 'structuredContent', 'isError', '_meta']);
  found.push(
    ...Object.keys(result)
      .filter((key) => !known.has(key))
      .map((key) => `a tools/call result has no field ${key}`),
  );
  return [...found, ...content.flatMap((block) => blockComplaints(revision, block))];
}

const sinceRevision: Readonly<Record<string, Revision>> = {
  audio: '2025-03-26',
  resource_link: '2025-06-18',
};
const textFields: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  image: ['data', 'mimeType'],
  audio: ['data', 'mimeType'],
  resource_link: ['uri', 'name'],
};

function blockComplaints(revision: Revision, block: unknown): string[] {
  const type = at(block, 'type');
  if (typeof type !== 'string') return [`a content block has no type: ${show(block)}`];
  const since = sinceRevision[type];
  if (since !== undefined && !isSince(revision, since)) return [`${type} blocks are unknown in ${revision}`];
  if (type === 'resource') {
    const resource = at(block, 'resource');
    const sound =
      typeof at(resource, 'uri') === 'string' &&
      (typeof at(resource, 'text') === 'string') !== (typeof at(resource, 'blob') === 'string');
    return sound ? [] : [`an embedded resource needs uri and one of text and blob: ${show(block)}`];
  }
  const fields = textFields[type];
  if (fields === undefined) return [`unknown content block type ${type}`];
  const found = fields
    .filter((field) => typeof at(block, field) !== 'string')
    .map((field) => `a ${type} block needs ${field}: ${show(block)}`);
  const data = at(block, 'data');
  if (typeof data === 'string' && !/^[A-Za-z0-9+/]*={0,2}$/.test(data))
    found.push(`a ${type} block must be base64`);
  return found;
}
