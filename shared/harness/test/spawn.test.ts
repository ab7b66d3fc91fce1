import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { at } from '../src/json.ts';
import { isAlive } from '../src/process-info.ts';
import { start, startCommand } from '../src/spawn.ts';

const talk = new URL('./fixtures/talk.mjs', import.meta.url);
let earlier = 0;

describe('start', () => {
  it('gives a minimal environment and the one asked for', async () => {
    const proc = start(talk, { env: { WANTED: 'yes' } });
    proc.send({ do: 'env' });
    const { message } = await proc.next((line) => at(line.message, 'WANTED') === 'yes');
    expect(at(message, 'HOME')).toBe(tmpdir());
    expect(at(message, 'VITEST')).toBeUndefined();
  });

  it('cuts lines at newlines only, wherever the chunks end', async () => {
    const proc = start(talk);
    await proc.sendRaw('{"id":"gr');
    await proc.sendRaw(Buffer.from('ü\u2028ß"}\n'));
    const { text, bytes } = await proc.next(() => true);
    expect(text).toContain('grü\u2028ß');
    expect(bytes).toBe(Buffer.byteLength(text));
    expect(proc.rest).toBe('');
  });

  it('hands lines to whoever waits for them, in any order', async () => {
    const proc = start(talk);
    const late = proc.next((line) => at(line.message, 'id') === 2);
    proc.send({ id: 1 });
    proc.send({ id: 2 });
    expect(at((await late).message, 'id')).toBe(2);
    expect(at((await proc.next(() => true)).message, 'id')).toBe(1);
  });

  it('says what is known when nothing comes', async () => {
    const proc = start(talk);
    proc.send({ do: 'stderr' });
    await expect(proc.next(() => true, 300, 'the answer')).rejects.toThrow(
      /the answer did not come in 300 ms[\s\S]*oops/,
    );
  });

  it('rejects at once when the process ends instead of answering', async () => {
    const proc = start(talk);
    proc.send({ do: 'exit', code: 3 });
    await expect(proc.next(() => true, 60_000, 'the answer')).rejects.toThrow('ended before the answer came');
    expect(await proc.waitExit()).toEqual({ code: 3, signal: null });
  });

  it('reports a command that cannot be run', async () => {
    const proc = startCommand('/nowhere/at-all', []);
    expect((await proc.waitExit()).code).toBe(127);
  });

  it('knows memory and children, and leaves none behind', async () => {
    const proc = start(talk);
    proc.send({ do: 'child' });
    const child = Number(at((await proc.next(() => true)).message, 'child'));
    expect(proc.rss()).toBeGreaterThan(10e6);
    expect(proc.children()).toContain(child);
    await proc.stop();
    expect(isAlive(child)).toBe(false);
    expect(proc.children()).toEqual([]);
    earlier = proc.pid;
  });

  it('stops reading when asked, so that the writer is held back', async () => {
    const proc = start(talk);
    proc.pauseReading();
    proc.send({ do: 'flood', bytes: 3_000_000 });
    proc.send({ id: 9 });
    await expect(proc.next(() => true, 300)).rejects.toThrow('did not come');
    proc.resumeReading();
    expect((await proc.next(() => true)).bytes).toBeGreaterThan(3_000_000);
  });

  it('ended the processes of earlier tests', () => {
    expect(earlier).toBeGreaterThan(0);
    expect(isAlive(earlier)).toBe(false);
  });

  it('shows both directions in the wire log', async () => {
    const proc = start(talk);
    proc.send({ id: 5 });
    await proc.next(() => true);
    proc.endInput();
    await proc.waitExit();
    expect(proc.log.render()).toMatch(
      />> \{"id":5\}⏎[\s\S]*<< .*-32601[\s\S]*end of input[\s\S]*ended with code 0/,
    );
  });
});
