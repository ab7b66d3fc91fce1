// Questions to the person, the model and the host, in every revision.
import { type Tool, t } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { at, Desk, MODERN, REVISIONS, turns } from '../support/desk.ts';
import { answered, app, bugs, everything, textOf } from '../support/questions.ts';
import { simple, watched } from '../support/tools.ts';

describe.each(REVISIONS)('questions in %s', (version) => {
  const urls = version >= '2025-11-25';
  const desk = (): Desk => new Desk(app, version, everything);
  const ask = async (name: string, result: unknown): Promise<unknown> => {
    const { answer } = await answered(desk(), name, { result });
    return textOf(answer['result']);
  };

  it('form: sends a flat schema, gives back what was typed', async () => {
    const reply = { action: 'accept', content: { name: 'Ann', age: '7' } };
    const { question, answer } = await answered(desk(), 'form', { result: reply });
    expect(question).toEqual({
      method: 'elicitation/create',
      params: {
        message: 'Who are you?',
        requestedSchema: {
          type: 'object',
          properties: {
            name: { type: 'string', description: 'Your name' },
            age: { type: 'integer', description: 'Your age', minimum: 0 },
          },
          required: ['name'],
        },
      },
    });
    expect(textOf(answer['result'])).toBe('{"action":"accept","value":{"name":"Ann","age":7}}');
  });

  it.each(['decline', 'cancel'])('form and url: %s', async (action) => {
    for (const name of urls ? ['form', 'url'] : ['form']) {
      expect(await ask(name, { action })).toBe(`{"action":"${action}"}`);
    }
  });

  it.each([
    [{ action: 'accept', content: { confirm: true } }, 'true'],
    [{ action: 'accept', content: { confirm: false } }, 'false'],
    [{ action: 'accept', content: { confirm: 'true' } }, 'false'],
    [{ action: 'accept', content: {} }, 'false'],
    [{ action: 'accept' }, 'false'],
    [{ action: 'decline', content: { confirm: true } }, 'false'],
    [{ action: 'cancel' }, 'false'],
  ])('confirm: %j is %s', async (reply, said) => {
    expect(await ask('confirm', reply)).toBe(said);
  });

  it('url: accepting means consent; before 2025-11-25 there is none', async () => {
    if (!urls) {
      expect(at(await desk().call('url'), 'isError')).toBe(true);
      return;
    }
    const { question, answer } = await answered(desk(), 'url', { result: { action: 'accept' } });
    const params = { mode: 'url', message: 'Sign in', url: 'https://example.com/login' };
    const id = version === MODERN ? {} : { elicitationId: expect.any(String) };
    expect(question).toEqual({ method: 'elicitation/create', params: { ...params, ...id } });
    expect(textOf(answer['result'])).toBe('{"action":"accept"}');
  });

  it('sample: gives the answer of the model', async () => {
    const result = {
      role: 'assistant',
      content: { type: 'text', text: 'Paris' },
      model: 'm',
      stopReason: 'endTurn',
    };
    const { question, answer } = await answered(desk(), 'sample', { result });
    expect(question).toMatchObject({ method: 'sampling/createMessage', params: { maxTokens: 10 } });
    expect(JSON.parse(String(textOf(answer['result'])))).toEqual(result);
    const many = { role: 'assistant', content: [{ type: 'text', text: 'Paris' }], model: 'm' };
    expect(await ask('sample', many)).toContain('"content":{"type":"text","text":"Paris"}');
  });

  it('listRoots: is asked once a call', async () => {
    const list = [{ uri: 'file:///a', name: 'a', extra: 1 }, { uri: 'file:///b' }];
    const expected = '[{"uri":"file:///a","name":"a"},{"uri":"file:///b"}]';
    expect(await ask('roots', { roots: list })).toBe(`[${expected},${expected}]`);
  });

  const malformed: readonly (readonly [string, unknown])[] = [
    ['form', { action: 'accept', content: { name: 5, age: -1 } }],
    ['form', { action: 'accept', content: 'Ann' }],
    ['form', { action: 'accept' }],
    ['form', { action: 'maybe' }],
    ['form', null],
    ['confirm', {}],
    [urls ? 'url' : 'form', { action: 1 }],
    ['sample', { role: 'assistant', content: { type: 'text', text: 'x' } }],
    ['sample', { role: 'system', content: { type: 'text', text: 'x' }, model: 'm' }],
    ['sample', { role: 'user', content: { type: 'image', data: 5 }, model: 'm' }],
    ['sample', { role: 'user', content: [], model: 'm' }],
    ['roots', { roots: 'x' }],
    ['roots', { roots: [{ name: 'x' }] }],
    ['roots', 5],
  ];
  it.each(malformed)('%s: the answer %j is malformed', async (name, result) => {
    const { answer } = await answered(desk(), name, { result });
    if (version === MODERN) expect(answer).toMatchObject({ error: { code: -32602 } });
    else expect(at(answer, 'result', 'isError')).toBe(true);
    expect(bugs).toEqual([]);
  });

  it('nothing is asked that the client did not declare', async () => {
    const required = {
      form: { elicitation: { form: {} } },
      confirm: { elicitation: { form: {} } },
      url: { elicitation: { url: {} } },
      sample: { sampling: {} },
    };
    for (const capabilities of [{}, { elicitation: true }, { elicitation: null, sampling: 1 }]) {
      for (const [name, requiredCapabilities] of Object.entries(required)) {
        const poor = new Desk(app, version, capabilities);
        if (version === MODERN) {
          expect(await poor.error('tools/call', { name })).toMatchObject({
            code: -32021,
            data: { requiredCapabilities },
          });
        } else {
          expect(at(await poor.call(name), 'isError')).toBe(true);
        }
        expect(poor.texts).toHaveLength(1);
      }
      expect(textOf(await new Desk(app, version, capabilities).call('roots'))).toBe('[[],[]]');
    }
  });

  it('an empty elicitation capability means forms only, a url one alone means no forms', async () => {
    const modes = simple('modes', ({ elicit }) => `${elicit.available('form')} ${elicit.available('url')}`);
    const said = async (elicitation: object): Promise<unknown> =>
      textOf(await new Desk(watched({ tools: [modes] }).app, version, { elicitation }).call('modes'));
    expect(await said({})).toBe('true false');
    expect(await said({ form: {} })).toBe('true false');
    expect(await said({ url: {} })).toBe(`false ${urls}`);
    expect(await said({ form: {}, url: {} })).toBe(`true ${urls}`);
  });

  it('a nested schema, a key used twice and a file: URL are bugs of ours', async () => {
    const nested: Tool = simple('nested', async ({ elicit }) =>
      JSON.stringify(await elicit.form('x', 'x', t.object({ a: t.object({ b: t.string('b') }) }))),
    );
    const twice = simple('twice', async ({ elicit }) => {
      const answers = await Promise.all([elicit.confirm('x', 'a'), elicit.confirm('x', 'b')]);
      return answers.join();
    });
    const file = simple('file', async ({ elicit }) =>
      JSON.stringify(await elicit.url('x', 'x', 'file:///etc/passwd')),
    );
    for (const tool of urls ? [nested, file] : [nested]) {
      const server = watched({ tools: [tool] });
      expect(at(await new Desk(server.app, version, everything).call(tool.name), 'isError')).toBe(true);
      expect(server.bugs).toHaveLength(1);
    }
    const server = watched({ tools: [twice] });
    new Desk(server.app, version, everything).begin('tools/call', { name: 'twice' });
    await turns(20);
    expect(server.bugs.map(({ error }) => String(error))).toEqual([expect.stringContaining('used twice')]);
  });
});

describe('a choice of several', () => {
  const several = t.object({ tags: t.array(t.enum(['a', 'b'], 'Tag'), 'Tags') });
  const pick = simple('pick', async (ctx) => JSON.stringify(await ctx.elicit.form('tags', 'Tags?', several)));

  it.each(['2024-11-05', '2025-03-26', '2025-06-18'])('cannot be asked for in %s', async (version) => {
    const desk = new Desk(watched({ tools: [pick] }).app, version, { elicitation: {} });
    const result = await desk.call('pick');
    expect(result).toHaveProperty('isError', true);
    expect(at(result, 'content', 0, 'text')).toContain('MCP 2025-11-25');
    expect(desk.heard('elicitation/create')).toEqual([]);
  });

  it('is asked for in 2025-11-25', async () => {
    const desk = new Desk(watched({ tools: [pick] }).app, '2025-11-25', { elicitation: {} });
    desk.begin('tools/call', { name: 'pick' });
    const question = await desk.next((message) => message['method'] === 'elicitation/create');
    desk.send({ id: question['id'], result: { action: 'accept', content: { tags: ['b'] } } });
    const answer = await desk.next((message) => message['id'] === 1 && message['method'] === undefined);
    expect(at(answer, 'result', 'content', 0, 'text')).toContain('["b"]');
  });
});
