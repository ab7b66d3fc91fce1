// Client and server in one process.
import { describe, expect, it } from 'vitest';
import { connect, memoryTransport } from '../../src/client/index.ts';
import { fakeApp } from '../fixtures/fake-app.ts';

describe('memoryTransport', () => {
  it('carries messages in order, never within the call that sends them', async () => {
    const app = fakeApp();
    const client = await connect({ transport: memoryTransport(app), era: 'modern' });
    const calls = ['a', 'b', 'c'].map((text) => client.callTool('echo', { text }));
    expect(app.received).toEqual([]);
    expect((await Promise.all(calls)).map(({ content }) => content)).toEqual(
      ['a', 'b', 'c'].map((text) => [{ type: 'text', text }]),
    );
    expect(app.received).toHaveLength(3);
  });

  it('closes the connection of the server', async () => {
    const app = fakeApp();
    const client = await connect({ transport: memoryTransport(app), era: 'modern' });
    expect(await client.close()).toBeUndefined();
    expect(app.closed).toEqual(['the client left']);
  });

  it('shows when the server gives the connection up', async () => {
    const app = fakeApp({ never: () => new Promise(() => {}) });
    const client = await connect({ transport: memoryTransport(app), era: 'modern' });
    const failed = expect(client.callTool('never')).rejects.toMatchObject({
      reason: 'closed',
      message: 'unusable',
    });
    app.peer()?.fail?.('unusable');
    await failed;
    expect(app.closed).toEqual(['unusable']);
  });
});
