// The revisions from 2024-11-05 to 2025-11-25: plain results, fields newer than the revision left out.
import type { Content } from '../content.ts';
import type { Replacer } from '../engine/redact.ts';
import { type ProtocolError, ResourceNotFoundError } from '../errors.ts';
import { ErrorCode, isObject } from '../jsonrpc.ts';
import { LEGACY_VERSIONS, type LegacyVersion } from '../versions.ts';
import type { Answer, Dialect, Wire } from './wire.ts';

/** The codec of one legacy revision. */
export function legacyWire(version: LegacyVersion, replacer: Replacer | undefined): Wire {
  const dialect = dialectOf(version);
  return {
    era: 'legacy',
    version,
    dialect,
    empty: '{}',
    answer: (answer) => JSON.stringify(downgrade(answer, dialect), replacer),
    page(key, entries, nextCursor) {
      const next = nextCursor === undefined ? '' : `,"nextCursor":${JSON.stringify(nextCursor)}`;
      return `{"${key}":${entries}${next}}`;
    },
    errorCode: legacyCode,
  };
}

function dialectOf(version: LegacyVersion): Dialect {
  const since = (first: LegacyVersion): boolean =>
    LEGACY_VERSIONS.indexOf(version) >= LEGACY_VERSIONS.indexOf(first);
  return {
    annotations: since('2025-03-26'),
    audio: since('2025-03-26'),
    titles: since('2025-06-18'),
    icons: since('2025-11-25'),
    anyOutput: false,
  };
}

function legacyCode(error: ProtocolError): number {
  return error instanceof ResourceNotFoundError ? ErrorCode.legacyResourceNotFound : error.code;
}

function downgrade(answer: Answer, dialect: Dialect): Answer {
  if ('content' in answer) {
    const { structuredContent, ...rest } = answer;
    const known = dialect.titles && (structuredContent === undefined || isObject(structuredContent));
    if (!dialect.titles) return { ...rest, content: rest.content.map((block) => older(block, dialect)) };
    return known ? answer : rest;
  }
  if ('messages' in answer && !dialect.titles) {
    const messages = answer.messages.map(({ role, content }) => ({ role, content: older(content, dialect) }));
    return { ...answer, messages };
  }
  return answer;
}

/** Blocks that strict clients of old revisions choke on become text. */
function older(block: Content, dialect: Dialect): Content {
  if (block.type === 'audio' && !dialect.audio) {
    return { type: 'text', text: `[audio ${block.mimeType}, ${Math.ceil(block.data.length * 0.75)} bytes]` };
  }
  if (block.type === 'resource_link') {
    const about = block.description === undefined ? '' : `: ${block.description}`;
    return { type: 'text', text: `[resource ${block.name} ${block.uri}${about}]` };
  }
  return block;
}
