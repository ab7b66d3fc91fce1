// What an app sends passes the redactor; what it is told and asked does not change.
import type { Peer } from '@plainmcp/protocol';
import { expect, it } from 'vitest';
import { Redactor } from '../src/redact.ts';
import { type Connectable, scrubbed } from '../src/scrubbed.ts';

/** A peer whose members live on its class, where a spread would lose them. */
class RecordingPeer implements Peer {
  readonly transport = 'memory';
  readonly principal = 'ann';
  readonly sent: string[] = [];
  readonly failed: string[] = [];
  readonly #free = Promise.resolve();
  send(message: string): void {
    this.sent.push(message);
  }
  fail(reason: string): void {
    this.failed.push(reason);
  }
  ready(): Promise<void> {
    return this.#free;
  }
}

it('scrubs messages and passes everything else through', async () => {
  const redactor = new Redactor();
  redactor.add('secret-1234');
  const peers: Peer[] = [];
  const app: Connectable = {
    connect(peer) {
      peers.push(peer);
      return {
        inFlight: 0,
        receive: (message) => peer.send(message),
        idle: async () => {},
        close: async () => {},
      };
    },
  };
  const outside = new RecordingPeer();
  const connection = scrubbed(app, redactor).connect(outside);
  connection.receive('{"id":1,"result":"secret-1234"}');
  peers[0]?.fail?.('odd');
  expect(outside.sent).toEqual(['{"id":1,"result":"[redacted]"}']);
  expect(outside.failed).toEqual(['odd']);
  expect(peers[0]).toMatchObject({ transport: 'memory', principal: 'ann' });
  await expect(peers[0]?.ready?.()).resolves.toBeUndefined();
});
