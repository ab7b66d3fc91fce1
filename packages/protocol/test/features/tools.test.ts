// tools/call in every revision.
import { t, tool } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { at, Desk, REVISIONS } from '../support/desk.ts';
import { echo, hints, simple, watched } from '../support/tools.ts';

const limits = tool({
  name: 'limits',
  title: 'Limits',
  description: 'Has limits.',
  input: t.object({ path: t.string('Where'), lines: t.int('How many', { min: 1 }).optional() }),
  annotations: hints,
  run: ({ path, lines }) => `${path} ${lines ?? 'all'}`,
});

const { app, bugs } = watched({ tools: [echo, limits, simple('none', () => 'ok')] });

describe.each(REVISIONS)('tools/call in %s', (version) => {
  const desk = new Desk(app, version);

  it('calls the tool with parsed arguments', async () => {
    expect(at(await desk.call('limits', { path: 'a', lines: 3 }), 'content', 0, 'text')).toBe('a 3');
    expect(at(await desk.call('limits', { path: 'a', lines: null }), 'content', 0, 'text')).toBe('a all');
  });

  it('takes absent, null and empty arguments where none are needed', async () => {
    for (const params of [
      { name: 'none' },
      { name: 'none', arguments: null },
      { name: 'none', arguments: {} },
    ]) {
      expect(at(await desk.result('tools/call', params), 'content', 0, 'text')).toBe('ok');
    }
  });

  it.each(['nobody', '__proto__', 'constructor', 'toString', 'Echo', '', 'x'.repeat(5000)])(
    'the unknown tool %j is -32602, in few words',
    async (name) => {
      const error = await desk.error('tools/call', { name, arguments: {} });
      expect(error).toMatchObject({ code: -32602, message: expect.stringContaining('Unknown tool') });
      expect(String(at(error, 'message')).length).toBeLessThan(200);
    },
  );

  it('names the nearest tool when the name is misspelled', async () => {
    const error = await desk.error('tools/call', { name: 'ecko', arguments: {} });
    expect(at(error, 'message')).toBe('Unknown tool: ecko; did you mean "echo"?');
  });

  it.each([
    {},
    { name: 5 },
    { name: null },
    { name: ['echo'] },
    { name: 'echo', arguments: [] },
    { name: 'echo', arguments: 5 },
    { name: 'echo', arguments: true },
  ])('the malformed request %j is -32602', async (params) => {
    expect(await desk.error('tools/call', params)).toMatchObject({ code: -32602 });
  });

  it('bad values are isError with all faults by name, and the tool does not run', async () => {
    const answer = await desk.call('limits', { lines: 0, lnies: 1 });
    expect(at(answer, 'isError')).toBe(true);
    const text = String(at(answer, 'content', 0, 'text'));
    expect(text).toMatch(/^Invalid arguments for limits:/);
    for (const part of ['path', 'lines', 'lnies']) expect(text).toContain(part);
    expect(bugs).toEqual([]);
  });

  it('a key __proto__ in the arguments is refused, and pollutes nothing', async () => {
    desk.send(
      `{"jsonrpc":"2.0","id":"proto","method":"tools/call","params":{"_meta":${JSON.stringify(desk.claim)},"name":"echo","arguments":{"text":"x","__proto__":{"polluted":1}}}}`,
    );
    const answer = await desk.next((message) => message['id'] === 'proto');
    expect(at(answer, 'result', 'isError')).toBe(true);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
