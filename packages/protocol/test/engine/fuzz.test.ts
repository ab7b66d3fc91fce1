// Any mixture of messages: nothing throws, each request is answered once, the connection lives on.
import { MetaKey, prompt, resource } from '@plainmcp/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Desk, LEGACY, MODERN } from '../support/desk.ts';
import { echo, simple, watched } from '../support/tools.ts';

const asks = simple('asks', async (ctx) => `${await ctx.elicit.confirm('a', 'A?')}`);
const waits = simple('waits', async (ctx) => {
  await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve));
  return 'late';
});

const claim = { [MetaKey.version]: MODERN, [MetaKey.capabilities]: { elicitation: {} } };
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('', 0, null, '__proto__', 'echo', 'asks', 'test://a'),
);
const meta = fc.oneof(
  fc.constant(claim),
  fc.constant({ ...claim, progressToken: 0 }),
  fc.constant({}),
  fc.constant(undefined),
  fc.dictionary(
    fc.constantFrom(MetaKey.version, MetaKey.capabilities, MetaKey.logLevel, 'progressToken'),
    odd,
  ),
  odd,
);
const method = fc.constantFrom(
  'initialize',
  'ping',
  'logging/setLevel',
  'server/discover',
  'subscriptions/listen',
  'tools/list',
  'tools/call',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'resources/subscribe',
  'resources/unsubscribe',
  'prompts/list',
  'prompts/get',
  'completion/complete',
  'notifications/cancelled',
  'notifications/initialized',
  'no/such',
);
const key = fc.constantFrom(
  'name',
  'arguments',
  'uri',
  'cursor',
  'level',
  'protocolVersion',
  'capabilities',
  'clientInfo',
  'notifications',
  'ref',
  'argument',
  'context',
  'requestState',
  'inputResponses',
  'requestId',
  'reason',
);
const params = fc
  .tuple(fc.dictionary(key, fc.oneof(odd, fc.constantFrom('echo', 'asks', 'waits', { text: 'x' }, {}))), meta)
  .map(([members, _meta]) => ({ ...members, _meta }));
const message = fc.record(
  {
    jsonrpc: fc.constantFrom('2.0', '2.0', '2.0', '1.0'),
    method: fc.oneof(method, method, odd),
    params: fc.oneof(params, params, odd),
    result: odd,
    error: odd,
  },
  { requiredKeys: ['jsonrpc', 'method', 'params'] },
);

describe('any messages', () => {
  it('are answered once each, and never end the connection', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(message, fc.boolean()), { maxLength: 30 }),
        fc.constantFrom(...LEGACY),
        async (items, version) => {
          const { app, bugs } = watched({
            tools: [echo, asks, waits],
            resources: [
              resource({ uri: 'test://a', name: 'a', read: () => 'x', watch: () => () => undefined }),
            ],
            prompts: [
              prompt({ name: 'echo', arguments: { text: { complete: () => ['x'] } }, render: () => 'x' }),
            ],
          });
          const desk = new Desk(app, version, { elicitation: {} });
          for (const [index, [body, request]] of items.entries()) {
            desk.send(JSON.stringify(request ? { ...body, id: `r${index}` } : body));
          }
          desk.send({ id: 'alive', method: 'ping' });
          expect(desk.messages.at(-1)).toEqual({ jsonrpc: '2.0', id: 'alive', result: {} });
          await desk.connection.close();
          const answered = desk.messages
            .filter((one) => 'result' in one || 'error' in one)
            .map((one) => one['id']);
          const known = answered.filter((id) => typeof id === 'string');
          expect(new Set(known).size).toBe(known.length);
          expect(desk.connection.inFlight).toBe(0);
          expect(bugs).toEqual([]);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('of any text neither throw nor pass unanswered', () => {
    const { app, bugs } = watched({ tools: [echo] });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.array(fc.json()).map((parts) => `[${parts.join()}]`),
        ),
        (text) => {
          const desk = new Desk(app, '2025-11-25');
          desk.send(text);
          for (const line of desk.texts) expect(line).toMatch(/^\{"jsonrpc":"2\.0"/);
          expect(bugs).toEqual([]);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
