// resources/read in every revision.
import { ProtocolError, resource, resourceNotFound, resourceTemplate, ToolError } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { at, Desk, MODERN, REVISIONS } from '../support/desk.ts';
import { watched } from '../support/tools.ts';

const { app, bugs } = watched({
  resources: [
    resource({ uri: 'test://text', name: 't', mimeType: 'text/plain', read: () => 'hello' }),
    resource({
      uri: 'test://blob',
      name: 'b',
      read: async () => ({ uri: 'test://blob', blob: 'AAAA', mimeType: 'x/y' }),
    }),
    resource({
      uri: 'test://two',
      name: 'two',
      read: () => [
        { uri: 'test://two/1', text: '1' },
        { uri: 'test://two/2', text: '2' },
      ],
    }),
    resource({ uri: 'test://none', name: 'n', read: () => [] }),
    resource({
      uri: 'test://denied',
      name: 'd',
      read: () => Promise.reject(new ToolError('Not readable.', { hint: 'Ask the owner.' })),
    }),
    resource({
      uri: 'test://old',
      name: 'o',
      read: () => Promise.reject(new ProtocolError(-32002, 'old code')),
    }),
    resource({ uri: 'test://bug', name: 'bug', read: () => Promise.reject(new Error('secret')) }),
  ],
  resourceTemplates: [
    resourceTemplate({
      uriTemplate: 'test://item/{id}',
      name: 'items',
      mimeType: 'application/json',
      read(uri, { id }) {
        if (id !== '1') throw resourceNotFound(uri);
        return JSON.stringify({ id });
      },
    }),
  ],
});

describe.each(REVISIONS)('resources/read in %s', (version) => {
  const desk = new Desk(app, version);
  const read = (uri: unknown): Promise<unknown> => desk.result('resources/read', { uri });
  const fail = (uri: unknown): Promise<unknown> => desk.error('resources/read', { uri });

  it('sends text with the declared type, and contents as they are', async () => {
    expect(await read('test://text')).toHaveProperty('contents', [
      { uri: 'test://text', mimeType: 'text/plain', text: 'hello' },
    ]);
    expect(await read('test://blob')).toHaveProperty('contents', [
      { uri: 'test://blob', blob: 'AAAA', mimeType: 'x/y' },
    ]);
    expect(at(await read('test://two'), 'contents')).toHaveLength(2);
    expect(await read('test://item/1')).toHaveProperty('contents', [
      { uri: 'test://item/1', mimeType: 'application/json', text: '{"id":"1"}' },
    ]);
  });

  it.each(['test://item/2', 'test://nowhere', '', '__proto__', 'test://none', 'TEST://text'])(
    '%j is not found',
    async (uri) => {
      expect(await fail(uri)).toEqual({
        code: version === MODERN ? -32602 : -32002,
        message: expect.stringContaining('not found'),
        data: { uri },
      });
    },
  );

  it('a missing or odd uri is -32602', async () => {
    for (const uri of [undefined, 5, null, {}]) expect(await fail(uri)).toMatchObject({ code: -32602 });
  });

  it('errors: told, coded for the revision, or a bug without its text', async () => {
    expect(await fail('test://denied')).toEqual({ code: -32603, message: 'Not readable. Ask the owner.' });
    expect(await fail('test://old')).toMatchObject({ code: version === MODERN ? -32602 : -32002 });
    const bug = await fail('test://bug');
    expect(bug).toMatchObject({ code: -32603 });
    expect(JSON.stringify(bug)).not.toContain('secret');
    expect(at(bug, 'message')).toContain(bugs.at(-1)?.id);
  });
});
