// One tool for each kind of question, and a client that answers in the way of its era.
import { t } from '@plainmcp/protocol';
import { expect } from 'vitest';
import { at, type Desk, type Message } from './desk.ts';
import { simple, watched } from './tools.ts';

export const person = t.object({
  name: t.string('Your name'),
  age: t.int('Your age', { min: 0 }).optional(),
});

export const form = simple('form', async ({ elicit }) =>
  JSON.stringify(await elicit.form('who', 'Who are you?', person)),
);
export const confirm = simple('confirm', async ({ elicit }) => String(await elicit.confirm('sure', 'Sure?')));
export const url = simple('url', async ({ elicit }) =>
  JSON.stringify(await elicit.url('login', 'Sign in', 'https://example.com/login')),
);
export const sample = simple('sample', async (ctx) => {
  const messages = [{ role: 'user', content: { type: 'text', text: 'Capital of France?' } }] as const;
  return JSON.stringify(await ctx.sample('capital', { messages, maxTokens: 10 }));
});
export const roots = simple('roots', async (ctx) =>
  JSON.stringify([await ctx.listRoots(), await ctx.listRoots()]),
);
export const { app, bugs } = watched({ tools: [form, confirm, url, sample, roots] });

export const everything = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };
export const textOf = (result: unknown): unknown => at(result, 'content', 0, 'text');

/** The client's side of one call: answers its only question with `reply`, in the way of the era. */
export async function answered(
  desk: Desk,
  name: string,
  reply: Message,
): Promise<{ question: unknown; answer: Message }> {
  const id = desk.begin('tools/call', { name });
  if (desk.modern) {
    const first = await desk.next((message) => message['id'] === id);
    expect(at(first, 'result', 'resultType')).toBe('input_required');
    const requests = Object.entries(Object(at(first, 'result', 'inputRequests')));
    const [[key, question] = []] = requests;
    const more = {
      inputResponses: { [key ?? '']: reply['result'] },
      requestState: at(first, 'result', 'requestState'),
    };
    return { question, answer: await desk.request('tools/call', { name, ...more }) };
  }
  const asked = await desk.next(
    (message) => typeof message['method'] === 'string' && message['id'] !== undefined,
  );
  const { method, params } = asked;
  desk.send({ id: asked['id'], ...reply });
  return {
    question: { method, params },
    answer: await desk.next((message) => message['id'] === id && !message['method']),
  };
}
