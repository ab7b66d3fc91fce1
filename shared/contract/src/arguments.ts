// Wrong arguments: refused before anything runs, by name, in words a model can act on. Known slips are taken.
import type { Client, ToolReply } from '@plainmcp/harness/client';
import type { Revision } from '@plainmcp/harness/eras';
import { arrayAt, at, isObject, type JsonObject, objectAt, stringAt } from '@plainmcp/harness/json';
import { ensure, none, show } from './assert.ts';
import type { Session } from './session.ts';
import { callComplaints } from './shapes.ts';
import type { Args, Check } from './types.ts';
import { check } from './validator.ts';

const probed: readonly Revision[] = ['2024-11-05', '2026-07-28'];
/** Values no slip of a model explains; the first that a schema refuses is sent. */
const nonsense: readonly unknown[] = ['no-such-value', { wrong: true }, [[]]];

interface Probe {
  readonly args: JsonObject;
  readonly what: string;
  /** The error must hold each of these. */
  readonly mentions: readonly string[];
}

function withMissing(schema: JsonObject, sample: Args): Probe[] {
  return arrayAt(schema, 'required')
    .filter((name) => typeof name === 'string')
    .map((name) => {
      const { [name]: _left, ...args } = sample;
      return { args, what: `without ${name}`, mentions: [name] };
    });
}

function withWrongTypes(schema: JsonObject, sample: Args): Probe[] {
  return Object.entries(objectAt(schema, 'properties')).flatMap(([name, child]) => {
    if (!isObject(child)) return [];
    const value = nonsense.find((candidate) => check(child, candidate).length > 0);
    if (value === undefined) return [];
    const choices = arrayAt(child, 'enum').filter((choice) => typeof choice === 'string');
    return [
      {
        args: { ...sample, [name]: value },
        what: `with ${name}=${show(value)}`,
        mentions: [name, ...choices.slice(0, 3)],
      },
    ];
  });
}

function withUnknown(schema: JsonObject, sample: Args): Probe[] {
  const found: Probe[] = [
    { args: { ...sample, zz_unknown: 1 }, what: 'with an unknown argument', mentions: ['zz_unknown'] },
  ];
  const known = Object.keys(objectAt(schema, 'properties'));
  const name = known.filter((key) => key.length >= 4).sort((a, b) => b.length - a.length)[0];
  if (name === undefined) return found;
  const typo = `${name.slice(0, 1)}${name.slice(2, 3)}${name.slice(1, 2)}${name.slice(3)}`;
  if (typo === name || known.includes(typo)) return found;
  const { [name]: value = 'x', ...rest } = sample;
  return [
    ...found,
    { args: { ...rest, [typo]: value }, what: `with ${name} misspelled as ${typo}`, mentions: [typo, name] },
  ];
}

async function judge(client: Client, tool: string, probe: Probe): Promise<string[]> {
  const { result, error } = await client.request('tools/call', { name: tool, arguments: probe.args });
  const title = `${client.era} ${tool} ${probe.what}`;
  if (error !== undefined)
    return [`${title}: must be an isError result, not the protocol error ${error.code} ${error.message}`];
  if (result === undefined || result['isError'] !== true)
    return [`${title}: must be an isError result, got ${show(result)}`];
  const text = arrayAt(result, 'content')
    .map((block) => stringAt(block, 'text'))
    .join('\n');
  const silent = probe.mentions
    .filter((word) => !text.includes(word))
    .map((word) => `${title}: the error must mention "${word}": ${show(text)}`);
  return [...silent, ...callComplaints(client.era, result).map((complaint) => `${title}: ${complaint}`)];
}

async function eachTool(
  session: Session,
  probesOf: (schema: JsonObject, sample: Args) => Probe[],
): Promise<void> {
  const server = await session.shared();
  const found: string[] = [];
  let sent = 0;
  for (const revision of probed) {
    const client = await server.connect(revision);
    for (const tool of await session.tools()) {
      const name = String(tool['name']);
      const sample = server.fixture.samples(name)[0] ?? {};
      for (const probe of probesOf(objectAt(tool, 'inputSchema'), sample)) {
        found.push(...(await judge(client, name, probe)));
        sent += 1;
      }
    }
    client.detach();
  }
  none(found);
  ensure(sent > 0, 'there was nothing to send');
}

const missing: Check = {
  name: 'arguments: a missing one is an isError result that names it',
  run: (session) =>
    eachTool(session, (schema, sample) => [...withMissing(schema, sample), ...noArguments(schema)]),
};

/** `arguments` left out or null is the empty object: what is required is then missing. */
function noArguments(schema: JsonObject): Probe[] {
  const [first] = arrayAt(schema, 'required').filter((name) => typeof name === 'string');
  return first === undefined ? [] : [{ args: {}, what: 'without any argument', mentions: [first] }];
}

const wrongType: Check = {
  name: 'arguments: a wrong value is an isError result that names the argument and the choices',
  run: (session) => eachTool(session, withWrongTypes),
};

const unknown: Check = {
  name: 'arguments: an unknown one is refused by name, with the nearest known one',
  run: (session) => eachTool(session, withUnknown),
};

const notAnObject: Check = {
  name: 'arguments: anything but an object is refused',
  async run(session) {
    const client = await session.client();
    for (const tool of await session.tools()) {
      for (const args of ['text', 5, [1], true]) {
        const { result, error } = await client.request('tools/call', { name: tool['name'], arguments: args });
        const refused = error?.code === -32602 || result?.['isError'] === true;
        ensure(
          refused,
          `${tool['name']} with arguments ${show(args)}: must be refused, got ${show(result ?? error)}`,
        );
      }
    }
    client.detach();
  },
};

/** Every way in which models write a value as text; null for an optional argument counts as absent. */
function slips(schema: JsonObject, sample: Args): [what: string, args: JsonObject][] {
  const required = arrayAt(schema, 'required');
  const known = Object.entries(objectAt(schema, 'properties'));
  const texts = known.flatMap(([name, child]): [string, JsonObject][] => {
    const value = sample[name];
    const type = at(child, 'type');
    if (value === undefined || type === 'string' || typeof value === 'string' || typeof type !== 'string')
      return [];
    return [[`${name} as text`, { ...sample, [name]: JSON.stringify(value) }]];
  });
  const absent = known
    .map(([name]) => name)
    .filter((name) => !required.includes(name) && sample[name] === undefined);
  const nulls: [string, JsonObject] = [
    `null for ${absent.join(', ')}`,
    { ...sample, ...Object.fromEntries(absent.map((name) => [name, null])) },
  ];
  return absent.length > 0 ? [...texts, nulls] : texts;
}

const coerced: Check = {
  name: 'arguments: numbers, booleans, arrays and objects as text, and null for optional ones, are taken',
  async run(session) {
    const server = await session.shared();
    const client = await server.connect();
    const found: string[] = [];
    for (const tool of await session.tools()) {
      const name = String(tool['name']);
      if (session.subject.writers.includes(name)) continue;
      for (const sample of server.fixture.samples(name)) {
        for (const [what, args] of slips(objectAt(tool, 'inputSchema'), sample)) {
          const reply: ToolReply = await client.call(name, args);
          if (reply.isError) found.push(`${name} with ${what} must work: ${show(reply.text)}`);
        }
      }
    }
    client.detach();
    none(found);
  },
};

export const argumentChecks: readonly Check[] = [missing, wrongType, unknown, notAnObject, coerced];
