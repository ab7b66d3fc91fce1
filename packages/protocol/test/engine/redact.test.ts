// Secrets are taken out of whatever is sent.
import { ProtocolError, resource, result, ToolError, t, text } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { at, Desk, REVISIONS, turns } from '../support/desk.ts';
import { shaped, simple, watched } from '../support/tools.ts';

const secret = 'hunter2';
const redact = (value: string): string => value.replaceAll(secret, '***');

const { app, bugs } = watched({
  redact,
  tools: [
    simple('says', () => `the password is ${secret}`),
    simple('links', () => ({
      type: 'resource_link',
      uri: `http://u:${secret}@h`,
      name: secret,
      description: secret,
    })),
    simple('media', () => [{ type: 'image', data: secret, mimeType: 'image/png' }, text(secret)]),
    shaped('shaped', t.object({ data: t.string('d'), list: t.array(t.string('x'), 'l') }), () => ({
      data: secret,
      list: [secret],
    })),
    simple('told', () => Promise.reject(new ToolError(`no ${secret}`, { hint: `not ${secret}` }))),
    simple('wire', () => Promise.reject(new ProtocolError(-32602, `bad ${secret}`, { why: secret }))),
    simple('logs', ({ log, progress }) => {
      log('error', { text: secret });
      progress(1, 2, secret);
      return result({ content: 'done', meta: { 'com.example/x': secret } });
    }),
    simple('asks', async ({ elicit }) => String(await elicit.confirm('sure', `Send ${secret}?`))),
  ],
  resources: [
    resource({
      uri: 'test://r',
      name: 'r',
      read: () => [
        { uri: 'test://r', text: secret },
        { uri: 'test://r', blob: secret },
      ],
    }),
  ],
});

describe.each(REVISIONS)('redact in %s', (version) => {
  it('reaches whatever is sent, media apart', async () => {
    const desk = new Desk(app, version, { elicitation: {} });
    desk.meta = { progressToken: 1, 'io.modelcontextprotocol/logLevel': 'debug' };
    if (!desk.modern) await desk.result('logging/setLevel', { level: 'debug' });
    for (const name of ['says', 'links', 'shaped', 'told', 'wire', 'logs', 'asks', 'nobody-hunter2']) {
      desk.begin('tools/call', { name });
    }
    await turns(20);
    expect(desk.heard('notifications/message')).toHaveLength(1);
    expect(desk.heard('notifications/progress')).toHaveLength(1);
    expect(desk.texts.length).toBeGreaterThan(8);
    for (const line of desk.texts) expect(line).not.toContain(secret);
    expect(bugs).toEqual([]);
    const media = await desk.call('media');
    expect(at(media, 'content', 0, 'data')).toBe(secret);
    expect(at(media, 'content', 1, 'text')).toBe('***');
    const read = await desk.result('resources/read', { uri: 'test://r' });
    expect(at(read, 'contents')).toMatchObject([{ text: '***' }, { blob: secret }]);
    await desk.connection.close();
  });
});
