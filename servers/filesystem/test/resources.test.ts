// Resources: reading, completing and watching through the gate.
import * as fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { fifo, link } from '@plainmcp/harness/tmp';
import { describe, expect, it } from 'vitest';
import { completePath } from '../src/resources/complete.ts';
import { readResource } from '../src/resources/read.ts';
import { Watches } from '../src/resources/watch.ts';
import { fileResources } from '../src/resources.ts';
import { opener } from './support/gate-kit.ts';
import { settings } from './support/tool-kit.ts';

const open = opener('pinned');
const { signal } = new AbortController();
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describe('reading', () => {
  const set = () =>
    open({
      root: {
        'a b.txt': 'text',
        bom: Buffer.from('\ufeffwide', 'utf16le'),
        'pic.png': png,
        d: { x: '', s: {} },
        out: link('/etc/passwd'),
        pipe: fifo(),
        big: 'x'.repeat(2000),
      },
    });

  it('gives text, blobs and directories', async () => {
    const { files, disk } = set();
    const read = (name: string) =>
      readResource({ files, settings }, pathToFileURL(disk.join('root', name)).href, signal);
    expect(await read('a b.txt')).toMatchObject({
      mimeType: 'text/plain',
      text: 'text',
      uri: expect.stringContaining('a%20b.txt'),
    });
    expect(await read('bom')).toMatchObject({ text: 'wide' });
    expect(await read('pic.png')).toMatchObject({ mimeType: 'image/png', blob: png.toString('base64') });
    expect(await read('d')).toMatchObject({ text: '[DIR] s\n[FILE] x' });
  });

  it('answers not found for what is outside, missing or no file', async () => {
    const { files, disk } = set();
    const uris = ['out', 'none', 'pipe', 'out/x', 'a b.txt/x'].map(
      (name) => pathToFileURL(disk.join('root', name)).href,
    );
    for (const uri of [
      ...uris,
      'file:///etc/passwd',
      'file://host/x',
      'https://x/',
      'file:///%00',
      'file:///a%2fb',
    ]) {
      await expect(readResource({ files, settings }, uri, signal), uri).rejects.toMatchObject({
        name: 'ProtocolError',
      });
    }
  });

  it('refuses what is too large, naming the tool for it', async () => {
    const { files, disk } = set();
    const small = { ...settings, maxMediaBytes: 1000 };
    const uri = pathToFileURL(disk.join('root/big')).href;
    await expect(readResource({ files, settings: small }, uri, signal)).rejects.toMatchObject({
      name: 'ToolError',
      hint: expect.stringContaining('read_text_file'),
    });
  });

  it('lists the roots', () => {
    const { files, disk } = open({ one: {}, two: {} }, ['one', 'two:ro']);
    const { resources, resourceTemplates, close } = fileResources({ files, settings });
    expect(resources.map(({ uri }) => uri)).toEqual([
      pathToFileURL(disk.join('one')).href,
      pathToFileURL(disk.join('two')).href,
    ]);
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['file:///{+path}']);
    close();
  });
});

describe('completing', () => {
  it('goes one component at a time and never outside', () => {
    const { files, disk } = open({
      root: { src: { 'a.ts': '', 'ab.ts': '', b: {} }, out: link('/etc'), 'odd\nname': '' },
      'root-evil': { s: '' },
    });
    const base = disk.join('root').slice(1);
    const complete = (value: string) => completePath(files, value).map((path) => path.replace(base, 'R'));
    expect(complete('')).toEqual(['R/']);
    expect(complete(base.slice(0, -2))).toEqual(['R/']);
    expect(complete(`${base}/`)).toEqual(['R/out', 'R/src/']);
    expect(complete(`${base}/src/a`)).toEqual(['R/src/a.ts', 'R/src/ab.ts']);
    expect(complete(`${base}/src/b`)).toEqual(['R/src/b/']);
    for (const value of [`${base}-`, `${base}/out/`, 'etc/', `${base}/../root-evil/`, `${base}/none/`, '\0'])
      expect(complete(value), value).toEqual([]);
  });

  it('stops at a hundred', () => {
    const { files, disk } = open({
      root: Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`f${i}`, ''])),
    });
    expect(completePath(files, `${disk.join('root').slice(1)}/f`)).toHaveLength(100);
  });
});

describe('watching', () => {
  const set = () => {
    const { files, disk } = open({ root: { f: 'one', d: {}, out: link('/etc/passwd'), other: 'x' } });
    const watches = new Watches(files);
    const uri = (name: string) => pathToFileURL(disk.join('root', name)).href;
    const heard: string[] = [];
    let wake = () => {};
    const next = () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      });
    const on = (name: string) =>
      watches.add(uri(name), () => {
        heard.push(name);
        wake();
      });
    return { files, disk, watches, on, next, heard };
  };

  it('tells changes, replacements, disappearance and return, once each', async () => {
    const { disk, on, next, heard, watches } = set();
    on('f');
    const steps = [
      () => {
        for (let i = 0; i < 20; i += 1) disk.write('root/f', `two ${i}`);
      },
      () => {
        disk.write('root/f.new', 'three');
        fs.renameSync(disk.join('root/f.new'), disk.join('root/f'));
      },
      () => fs.unlinkSync(disk.join('root/f')),
      () => disk.write('root/f', 'back'),
    ];
    for (const [index, step] of steps.entries()) {
      const told = next();
      step();
      await told;
      expect(heard).toHaveLength(index + 1);
      // Whatever the system still reports of this step is over before the next.
      await new Promise((resolve) => setTimeout(resolve, 120));
      expect(heard).toHaveLength(index + 1);
    }
    watches.close();
  });

  it('is silent about neighbours and what is outside', async () => {
    const { disk, on, next, heard, watches } = set();
    on('f');
    on('other');
    disk.write('root/neighbour', 'x');
    const told = next();
    disk.write('root/other', 'changed');
    await told;
    expect(heard).toEqual(['other']);
    expect(() => on('out')).toThrow(expect.objectContaining({ name: 'ProtocolError' }));
    expect(() => watches.add('file:///etc/passwd', () => {})).toThrow(
      expect.objectContaining({ name: 'ProtocolError' }),
    );
    watches.close();
  });

  it('tells when a directory gets entries', async () => {
    const { disk, on, next, heard, watches } = set();
    on('d');
    const told = next();
    disk.write('root/d/new', 'x');
    await told;
    expect(heard).toEqual(['d']);
    watches.close();
  });

  it('holds at most 256, and lets go', () => {
    const { on, watches } = set();
    const ends = Array.from({ length: 256 }, () => on('f'));
    expect(() => on('f')).toThrow(/At most 256/);
    ends[0]?.();
    ends[0]?.();
    expect(() => on('f')).not.toThrow();
    watches.close();
  });
});
