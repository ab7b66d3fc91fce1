// stdout belongs to the protocol, whoever prints and however.
import { afterEach, describe, expect, it } from 'vitest';
import { killServers, startServer } from '../fixtures/child.ts';
import { answer, call } from '../fixtures/streams.ts';

afterEach(killServers);

describe.each([{ guardFirst: false }, { guardFirst: true }])('guardStdout %o', (options) => {
  it('sends everything that is printed to stderr, also through an older copy of stdout', async () => {
    const server = startServer(options);
    server.write(call(1, 'print') + call(2, 'echo', { text: 'x' }));
    server.end();
    expect(await server.exit).toEqual({ code: 0, signal: null });
    expect(server.messages()).toEqual([answer(1, 'printed'), answer(2, 'x')]);
    expect(server.stdout().split('\n')).toHaveLength(3);
    expect(server.stderr()).toBe("old stdout\nstdout\nlog\ninfo\ndebug\n'dir'\ntable\nerror\n");
  });
});
