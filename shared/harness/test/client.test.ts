import { describe, expect, it } from 'vitest';
import { acceptAll, connect, declineAll, ReplyError } from '../src/client.ts';
import { eraOf, isSince, latestLegacyRevision, legacyRevisions, revisions } from '../src/eras.ts';
import { at, stringAt } from '../src/json.ts';
import { start } from '../src/spawn.ts';

const talk = new URL('./fixtures/talk.mjs', import.meta.url);

describe('revisions', () => {
  it('has five in order, the last one modern', () => {
    expect([...revisions].sort()).toEqual([...revisions]);
    expect(revisions.map(eraOf)).toEqual(['legacy', 'legacy', 'legacy', 'legacy', 'modern']);
    expect(legacyRevisions.at(-1)).toBe(latestLegacyRevision);
    expect(isSince('2025-06-18', '2025-03-26')).toBe(true);
    expect(isSince('2024-11-05', '2025-03-26')).toBe(false);
  });
});

describe('connect', () => {
  it.each(revisions)('opens in %s, lists every page and keeps notifications', async (era) => {
    const client = await connect(start(talk), { era });
    if (eraOf(era) === 'legacy') expect(client.opening['protocolVersion']).toBe(era);
    else expect(at(client.opening, 'meta', 'io.modelcontextprotocol/protocolVersion')).toBe(era);
    expect(await client.listTools()).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(await client.nextNotification('notifications/message')).toHaveProperty('params.data', 'listing');
    expect(client.notifications).toHaveLength(2);
  });

  it('throws error answers from ask and returns them from request', async () => {
    const client = await connect(start(talk), { era: '2025-11-25' });
    expect((await client.request('nope')).error?.code).toBe(-32601);
    await expect(client.ask('nope')).rejects.toBeInstanceOf(ReplyError);
  });

  it('answers the questions of a legacy server', async () => {
    const client = await connect(start(talk), { era: '2025-11-25', answer: acceptAll });
    client.begin('tools/call', { name: 'ask' });
    expect(await client.nextNotification('answered')).toHaveProperty('params', {
      action: 'accept',
      content: { sure: true },
    });
    const silent = await connect(start(talk), { era: '2025-11-25' });
    silent.begin('tools/call', { name: 'ask' });
    expect(await silent.nextNotification('answered')).toHaveProperty('params.code', -32601);
  });

  it('answers input_required rounds and returns the state untouched', async () => {
    const client = await connect(start(talk), { era: '2026-07-28', answer: declineAll });
    const reply = await client.call('rounds');
    expect(reply.text).toBe('{"inputResponses":{"q":{"action":"decline"}},"requestState":"sealed"}\nend');
    expect(reply.content).toHaveLength(3);
    expect(stringAt(reply.result, 'resultType')).toBe('complete');
  });

  it('reports the end of the server and missing answers', async () => {
    const proc = start(talk);
    const client = await connect(proc, { era: '2025-11-25' });
    await expect(client.request('tools/call', { name: 'ask' }, { timeoutMs: 200 })).rejects.toThrow(
      'no answer to tools/call in 200 ms',
    );
    const pending = client.begin('tools/call', { name: 'ask' });
    proc.kill();
    await expect(pending.reply).rejects.toThrow('the server ended');
  });
});
