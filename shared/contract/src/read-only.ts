// --read-only hides every tool that changes something and refuses it when it is called all the same.
import { at, stringAt } from '@plainmcp/harness/json';
import { ensure, equal, none, show } from './assert.ts';
import type { Session } from './session.ts';
import { twin } from './twins.ts';
import type { Check } from './types.ts';

async function judge(
  session: Session,
  options: { args?: readonly string[]; env?: Readonly<Record<string, string>> },
): Promise<void> {
  const server = await session.launch(options);
  const client = await server.connect();
  const { writers } = session.subject;
  const listed = await client.listTools();
  const readers = (await session.tools())
    .map((tool) => stringAt(tool, 'name'))
    .filter((name) => !writers.includes(name));
  equal(
    listed.map((tool) => tool['name']),
    readers,
    'tools listed',
  );
  none(
    listed
      .filter((tool) => at(tool, 'annotations', 'readOnlyHint') !== true)
      .map((tool) => `${tool['name']} is listed but does not only read`),
  );
  for (const name of writers) {
    for (const args of server.fixture.samples(name)) {
      const { result, error } = await client.request('tools/call', { name, arguments: args });
      const refused = error?.code === -32602 || result?.['isError'] === true;
      ensure(refused, `${name} must be refused, got ${show(result ?? error)}`);
    }
  }
}

export const readOnly: readonly Check[] = [
  {
    name: 'read-only: --read-only hides and refuses every writer',
    run: (session) => judge(session, { args: ['--read-only'] }),
  },
  {
    name: 'read-only: the environment twin does the same',
    run: (session) => judge(session, { env: { [twin(session, 'READ_ONLY')]: 'true' } }),
  },
];
