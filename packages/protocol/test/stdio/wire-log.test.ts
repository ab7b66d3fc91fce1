// PLAINMCP_WIRE_LOG: appended, in order, for the owner alone, and never in the way.
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openWireLog } from '../../src/stdio/wire-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'plainmcp-wire-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('openWireLog', () => {
  it('appends time, process, direction and message', async () => {
    const file = join(folder, 'wire.log');
    writeFileSync(file, 'before\n');
    chmodSync(file, 0o644);
    const log = await openWireLog(file, () => {});
    log?.('<', '{"id":1}');
    log?.('>', '{"id":1,"result":{}}');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines[0]).toBe('before');
    expect(lines[1]).toMatch(new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z ${process.pid} < \\{"id":1\\}$`));
    expect(lines[2]).toMatch(/ > \{"id":1,"result":\{\}\}$/);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('makes the file for its owner alone', async () => {
    const file = join(folder, 'new.log');
    expect(await openWireLog(file, () => {})).toBeTypeOf('function');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('says once that a file cannot be written, and does without', async () => {
    const said: string[] = [];
    expect(
      await openWireLog(join(folder, 'no', 'such', 'folder'), (text) => said.push(text)),
    ).toBeUndefined();
    expect(said).toEqual([expect.stringMatching(/^PLAINMCP_WIRE_LOG: ENOENT.*nothing more is recorded$/)]);
  });

  // Only Linux has a file that is always full.
  it.each(process.platform === 'linux' ? ['/dev/full'] : [])('stops when the disk is full', async (file) => {
    const said: string[] = [];
    const log = await openWireLog(file, (text) => said.push(text));
    log?.('<', '1');
    log?.('<', '2');
    expect(said).toEqual([expect.stringContaining('ENOSPC')]);
  });
});
