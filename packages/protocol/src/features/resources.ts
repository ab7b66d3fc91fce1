// resources/read.
import type { ResourceContents } from '../content.ts';
import type { ResourceRead } from '../definitions.ts';
import type { Call } from '../engine/call.ts';
import type { ReadAnswer } from '../eras/wire.ts';
import { ProtocolError, ResourceNotFoundError } from '../errors.ts';
import { ErrorCode } from '../jsonrpc.ts';
import { resumed } from './replay.ts';

/** The `uri` of a request. Throws ProtocolError -32602 when it has none. */
export function uriOf(call: Call): string {
  const { uri } = call.request.params;
  if (typeof uri === 'string') return uri;
  throw new ProtocolError(ErrorCode.invalidParams, `${call.request.name} needs params.uri, a string`);
}

/** Reads a resource (MCP resources, "Reading Resources"). Throws ResourceNotFoundError; never answers emptily. */
export async function readResource(call: Call): Promise<ReadAnswer> {
  const uri = uriOf(call);
  const found = call.link.core.catalog.find(uri);
  call.limit(undefined);
  await resumed(call);
  const fixed = found.kind === 'resource';
  const read = fixed
    ? await found.resource.read(call)
    : await found.template.read(uri, found.variables, call);
  const mimeType = fixed ? found.resource.mimeType : found.template.mimeType;
  const contents = toContents(read, uri, mimeType);
  if (contents.length === 0) throw new ResourceNotFoundError(uri);
  return { contents };
}

function toContents(
  read: ResourceRead,
  uri: string,
  mimeType: string | undefined,
): readonly ResourceContents[] {
  if (typeof read === 'string') return [{ uri, ...(mimeType !== undefined && { mimeType }), text: read }];
  return 'uri' in read ? [read] : read;
}
