// get_file_info: facts about files of many kinds.
import { fifo, file, hardlink, link } from '@plainmcp/harness/tmp';
import { expect, it } from 'vitest';
import { hashBytes } from '../src/text/hash.ts';
import { getFileInfo } from '../src/tools/get-file-info.ts';
import { opener } from './support/gate-kit.ts';
import { context, say, settings } from './support/tool-kit.ts';

const { files } = opener('pinned')({
  root: {
    'a.txt': file('one\ntwo\nthree', { mode: 0o640, modified: '2024-05-06T07:08:09Z' }),
    'crlf.txt': 'a\r\nb\r\n',
    'mixed.txt': 'a\r\nb\nc\r',
    'wide.txt': Buffer.from('\ufeffa\nb\r\n\u0a0d\u0d0a', 'utf16le'),
    'bom.txt': '\ufeffx\n',
    'pic.png': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    blob: Buffer.from([0, 1, 2, 3, 0xff]),
    empty: '',
    dir: { x: '', y: '' },
    ok: link('a.txt'),
    out: link('/etc/passwd'),
    gone: link('nothing'),
    pipe: fifo(),
    twin: hardlink('a.txt'),
  },
});
const tool = getFileInfo({ files, settings });

it('tells what a text file is', async () => {
  const text = await say(tool, { path: 'a.txt', hash: true });
  expect(text.replace(/(created|accessed): \S+/g, '$1: T')).toBe(
    `type: file\nsize: 13\nmime: text/plain\nencoding: utf-8\neol: LF\nlines: 3\ncreated: T\nmodified: 2024-05-06T07:08:09Z\naccessed: T\npermissions: 640\nhard links: 2\nhash: ${hashBytes(Buffer.from('one\ntwo\nthree'))}`,
  );
  expect((await tool.call({ path: 'a.txt' }, context())).structuredContent).toBeUndefined();
});

it.each([
  ['crlf.txt', ['eol: CRLF', 'lines: 2']],
  ['mixed.txt', ['eol: mixed', 'lines: 3']],
  ['wide.txt', ['encoding: utf-16le with BOM', 'eol: mixed', 'lines: 3']],
  ['bom.txt', ['encoding: utf-8 with BOM', 'lines: 1']],
  ['pic.png', ['mime: image/png']],
  ['blob', ['mime: application/octet-stream']],
  ['empty', ['size: 0', 'eol: none', 'lines: 0']],
  ['dir', ['type: directory', 'entries: 2']],
  ['ok', ['type: file', 'link: a.txt', 'size: 13']],
  ['out', ['type: link', 'link: (not allowed)']],
  ['gone', ['type: link', 'link: nothing (missing)']],
  ['pipe', ['type: fifo']],
])('%s', async (path, lines) => {
  expect((await say(tool, { path })).split('\n')).toEqual(expect.arrayContaining(lines));
});

it('discloses nothing of a file outside', async () => {
  expect(await say(tool, { path: 'out' })).not.toMatch(/mime|lines|passwd/);
});

it('has the official shape', async () => {
  const official = getFileInfo({ files, settings: { ...settings, officialOutput: true } });
  const result = await official.call({ path: 'a.txt' }, context());
  const text = await say(official, { path: 'a.txt' });
  expect(text).toMatch(
    /^size: 13\ncreated: \w{3} \w{3} \d\d \d{4} .*\nmodified: Mon May 06 2024 .*\naccessed: .*\nisDirectory: false\nisFile: true\npermissions: 640$/,
  );
  expect(result.structuredContent).toEqual({ content: text });
  expect(await say(official, { path: 'nope' })).toMatch(/^ERROR ENOENT: no such file or directory, stat '/);
  expect(await say(official, { path: 'out' })).toMatch(/^ERROR Access denied - symlink target outside/);
});
