// read_media_file: type by content, size caps, links for what is too large.
import { openSync, writeSync } from 'node:fs';
import { big } from '@plainmcp/harness/tmp';
import { describe, expect, it } from 'vitest';
import { mediaType } from '../src/text/media-types.ts';
import { readMediaFile } from '../src/tools/read-media-file.ts';
import { call, place } from './text-fixture.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const png = latin1('\x89PNG\r\n\x1a\n\0\0\0\rIHDR');

describe('the type is found by content', () => {
  it.each([
    ['image/png', png],
    ['image/jpeg', latin1('\xff\xd8\xff\xe0')],
    ['image/gif', latin1('GIF89a')],
    ['image/webp', latin1('RIFF\x10\0\0\0WEBPVP8 ')],
    ['image/bmp', latin1('BM\x46\0\0\0\0\0\0\0')],
    ['image/avif', latin1('\0\0\0\x1cftypavif')],
    ['image/x-icon', latin1('\0\0\x01\0\x01\0')],
    ['image/svg+xml', Buffer.from('<?xml version="1.0"?>\n<!-- a --><!-- b -->\n<svg xmlns="x">')],
    ['audio/mpeg', latin1('ID3\x04')],
    ['audio/mpeg', latin1('\xff\xfb\x90\x64')],
    ['audio/wav', latin1('RIFF\x10\0\0\0WAVEfmt ')],
    ['audio/ogg', latin1('OggS')],
    ['audio/flac', latin1('fLaC')],
    ['video/mp4', latin1('\0\0\0\x18ftypisom')],
    ['video/webm', latin1('\x1a\x45\xdf\xa3')],
    ['application/pdf', latin1('%PDF-1.7')],
    ['application/zip', latin1('PK\x03\x04')],
    ['application/x-elf', latin1('\x7fELF')],
    [undefined, Buffer.from('plain text')],
    [undefined, Buffer.alloc(0)],
  ])('%s', (type, bytes) => {
    expect(mediaType(bytes)).toBe(type);
  });

  it('is not slow on a head made to be slow', () => {
    expect(mediaType(Buffer.from('<!---->'.repeat(140)))).toBeUndefined();
  });
});

describe('read_media_file', () => {
  it('sends images and sounds as blocks, once', async () => {
    const { deps } = place({ 'a.txt': png, 'b.bin': latin1('OggS\0\x02') });
    const read = readMediaFile(deps);
    expect((await call(read, { path: 'a.txt' })).result).toEqual({
      content: [{ type: 'image', data: png.toString('base64'), mimeType: 'image/png' }],
    });
    expect((await call(read, { path: 'b.bin' })).result.content[0]).toMatchObject({
      type: 'audio',
      mimeType: 'audio/ogg',
    });
  });

  it('embeds other binaries and refuses text', async () => {
    const { deps, files } = place({
      'a.pdf': latin1('%PDF-1.7\n\xe2\xe3\0'),
      'b.dat': Buffer.from([0, 1, 2]),
      'c.md': 'BM is text\n',
      'd.svg': '<svg/>',
    });
    const read = readMediaFile(deps);
    expect((await call(read, { path: 'a.pdf' })).result.content[0]).toEqual({
      type: 'resource',
      resource: {
        uri: `file://${files.join('a.pdf')}`,
        mimeType: 'application/pdf',
        blob: latin1('%PDF-1.7\n\xe2\xe3\0').toString('base64'),
      },
    });
    expect((await call(read, { path: 'b.dat' })).result.content[0]).toMatchObject({
      resource: { mimeType: 'application/octet-stream' },
    });
    expect(await call(read, { path: 'c.md' })).toMatchObject({
      isError: true,
      text: 'c.md is text (utf-8), not media\nUse read_text_file.',
    });
    expect((await call(read, { path: 'd.svg' })).result.content[0]).toMatchObject({
      type: 'image',
      mimeType: 'image/svg+xml',
    });
  });

  it('sends a link with the size for what is too large, without reading it', async () => {
    const { deps, files } = place({ 'a.png': big(5_000_000, '\x89') });
    writeSync(openSync(files.join('a.png'), 'r+'), png, 0, png.length, 0);
    const before = process.memoryUsage().arrayBuffers;
    const answer = await call(readMediaFile(deps), { path: 'a.png' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
    expect(answer.result.content[0]).toMatchObject({
      type: 'resource_link',
      uri: `file://${files.join('a.png')}`,
      name: 'a.png',
      mimeType: 'image/png',
      size: 5_000_000,
    });
    expect(answer.notes).toMatch(/^\[not sent: 4\.8 MiB of image\/png/);
  });

  it('lets the caller lower the cap, never raise it', async () => {
    const { deps, files } = place({ 'a.png': png }, { maxMediaBytes: 100 });
    const read = readMediaFile(deps);
    expect((await call(read, { path: 'a.png', maxBytes: 5 })).result.content[0]?.type).toBe('resource_link');
    files.write('a.png', Buffer.concat([png, Buffer.alloc(200)]));
    expect((await call(read, { path: 'a.png', maxBytes: 10_000 })).result.content[0]?.type).toBe(
      'resource_link',
    );
  });

  it('goes by extension and answers twice with --official-output', async () => {
    const { deps } = place({ 'a.png': 'no image', 'b.pdf': '%PDF-' }, { officialOutput: true });
    const read = readMediaFile(deps);
    const block = { type: 'image', data: Buffer.from('no image').toString('base64'), mimeType: 'image/png' };
    expect((await call(read, { path: 'a.png' })).result).toEqual({
      content: [block],
      structuredContent: { content: [block] },
    });
    expect((await call(read, { path: 'b.pdf' })).result.content[0]).toMatchObject({
      type: 'resource',
      resource: { mimeType: 'application/octet-stream' },
    });
  });
});
