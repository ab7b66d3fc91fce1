// Every input and output schema: valid 2020-12 and within what all clients take.
import { at, objectAt, stringAt } from '@plainmcp/harness/json';
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
    name: 'schemas: no description is empty',
    run: (session) => forEachSchema(session, emptyDescriptions),
  },
];

/** A name may explain itself and stay without a description; an empty one is a mistake. */
function emptyDescriptions(schema: unknown): string[] {
  return Object.entries(objectAt(schema, 'properties'))
    .filter(
      ([, child]) => at(child, 'description') !== undefined && stringAt(child, 'description').trim() === '',
    )
    .map(([name]) => `parameter ${name} has an empty description`);
}
