// Steps that lose work: asked where somebody can be asked, else bound to a token of this very state.

import { server, t, tool } from '@plainmcp/protocol';
import { connect, memoryTransport } from '@plainmcp/protocol/client';
import { describe, expect, it } from 'vitest';
import { assertConfirmed } from '../src/confirm.ts';

function forest() {
  const world = { state: 'three trees', felled: false };
  const fell = tool({
    name: 'fell',
    title: 'Fell',
    description: 'Fell all trees.',
    input: t.object({ confirm: t.string().optional() }),
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
    async run({ confirm: token }, ctx) {
      const { state } = world;
      await assertConfirmed(ctx, {
        key: 'fell',
        loss: `Loses ${state}.`,
        state,
        token,
        spared: 'nothing was felled',
      });
      world.felled = true;
      return 'done';
    },
  });
  return { world, app: server({ name: 'forest', version: '1.0.0', tools: [fell] }) };
}

const said = (answer: { content: readonly unknown[] }) => JSON.stringify(answer.content);

describe.each(['2025-11-25', '2026-07-28'] as const)('in %s', (era) => {
  it.each([true, false])('asks a client that can be asked (answer %s)', async (agree) => {
    const { world, app } = forest();
    const questions: string[] = [];
    const client = await connect({
      transport: memoryTransport(app),
      era,
      capabilities: { elicitation: {} },
      async onElicit(request) {
        questions.push(JSON.stringify(request));
        return agree ? { action: 'accept', content: { confirm: true } } : { action: 'decline' };
      },
    });
    const answer = await client.callTool('fell', {});
    expect(questions).toHaveLength(1);
    expect(questions[0]).toContain('Loses three trees.');
    expect(world.felled).toBe(agree);
    expect(answer.isError ?? false).toBe(!agree);
    if (!agree) expect(said(answer)).toContain('nothing was felled');
    await client.close();
  });

  it('wants a token bound to the state where nobody can be asked', async () => {
    const { world, app } = forest();
    const client = await connect({ transport: memoryTransport(app), era });
    const refused = await client.callTool('fell', {});
    expect(refused.isError).toBe(true);
    expect(said(refused)).toContain('Loses three trees.');
    const token = /confirm: \\"([0-9a-f]+)\\"/.exec(said(refused))?.[1] ?? '';
    expect(token).not.toBe('');
    for (const wrong of ['', 'yes', `${token}0`]) {
      expect((await client.callTool('fell', { confirm: wrong })).isError).toBe(true);
    }
    world.state = 'four trees';
    const stale = await client.callTool('fell', { confirm: token });
    expect(said(stale)).toContain('of another state');
    expect(world.felled).toBe(false);
    world.state = 'three trees';
    expect((await client.callTool('fell', { confirm: token })).isError ?? false).toBe(false);
    expect(world.felled).toBe(true);
    await client.close();
  });
});
