// News from the server: whose it is, and how it ends.
import { describe, expect, it } from 'vitest';
import { type Client, connect } from '../../src/client/index.ts';
import { INITIALIZED, type Scripted, scripted } from '../fixtures/scripted.ts';
import { turns } from '../fixtures/streams.ts';

const SUBSCRIPTION = 'io.modelcontextprotocol/subscriptionId';

async function modern(acknowledge: boolean): Promise<{ client: Client; transport: Scripted }> {
  const transport = scripted((method, { notifications }, { push }) => {
    if (method !== 'subscriptions/listen' || !acknowledge) return;
    const _meta = { [SUBSCRIPTION]: transport.sent.at(-1)?.id };
    push({ method: 'notifications/subscriptions/acknowledged', params: { notifications, _meta } });
  });
  return { client: await connect({ transport, era: 'modern', timeoutMs: 20 }), transport };
}

function updated(transport: Scripted, id: unknown, uri: string): void {
  transport.push({
    method: 'notifications/resources/updated',
    params: { uri, _meta: { [SUBSCRIPTION]: id } },
  });
}

describe('subscriptions/listen', () => {
  it('hears what carries its id, and nothing else', async () => {
    const { client, transport } = await modern(true);
    const heard: string[] = [];
    await client.subscribe('a:1', () => heard.push('a'));
    await client.subscribe('b:1', () => heard.push('b'));
    const [first, second] = transport.sent.map(({ id }) => id);
    expect(transport.sent[0]).toMatchObject({
      params: { notifications: { resourceSubscriptions: ['a:1'] } },
    });
    updated(transport, first, 'a:1');
    updated(transport, second, 'b:1');
    updated(transport, second, 'a:1');
    updated(transport, 99, 'a:1');
    updated(transport, undefined, 'a:1');
    await turns();
    expect(heard).toEqual(['a', 'b']);
  });

  it('tells which part of the filter is honoured', async () => {
    const { client } = await modern(true);
    const heard: string[] = [];
    const subscription = await client.listen({ toolsListChanged: true }, (method) => heard.push(method));
    expect(subscription.accepted).toEqual({ toolsListChanged: true });
  });

  it('is cancelled by close, and hears nothing from then on', async () => {
    const { client, transport } = await modern(true);
    let heard = 0;
    const subscription = await client.subscribe('a:1', () => {
      heard += 1;
    });
    const [{ id } = {}] = transport.sent;
    updated(transport, id, 'a:1');
    await subscription.close();
    expect(transport.sent[1]).toMatchObject({ method: 'notifications/cancelled', params: { requestId: id } });
    updated(transport, id, 'a:1');
    await turns();
    expect(heard).toBe(0);
    await subscription.close();
    expect(transport.sent).toHaveLength(2);
  });

  it('ends when the server ends it', async () => {
    const { client, transport } = await modern(true);
    const subscription = await client.subscribe('a:1', () => {});
    transport.push({ id: transport.sent[0]?.id ?? 0, result: { resultType: 'complete' } });
    await subscription.ended;
    await subscription.close();
    expect(transport.sent).toHaveLength(1);
  });

  it('is given up when it is not acknowledged', async () => {
    const { client, transport } = await modern(false);
    await expect(client.subscribe('a:1', () => {})).rejects.toMatchObject({ reason: 'timeout' });
    expect(transport.sent[1]).toMatchObject({ method: 'notifications/cancelled' });
  });

  it('fails with the error of the server, or when it ends at once', async () => {
    const refusing = scripted((_, __, { fail }) => fail(-32602, 'no such resource'));
    const client = await connect({ transport: refusing, era: 'modern' });
    await expect(client.subscribe('a:1', () => {})).rejects.toMatchObject({ code: -32602 });
    const ending = scripted((_, __, { reply }) => reply({}));
    const other = await connect({ transport: ending, era: 'modern' });
    await expect(other.subscribe('a:1', () => {})).rejects.toMatchObject({ reason: 'invalid' });
  });
});

describe('resources/subscribe', () => {
  async function legacy(refuse = false): Promise<{ client: Client; transport: Scripted }> {
    const transport = scripted((method, _, { reply, fail }) => {
      if (method === 'resources/subscribe' && refuse) fail(-32002, 'no such resource');
      else reply(method === 'initialize' ? INITIALIZED : {});
    });
    const client = await connect({ transport, era: 'legacy' });
    transport.sent.length = 0;
    return { client, transport };
  }

  it('is sent once for each resource, however many listen', async () => {
    const { client, transport } = await legacy();
    const heard: string[] = [];
    const first = await client.subscribe('a:1', () => heard.push('first'));
    const second = await client.subscribe('a:1', () => heard.push('second'));
    transport.push({ method: 'notifications/resources/updated', params: { uri: 'a:1' } });
    transport.push({ method: 'notifications/resources/updated', params: { uri: 'b:1' } });
    await turns();
    expect(heard).toEqual(['first', 'second']);
    await first.close();
    await second.close();
    await second.close();
    expect(transport.sent.map(({ method }) => method)).toEqual([
      'resources/subscribe',
      'resources/unsubscribe',
    ]);
  });

  it('that is refused listens to nothing', async () => {
    const { client, transport } = await legacy(true);
    let heard = 0;
    const failing = client.subscribe('a:1', () => {
      heard += 1;
    });
    await expect(failing).rejects.toMatchObject({ code: -32002 });
    transport.push({ method: 'notifications/resources/updated', params: { uri: 'a:1' } });
    await turns();
    expect(heard).toBe(0);
  });

  it('has no listen', async () => {
    const { client } = await legacy();
    await expect(client.listen({}, () => {})).rejects.toMatchObject({ reason: 'invalid' });
  });
});
