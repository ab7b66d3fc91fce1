// Every input and output schema: valid 2020-12 and within what all clients take.
import { objectAt } from '@plainmcp/harness/json';
import { none } from './assert.ts';
import { portabilityComplaints } from './schema-walk.ts';
import type { Session } from './session.ts';
import type { Check } from './types.ts';
import { schemaErrors } from './validator.ts';

async function forEachSchema(session: Session, judge: (schema: unknown) => string[]): Promise<void> {
  const found = (await session.tools()).flatMap((tool) =>
    (['inputSchema', 'outputSchema'] as const).flatMap((key) =>
      key === 'outputSchema' && tool[key] === undefined
        ? []
        : judge(tool[key]).map((complaint) => `${tool['name']} ${key}: ${complaint}`),
    ),
  );
  none(found);
}

export const schemas: readonly Check[] = [
  {
    name: 'schemas: valid JSON Schema 2020-12',
    run: (session) => forEachSchema(session, schemaErrors),
  },
  {
    name: 'schemas: object root, closed objects, no references, no composition at the top, plain property names',
    run: (session) => forEachSchema(session, portabilityComplaints),
  },
  {
    name: 'schemas: every parameter is described or explains itself by its choices',
    async run(session) {
      const bare = (await session.tools()).flatMap((tool) =>
        Object.entries(objectAt(tool, 'inputSchema', 'properties'))
          .filter(([, schema]) => !hasMeaning(objectAt({ schema }, 'schema')))
          .map(([name]) => `${tool['name']}: parameter ${name} has no description`),
      );
      none(bare);
    },
  },
];

function hasMeaning(schema: { readonly [key: string]: unknown }): boolean {
  return (
    (typeof schema['description'] === 'string' && schema['description'].trim() !== '') ||
    'enum' in schema ||
    'const' in schema
  );
}
