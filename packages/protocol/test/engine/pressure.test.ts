// What a client that sends much and reads little can make the server keep.
import { describe, expect, it } from 'vitest';
import { at, Desk, MODERN, REVISIONS, turns } from '../support/desk.ts';
import { echo, gate, simple, watched } from '../support/tools.ts';

const MIB = 1024 * 1024;
const LEVEL = 'io.modelcontextprotocol/logLevel';

describe('a client that does not read', () => {
  it('gets the answer of a call that was running once it reads, and none when it cancels before', async () => {
    const reads = gate();
    let ready: Promise<void> | undefined;
    const ends = gate();
    const slow = simple('slow', async () => {
      await ends.opened;
      return 'late';
    });
    const desk = new Desk(watched({ tools: [slow] }).app, MODERN, {}, { ready: () => ready });
    desk.begin('tools/call', { name: 'slow' });
    desk.begin('tools/call', { name: 'slow' });
    ready = reads.opened;
    ends.open();
    await turns();
    expect(desk.texts).toEqual([]);
    expect(desk.connection.inFlight).toBe(2);
    desk.cancel(1);
    expect(desk.connection.inFlight).toBe(1);
    ready = undefined;
    reads.open();
    await desk.connection.idle();
    expect(desk.messages).toMatchObject([{ id: 2 }]);
  });

  it('does not keep the connection from closing', async () => {
    const ready = new Promise<void>(() => undefined);
    let full = false;
    const fill = simple('fill', async () => {
      full = true;
      return 'x';
    });
    const peer = { ready: () => (full ? ready : undefined) };
    const desk = new Desk(watched({ tools: [fill] }).app, MODERN, {}, peer);
    desk.begin('tools/call', { name: 'fill' });
    await turns();
    await desk.connection.close();
    expect(desk.connection.inFlight).toBe(0);
  });

  it.each(REVISIONS)('gets no log messages meanwhile (%s)', async (version) => {
    let ready: Promise<void> | undefined;
    const reads = gate();
    const chatty = simple('chatty', (ctx) => {
      ctx.log('info', 'heard');
      ready = reads.opened;
      for (let n = 0; n < 100; n += 1) ctx.log('info', 'x'.repeat(1000));
      ready = undefined;
      return 'done';
    });
    const desk = new Desk(watched({ tools: [chatty] }).app, version, {}, { ready: () => ready });
    if (desk.modern) desk.meta = { [LEVEL]: 'debug' };
    else await desk.result('logging/setLevel', { level: 'debug' });
    await desk.call('chatty');
    const heard = desk.heard('notifications/message').map((message) => at(message, 'params', 'data'));
    expect(heard).toEqual(['heard']);
  });
});

describe('requests that wait for their turn', () => {
  it.each(REVISIONS)('are refused once they are more than fit in memory (%s)', async (version) => {
    const ends = gate();
    const slow = simple('slow', async () => {
      await ends.opened;
      return 'done';
    });
    const desk = new Desk(watched({ tools: [slow, echo], resources: [], maxInFlight: 1 }).app, version);
    desk.begin('tools/call', { name: 'slow' });
    const text = 'x'.repeat(10 * MIB);
    const ids = [1, 2, 3, 4].map(() => desk.begin('tools/call', { name: 'echo', arguments: { text } }));
    expect(desk.messages).toMatchObject([{ id: ids[3], result: { isError: true } }]);
    expect(at(desk.messages[0], 'result', 'content', 0, 'text')).toContain('once earlier ones are answered');
    const read = desk.begin('resources/read', { uri: `test://${text}` });
    expect(desk.messages[1]).toMatchObject({ id: read, error: { code: -32603 } });
    await turns();
    expect(desk.texts).toHaveLength(2);
    ends.open();
    await desk.connection.idle();
    expect(await desk.call('slow')).toMatchObject({ content: [{ text: 'done' }] });
    expect(await desk.call('echo', { text: 'again' })).toMatchObject({ content: [{ text: 'again' }] });
  });

  it('is not refused when it is large but alone', async () => {
    const ends = gate();
    const slow = simple('slow', async () => {
      await ends.opened;
      return 'done';
    });
    const desk = new Desk(watched({ tools: [slow, echo], maxInFlight: 1 }).app, MODERN);
    desk.begin('tools/call', { name: 'slow' });
    const id = desk.begin('tools/call', { name: 'echo', arguments: { text: 'x'.repeat(33 * MIB) } });
    ends.open();
    await desk.connection.idle();
    expect(at(desk.messages[1], 'id')).toBe(id);
    expect(at(desk.messages[1], 'result', 'content', 0, 'text')).toContain('are sent');
  });
});

describe('batches', () => {
  it.each(['2025-03-26', '2025-11-25'])('of more than 1,000 messages get one error (%s)', (version) => {
    const desk = new Desk(watched({ tools: [echo] }).app, version);
    desk.send(`[${'1,'.repeat(1000)}1]`);
    expect(desk.messages).toEqual([
      { jsonrpc: '2.0', error: { code: -32600, message: 'A batch has at most 1000 messages' } },
    ]);
    desk.texts.length = 0;
    desk.send(`[${'1,'.repeat(999)}1]`);
    expect(desk.messages.flatMap((message) => message['batch'] ?? message)).toHaveLength(1000);
  });

  it('whose answers are large are answered in several arrays', async () => {
    const desk = new Desk(watched({ tools: [echo] }).app, '2025-03-26');
    const text = 'x'.repeat(400_000);
    const part = (id: number): object => ({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name: 'echo', arguments: { text } },
    });
    desk.send(JSON.stringify([1, 2, 3, 4].map(part)));
    await desk.connection.idle();
    const ids = desk.messages.map(({ batch }) => [0, 1, 2].map((n) => at(batch, n, 'id')));
    expect(ids).toEqual([
      [1, 2, 3],
      [4, undefined, undefined],
    ]);
  });
});

describe('long texts are not sent back', () => {
  const long = 'a'.repeat(MIB);
  const { app } = watched({ tools: [echo], resources: [], prompts: [] });

  it.each([`"${long}"`, '1'.repeat(MIB)])('an id (%#)', (id) => {
    const desk = new Desk(app, '2025-11-25');
    desk.send(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`);
    expect(desk.messages).toEqual([
      { jsonrpc: '2.0', error: { code: -32600, message: expect.stringContaining('4096 characters') } },
    ]);
  });

  it.each(REVISIONS)('URIs and names (%s)', async (version) => {
    const desk = new Desk(app, version);
    await desk.error('resources/read', { uri: `test://${long}` });
    await desk.error('tools/call', { name: long });
    await desk.error('prompts/get', { name: long });
    await desk.error(long);
    for (const text of desk.texts) expect(text.length).toBeLessThan(5000);
  });

  it('a protocol version', async () => {
    const desk = new Desk(app, MODERN);
    desk.meta = { 'io.modelcontextprotocol/protocolVersion': long };
    expect(await desk.error('tools/list')).toMatchObject({
      code: -32022,
      data: { requested: long.slice(0, 100), supported: [MODERN] },
    });
    expect(desk.texts[0]?.length).toBeLessThan(1000);
  });
});
