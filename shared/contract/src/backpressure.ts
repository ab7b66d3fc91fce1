// A reader that does not read: the server holds back its own reading instead of growing.
import { freshId } from '@plainmcp/harness/client';
import { at } from '@plainmcp/harness/json';
import { delay } from '@plainmcp/harness/timing';
import { ensure, equal } from './assert.ts';
import { exchange, expectAlive, legacyRequest } from './probe.ts';
import type { Check } from './types.ts';

const mebibyte = 1024 * 1024;
const unreadBytes = 64 * mebibyte;
/** The budget is 15 MB; other servers grow by 103 to 240. Between the two lies the noise of a shared machine. */
const maxGrowth = 40 * mebibyte;
const maxRequests = 60_000;

const slowReader: Check = {
  name: 'backpressure: 64 MB of unread answers do not grow the server, and none is lost',
  timeoutMs: 90_000,
  async run(session) {
    const { proc } = await session.launch();
    const { bytes } = await exchange(proc, legacyRequest(freshId(), 'tools/list'));
    const count = Math.min(maxRequests, Math.ceil(unreadBytes / bytes));
    // Warm: code and heap have the size they need for work, only waiting answers can be added.
    for (let n = 0; n < 200; n += 1) await exchange(proc, legacyRequest(freshId(), 'tools/list'));
    const before = proc.rss();
    proc.pauseReading();
    const ids = Array.from({ length: count }, () => freshId());
    const text = ids.map((id) => `${JSON.stringify(legacyRequest(id, 'tools/list'))}\n`).join('');
    void proc.sendRaw(text);
    let peak = before;
    for (let n = 0; n < 30; n += 1) {
      await delay(50);
      peak = Math.max(peak, proc.rss());
    }
    proc.resumeReading();
    const growth = peak - before;
    ensure(
      growth <= maxGrowth,
      `RSS grew by ${Math.round(growth / mebibyte)} MB while ${Math.round((count * bytes) / mebibyte)} MB of answers waited`,
    );
    const last = ids.at(-1);
    await proc.next((line) => at(line.message, 'id') === last, 60_000, 'the last answer');
    await expectAlive(proc);
    const answered = new Set(proc.lines.map((line) => at(line.message, 'id')));
    equal(ids.filter((id) => !answered.has(id)).length, 0, 'answers lost');
  },
};

export const backpressure: readonly Check[] = [slowReader];
