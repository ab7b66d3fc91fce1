import { t, type Tool } from '@plainmcp/protocol';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { at, Desk, LEGACY, MODERN, REVISIONS, type Message, turns } from '../support/desk.ts';
import { simple, watched } from '../support/tools.ts';

const person = t.object({ name: t.string('Your name'), age: t.int('Your age', { min: 0 }).optional() });

const form = simple('form', async ({ elicit }) => JSON.stringify(await elicit.form('who', 'Who are you?', person)));
const confirm = simple('confirm', async ({ elicit }) => String(await elicit.confirm('sure', 'Sure?')));
const url = simple('url', async ({ elicit }) => JSON.stringify(await elicit.url('login', 'Sign in', 'https://example.com/login')));
const sample = simple('sample', async (ctx) => {
  const messages = [{ role: 'user', content: { type: 'text', text: 'Capital of France?' } }] as const;
  return JSON.stringify(await ctx.sample('capital', { messages, maxTokens: 10 }));
});
const roots = simple('roots', async (ctx) => JSON.stringify([await ctx.listRoots(), await ctx.listRoots()]));
const { app, bugs } = watched({ tools: [form, confirm, url, sample, roots] });

const everything = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };
const textOf = (result: unknown): unknown => at(result, 'content', 0, 'text');

/** The client's side of one call: answers its only question with `reply`, in the way of the era. */
async function answered(desk: Desk, name: string, reply: Message): Promise<{ question: unknown; answer: Message }> {
  const id = desk.begin('tools/call', { name });
  if (desk.modern) {
    const first = await desk.next((message) => message['id'] === id);
    expect(at(first, 'result', 'resultType')).toBe('input_required');
    const requests = Object.entries(Object(at(first, 'result', 'inputRequests')));
    const [[key, question] = []] = requests;
    const more = { inputResponses: { [key ?? '']: reply['result'] }, requestState: at(first, 'result', 'requestState') };
    return { question, answer: await desk.request('tools/call', { name, ...more }) };
  }
  const asked = await desk.next((message) => typeof message['method'] === 'string' && message['id'] !== undefined);
  const { method, params } = asked;
  desk.send({ id: asked['id'], ...reply });
  return { question: { method, params }, answer: await desk.next((message) => message['id'] === id && !message['method']) };
}

describe.each(REVISIONS)('questions in %s', (version) => {
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
    expect(await ask('form', { action })).toBe(`{"action":"${action}"}`);
    expect(await ask('url', { action })).toBe(`{"action":"${action}"}`);
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

  it('url: accepting means consent', async () => {
    const { question, answer } = await answered(desk(), 'url', { result: { action: 'accept' } });
    const params = { mode: 'url', message: 'Sign in', url: 'https://example.com/login' };
    const id = version === MODERN ? {} : { elicitationId: expect.any(String) };
    expect(question).toEqual({ method: 'elicitation/create', params: { ...params, ...id } });
    expect(textOf(answer['result'])).toBe('{"action":"accept"}');
  });

  it('sample: gives the answer of the model', async () => {
    const result = { role: 'assistant', content: { type: 'text', text: 'Paris' }, model: 'm', stopReason: 'endTurn' };
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

  it.each([
    ['form', { action: 'accept', content: { name: 5, age: -1 } }],
    ['form', { action: 'accept', content: 'Ann' }],
    ['form', { action: 'accept' }],
    ['form', { action: 'maybe' }],
    ['form', null],
    ['confirm', {}],
    ['url', { action: 1 }],
    ['sample', { role: 'assistant', content: { type: 'text', text: 'x' } }],
    ['sample', { role: 'system', content: { type: 'text', text: 'x' }, model: 'm' }],
    ['sample', { role: 'user', content: { type: 'image', data: 5 }, model: 'm' }],
    ['sample', { role: 'user', content: [], model: 'm' }],
    ['roots', { roots: 'x' }],
    ['roots', { roots: [{ name: 'x' }] }],
    ['roots', 5],
  ])('%s: the answer %j is malformed', async (name, result) => {
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
          expect(await poor.error('tools/call', { name })).toMatchObject({ code: -32021, data: { requiredCapabilities } });
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
    expect(await said({ url: {} })).toBe('false true');
    expect(await said({ form: {}, url: {} })).toBe('true true');
  });

  it('a nested schema, a key used twice and a file: URL are bugs of ours', async () => {
    const nested: Tool = simple('nested', async ({ elicit }) =>
      JSON.stringify(await elicit.form('x', 'x', t.object({ a: t.object({ b: t.string('b') }) }))),
    );
    const twice = simple('twice', async ({ elicit }) => {
      const answers = await Promise.all([elicit.confirm('x', 'a'), elicit.confirm('x', 'b')]);
      return answers.join();
    });
    const file = simple('file', async ({ elicit }) => JSON.stringify(await elicit.url('x', 'x', 'file:///etc/passwd')));
    for (const tool of [nested, file]) {
      const server = watched({ tools: [tool] });
      expect(at(await new Desk(server.app, version, everything).call(tool.name), 'isError')).toBe(true);
      expect(server.bugs).toHaveLength(1);
    }
    const server = watched({ tools: [twice] });
    new Desk(server.app, version, everything).begin('tools/call', { name: 'twice' });
    await turns(20);
    expect(String(server.bugs[0]?.error ?? 'asked')).toMatch(version === MODERN ? /asked|used twice/ : /used twice/);
  });
});

describe.each(LEGACY)('server requests in %s', (version) => {
  const refusal = (code: number): Message => ({ error: { code, message: 'User rejected sampling request' } });

  it('an error of the client is told to the model', async () => {
    const { answer } = await answered(new Desk(app, version, everything), 'sample', refusal(-1));
    expect(at(answer, 'result', 'isError')).toBe(true);
    expect(textOf(answer['result'])).toContain('User rejected sampling request');
    const { answer: none } = await answered(new Desk(app, version, everything), 'form', { error: {} });
    expect(at(none, 'result', 'isError')).toBe(true);
  });

  it('a client that does not know roots/list after all has none', async () => {
    const { answer } = await answered(new Desk(app, version, everything), 'roots', refusal(-32601));
    expect(textOf(answer['result'])).toBe('[[],[]]');
    const { answer: broken } = await answered(new Desk(app, version, everything), 'roots', refusal(-32603));
    expect(at(broken, 'result', 'isError')).toBe(true);
  });

  it('ids are ours, answers find their question, strangers are ignored', async () => {
    const desk = new Desk(app, version, everything);
    const ids = [1, 2].map(() => desk.begin('tools/call', { name: 'confirm' }));
    await turns();
    const questions = desk.heard('elicitation/create').map((message) => message['id']);
    expect(new Set(questions).size).toBe(2);
    desk.send({ id: 999, result: { action: 'accept', content: { confirm: true } } });
    desk.send({ id: String(questions[0]), result: { action: 'accept', content: { confirm: true } } });
    desk.send({ id: questions[1], result: { action: 'accept', content: { confirm: true } } });
    await turns();
    desk.send({ id: questions[0], result: { action: 'decline' } });
    desk.send({ id: questions[0], result: { action: 'accept', content: { confirm: true } } });
    const said = await Promise.all(ids.map((id) => desk.next((m) => m['id'] === id && 'result' in m)));
    expect(said.map((message) => textOf(message['result']))).toEqual(['false', 'true']);
  });

  it('cancelling the call cancels the question', async () => {
    const desk = new Desk(app, version, everything);
    const id = desk.begin('tools/call', { name: 'form' });
    await turns();
    const question = desk.heard('elicitation/create')[0]?.['id'];
    desk.cancel(id);
    await desk.connection.idle();
    expect(desk.heard('notifications/cancelled').map((message) => message['params'])).toEqual([{ requestId: question }]);
    desk.send({ id: question, result: { action: 'accept', content: { name: 'x' } } });
    await turns();
    expect(desk.texts).toHaveLength(2);
    expect(bugs).toEqual([]);
  });

  it('closing ends a call that waits for an answer', async () => {
    const desk = new Desk(app, version, everything);
    desk.begin('tools/call', { name: 'form' });
    await turns();
    await desk.connection.close();
    expect(desk.texts).toHaveLength(1);
  });
});

describe('while a person thinks', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('the time limit stands still and others may use the slot', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const busy = simple('busy', async ({ elicit, signal }) => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      const both = await Promise.all([elicit.confirm('a', 'A?'), elicit.confirm('b', 'B?')]);
      await new Promise((resolve) => setTimeout(resolve, 600));
      return `${both.join()} ${signal.aborted}`;
    });
    const fast = simple('fast', () => 'fast');
    const { app: limited } = watched({ tools: [busy, fast], timeoutMs: 1000, maxInFlight: 1 });
    const desk = new Desk(limited, '2025-11-25', everything);
    desk.begin('tools/call', { name: 'busy' });
    desk.begin('tools/call', { name: 'fast' });
    await vi.advanceTimersByTimeAsync(600);
    expect(desk.messages.at(-1)).toMatchObject({ id: 2, result: { content: [{ text: 'fast' }] } });
    await vi.advanceTimersByTimeAsync(3_600_000);
    for (const message of desk.heard('elicitation/create')) {
      desk.send({ id: message['id'], result: { action: 'accept', content: { confirm: true } } });
    }
    await vi.advanceTimersByTimeAsync(399);
    expect(desk.messages.at(-1)).toHaveProperty('method');
    await vi.advanceTimersByTimeAsync(1);
    expect(at(desk.messages.at(-1), 'result', 'content', 0, 'text')).toContain('timed out');
  });
});
