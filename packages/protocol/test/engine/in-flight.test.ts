// Ids in flight, and batches.
import { MetaKey } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { at, Desk, MODERN, REVISIONS, turns } from '../support/desk.ts';
import { echo, gate, simple, watched } from '../support/tools.ts';

const slow = simple('slow', async (ctx) => {
  await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve));
  return 'late';
});

const { app } = watched({ tools: [echo, slow], resources: [], prompts: [] });

const claim = { [MetaKey.version]: MODERN, [MetaKey.capabilities]: {} };

/** The answers to one text on a fresh connection. */
async function answers(text: string, version: string = MODERN): Promise<unknown[]> {
  const desk = new Desk(app, version);
  desk.send(text);
  await turns();
  return desk.messages;
}

describe('ids in flight', () => {
  it.each(REVISIONS)(
    'a duplicate is -32600 without id and does not disturb the first (%s)',
    async (version) => {
      const opened = gate();
      const waits = simple('waits', async () => {
        await opened.opened;
        return 'first';
      });
      const desk = new Desk(watched({ tools: [waits] }).app, version);
      const id = desk.begin('tools/call', { name: 'waits' });
      for (const method of ['tools/call', 'tools/list', 'no/such']) {
        desk.send({ id, method, params: { name: 'waits', _meta: desk.claim } });
      }
      expect(desk.messages).toEqual(
        Array(3).fill({ jsonrpc: '2.0', error: { code: -32600, message: expect.any(String) } }),
      );
      desk.send({ id: String(id), method: 'tools/list', params: { _meta: desk.claim } });
      expect(desk.messages[3]).toHaveProperty('id', String(id));
      opened.open();
      const answer = await desk.next((message) => message['id'] === id);
      expect(at(answer, 'result', 'content', 0, 'text')).toBe('first');
    },
  );

  it('an id is free again after its answer and after its cancellation', async () => {
    const desk = new Desk(app, MODERN);
    const send = (name: string): void =>
      desk.send({ id: 1, method: 'tools/call', params: { name, arguments: { text: 'x' }, _meta: claim } });
    send('echo');
    await turns();
    send('slow');
    desk.cancel(1);
    send('echo');
    await turns();
    expect(desk.messages.map((message) => at(message, 'result', 'content', 0, 'text'))).toEqual(['x', 'x']);
  });

  it('big ids survive calls, errors and cancellation', async () => {
    const id = '9007199254740993';
    const desk = new Desk(app, '2025-11-25');
    const call = (name: string): void =>
      desk.send(
        `{"jsonrpc":"2.0","params":{"name":"${name}","arguments":{"text":"x","id":1}},"id":${id},"method":"tools/call"}`,
      );
    call('echo');
    await turns();
    call('no_such');
    await turns();
    call('slow');
    desk.send(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":9007199254740992}}`);
    expect(desk.connection.inFlight).toBe(1);
    desk.send(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${id}}}`);
    await turns();
    expect(desk.connection.inFlight).toBe(0);
    expect(desk.texts).toHaveLength(2);
    for (const text of desk.texts) expect(text).toContain(`"id":${id},`);
  });
});

describe('batches', () => {
  const ping = (id: number): string => `{"jsonrpc":"2.0","id":${id},"method":"ping"}`;
  const call = (id: number, name: string): string =>
    `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"${name}","arguments":{"text":"x"}}}`;

  it('of 2025-03-26 are answered by one array, once all of it is done', async () => {
    const desk = new Desk(app, '2025-03-26');
    desk.send(
      `[${call(1, 'echo')}, ${ping(2)},{"jsonrpc":"2.0","method":"notifications/x"}, 7, ${call(3, 'no_such')}]`,
    );
    expect(desk.texts).toEqual([]);
    await turns();
    expect(desk.texts).toHaveLength(1);
    const found = at(desk.messages[0], 'batch');
    expect(found).toHaveLength(4);
    expect(found).toContainEqual({ jsonrpc: '2.0', id: 2, result: {} });
    expect(found).toContainEqual({ jsonrpc: '2.0', error: { code: -32600, message: expect.any(String) } });
    expect(found).toContainEqual({ jsonrpc: '2.0', id: 3, error: expect.objectContaining({ code: -32602 }) });
    expect(found).toContainEqual({
      jsonrpc: '2.0',
      id: 1,
      result: { content: [{ type: 'text', text: 'x' }] },
    });
  });

  it.each(['2024-11-05', '2025-06-18', '2025-11-25'])('of %s are answered one by one', async (version) => {
    const desk = new Desk(app, version);
    desk.send(`[${ping(1)},${call(2, 'echo')}]`);
    await turns();
    expect(desk.messages).toMatchObject([
      { id: 1, result: {} },
      { id: 2, result: { content: [{ text: 'x' }] } },
    ]);
  });

  it('are refused for modern requests', async () => {
    const modern = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: claim } });
    expect(await answers(`[${modern}]`)).toMatchObject([{ id: 1, error: { code: -32600 } }]);
  });

  it('a cancelled part is left out, and only notifications get no answer at all', async () => {
    const desk = new Desk(app, '2025-03-26');
    desk.send(`[${call(1, 'slow')},${ping(2)}]`);
    desk.cancel(1);
    await turns();
    expect(desk.messages).toEqual([{ batch: [{ jsonrpc: '2.0', id: 2, result: {} }] }]);
    desk.send('[{"jsonrpc":"2.0","method":"notifications/x"}]');
    await turns();
    expect(desk.texts).toHaveLength(1);
  });

  it('keep big ids and refuse initialize and batches in batches', async () => {
    const desk = new Desk(app, '2025-03-26');
    desk.send(`[{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}]`);
    expect(desk.texts[0]).toContain('"id":9007199254740993,');
    desk.send(
      `[${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-03-26' } })},[${ping(2)}]]`,
    );
    expect(desk.messages[1]).toMatchObject({
      batch: [{ id: 1, error: { code: -32600 } }, { error: { code: -32600 } }],
    });
  });
});
