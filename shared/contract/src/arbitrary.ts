// Arguments made from an input schema: mostly valid, some nearly, some not at all.
import { arrayAt, isObject, type JsonObject, objectAt } from '@plainmcp/harness/json';
import fc from 'fast-check';

/** Where a path that got out would land; nothing else lives there, and a check looks that nothing ever does. */
export const outsideName = 'plainmcp-contract-outside';

/** Texts that break careless code. None names anything that exists: a broken writer must not harm the machine. */
const nasty: readonly string[] = [
  '',
  ' ',
  '.',
  '\u0000',
  'a\u0000b',
  '\n\r\n',
  '\u202e\u2066abc',
  '\ud800',
  'x'.repeat(5000),
  '💥'.repeat(100),
  `../../../../../../tmp/${outsideName}/a`,
  `/tmp/${outsideName}/b`,
  `~/${outsideName}/c`,
  `file:///tmp/${outsideName}/d`,
  '-rf',
  '--help',
  "'; DROP TABLE x; --",
  '$(true)',
  '`true`',
  '%00',
  '{{7*7}}',
  `\${HOME}`,
  '(a+)+$',
  '{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}',
  '**/'.repeat(30),
  'NaN',
  '[]',
  'null',
];

const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nasty) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);
const anyJson = fc.jsonValue({ maxDepth: 3 });

/** A value for one schema node. */
export function valueFor(schema: unknown): fc.Arbitrary<unknown> {
  if (!isObject(schema)) return anyJson;
  const choices = arrayAt(schema, 'enum');
  if (choices.length > 0) return fc.constantFrom(...choices);
  if ('const' in schema) return fc.constant(schema['const']);
  const alternatives = [...arrayAt(schema, 'anyOf'), ...arrayAt(schema, 'oneOf')];
  if (alternatives.length > 0) return fc.oneof(...alternatives.map(valueFor));
  switch (schema['type']) {
    case 'string':
      return anyText;
    case 'integer':
      return fc.oneof(bounded(schema), fc.constantFrom(0, -1, 1, 2 ** 31, -(2 ** 31), 2 ** 53, 1e308));
    case 'number':
      return fc.oneof(bounded(schema), fc.double({ noNaN: true }), fc.constantFrom(-0.5, 1e-9));
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valueFor(schema['items']), { maxLength: 4 });
    case 'object':
      return objectFor(schema);
    default:
      return anyJson;
  }
}

function bounded(schema: JsonObject): fc.Arbitrary<number> {
  const { minimum, maximum } = schema;
  const min = typeof minimum === 'number' ? Math.ceil(minimum) : -10;
  const max = typeof maximum === 'number' ? Math.floor(maximum) : Math.max(min, 1000);
  return fc.integer({ min, max: Math.max(min, Math.min(max, 2 ** 31)) });
}

function objectFor(schema: JsonObject): fc.Arbitrary<JsonObject> {
  const required = arrayAt(schema, 'required').filter((name) => typeof name === 'string');
  const fields = Object.fromEntries(
    Object.entries(objectAt(schema, 'properties')).map(([name, child]) => [name, valueFor(child)]),
  );
  const valid = fc.record(fields, { requiredKeys: required });
  const rest = schema['additionalProperties'];
  if (Object.keys(fields).length === 0 && isObject(rest))
    return fc.dictionary(fc.string({ minLength: 1, maxLength: 10 }), valueFor(rest), { maxKeys: 3 });
  return valid;
}

/** Arguments of a tool: three of four times valid by the schema, else with one field spoiled, lost or added. */
export function argumentsFor(
  inputSchema: JsonObject,
  samples: readonly JsonObject[],
): fc.Arbitrary<JsonObject> {
  const valid = objectFor(inputSchema);
  const known = Object.keys(objectAt(inputSchema, 'properties'));
  const bases =
    samples.length > 0
      ? fc.oneof(valid, fc.tuple(fc.constantFrom(...samples), valid, fc.nat()).map(mixed))
      : valid;
  const key = known.length > 0 ? fc.oneof(fc.constantFrom(...known), anyText) : anyText;
  const spoiled = fc.tuple(bases, key, anyJson).map(([base, name, value]) => ({ ...base, [name]: value }));
  return fc.oneof({ weight: 3, arbitrary: bases }, { weight: 1, arbitrary: spoiled });
}

/** A working sample with one of its fields replaced: gets past the first argument that would be refused. */
function mixed([sample, other, pick]: [JsonObject, JsonObject, number]): JsonObject {
  const names = Object.keys(other);
  const name = names[pick % Math.max(1, names.length)];
  return name === undefined ? sample : { ...sample, [name]: other[name] };
}
