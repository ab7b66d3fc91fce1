import { expect, it } from 'vitest';
import { WireLog } from '../src/wire-log.ts';

it('keeps both ends of large chunks and says how much is missing', () => {
  const log = new WireLog();
  log.add('in', `begin${'x'.repeat(100_000)}end`);
  const text = log.render(100_000);
  expect(text).toContain('begin');
  expect(text).toContain('end');
  expect(text).toContain(`[... ${100_008 - 16_384} of 100008 bytes ...]`);
});

it('drops the oldest first and counts them', () => {
  const log = new WireLog();
  for (let n = 0; n < 100; n += 1) log.add('out', `message ${n} `);
  const text = log.render(500);
  expect(text).toContain('message 99');
  expect(text).not.toContain('message 0 ');
  expect(text).toMatch(/^\(\d+ earlier chunks not shown\)/);
});

it('makes framing visible', () => {
  const log = new WireLog();
  log.add('err', 'a\r\n\u0007\u2028');
  expect(log.render()).toMatch(/!! a\\x\{d\}⏎\\x\{7\}\\x\{2028\}$/);
});
