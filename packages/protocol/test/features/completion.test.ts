// completion/complete in every revision.
import { prompt, resourceTemplate } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { at, Desk, REVISIONS } from '../support/desk.ts';
import { watched } from '../support/tools.ts';

const words = Array.from({ length: 250 }, (_, index) => `word${index}`);

const { app } = watched({
  prompts: [
    prompt({
      name: 'p',
      arguments: {
        word: { complete: (value) => words.filter((word) => word.startsWith(value)) },
        after: { complete: async (value, chosen) => [`${chosen['word'] ?? 'none'} ${value}`] },
        free: {},
      },
      render: () => 'x',
    }),
  ],
  resourceTemplates: [
    resourceTemplate({
      uriTemplate: 'test://{a}/{b}',
      name: 't',
      complete: { a: () => ['one', 'two'] },
      read: () => 'x',
    }),
  ],
});

it('a variable named like a member of every object has no completions by accident', async () => {
  const uriTemplate = 'test://{constructor}/{a}';
  const template = resourceTemplate({
    uriTemplate,
    name: 't',
    complete: { a: () => ['x'] },
    read: () => 'x',
  });
  const desk = new Desk(watched({ resourceTemplates: [template] }).app, '2026-07-28');
  const params = {
    ref: { type: 'ref/resource', uri: uriTemplate },
    argument: { name: 'constructor', value: '' },
  };
  expect(at(await desk.result('completion/complete', params), 'completion', 'values')).toEqual([]);
});

describe.each(REVISIONS)('completion/complete in %s', (version) => {
  const desk = new Desk(app, version);
  const ofPrompt = (name: string, value: string, more: object = {}): object => ({
    ref: { type: 'ref/prompt', name: 'p' },
    argument: { name, value },
    ...more,
  });
  const complete = async (params: object): Promise<unknown> =>
    at(await desk.result('completion/complete', params), 'completion');

  it('sends 100 values at most, and says how many there are', async () => {
    const found = await complete(ofPrompt('word', 'word'));
    expect(found).toMatchObject({ total: 250, hasMore: true });
    expect(at(found, 'values')).toEqual(words.slice(0, 100));
    expect(await complete(ofPrompt('word', 'word24'))).toMatchObject({ total: 11, hasMore: false });
    expect(await complete(ofPrompt('word', 'none'))).toEqual({ values: [], total: 0, hasMore: false });
  });

  it('hands on what was chosen before, strings only', async () => {
    const context = { arguments: { word: 'word1', odd: 5 } };
    expect(at(await complete(ofPrompt('after', 'x', { context })), 'values')).toEqual(['word1 x']);
    expect(at(await complete(ofPrompt('after', 'x', { context: 'odd' })), 'values')).toEqual(['none x']);
  });

  it('completes variables of templates, and has nothing for those without completions', async () => {
    const ofTemplate = (name: string): object => ({
      ref: { type: 'ref/resource', uri: 'test://{a}/{b}' },
      argument: { name, value: '' },
    });
    expect(at(await complete(ofTemplate('a')), 'values')).toEqual(['one', 'two']);
    expect(at(await complete(ofTemplate('b')), 'values')).toEqual([]);
    expect(at(await complete(ofPrompt('free', 'x')), 'values')).toEqual([]);
  });

  it.each([
    {},
    { ref: 'p', argument: { name: 'word', value: '' } },
    { ref: { type: 'ref/prompt', name: 'p' } },
    { ref: { type: 'ref/prompt', name: 'p' }, argument: { name: 'word' } },
    { ref: { type: 'ref/prompt', name: 'p' }, argument: { name: 'word', value: 5 } },
    { ref: { type: 'ref/prompt', name: 'nobody' }, argument: { name: 'word', value: '' } },
    { ref: { type: 'ref/prompt', name: 'p' }, argument: { name: 'constructor', value: '' } },
    { ref: { type: 'ref/prompt' }, argument: { name: 'word', value: '' } },
    { ref: { type: 'ref/resource', uri: 'test://other/{a}' }, argument: { name: 'a', value: '' } },
    { ref: { type: 'ref/resource', uri: 'test://{a}/{b}' }, argument: { name: 'toString', value: '' } },
    { ref: { type: 'ref/other', name: 'p' }, argument: { name: 'word', value: '' } },
  ])('%j is -32602', async (params) => {
    expect(await desk.error('completion/complete', params)).toMatchObject({ code: -32602 });
  });

  it('is limited in rate, and calls are not', async () => {
    const flood = new Desk(app, version);
    const answers = await Promise.all(
      Array.from({ length: 300 }, () => flood.request('completion/complete', ofPrompt('free', 'x'))),
    );
    const refused = answers.filter((answer) => at(answer, 'error', 'code') === -32603);
    expect(refused.length).toBeGreaterThan(100);
    expect(refused.length).toBeLessThan(201);
    expect(await flood.result('prompts/get', { name: 'p' })).toHaveProperty('messages');
  });
});
