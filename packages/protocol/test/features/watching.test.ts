// Watches that are begun, given up and begun again before they stand.
import { resource } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { Desk, LEGACY, turns } from '../support/desk.ts';
import { gate, watched } from '../support/tools.ts';

describe.each(LEGACY)('resources/subscribe in %s', (version) => {
  it('a watch that fails late does not take a later one with it', async () => {
    const first = gate();
    let watches = 0;
    const live = resource({
      uri: 'test://live',
      name: 'live',
      read: () => 'x',
      async watch() {
        watches += 1;
        if (watches > 1) return () => undefined;
        await first.opened;
        throw new Error('too late');
      },
    });
    const desk = new Desk(watched({ resources: [live] }).app, version);
    const uri = { uri: 'test://live' };
    const failing = desk.error('resources/subscribe', uri);
    await turns();
    await desk.result('resources/unsubscribe', uri);
    await desk.result('resources/subscribe', uri);
    first.open();
    await failing;
    await desk.result('resources/subscribe', uri);
    expect(watches).toBe(2);
  });
});
