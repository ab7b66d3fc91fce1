// The official filesystem server and ours, with --official-output, asked the same: only named differences are allowed.
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { officialFilesystem, ourServer, type Program } from '../src/programs.ts';

interface Side {
  readonly root: string;
  readonly client: Client;
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** The same tree for both sides, with fixed times so that their answers can be compared. */
function makeTree(root: string): void {
  mkdirSync(join(root, 'sub', 'deep'), { recursive: true });
  mkdirSync(join(root, 'empty'));
  writeFileSync(join(root, 'a.txt'), 'alpha\nbeta\ngamma\ndelta\nepsilon\n');
  writeFileSync(join(root, 'b.md'), '# Title\n\nText with ünïcode and € signs.\n');
  writeFileSync(join(root, 'no-newline.txt'), 'first\nsecond');
  writeFileSync(join(root, 'sub', 'c.ts'), 'export const a = 1;\nexport const b = 2;\n');
  writeFileSync(join(root, 'sub', 'deep', 'd.ts'), 'function f() {\n  return 1;\n}\n');
  writeFileSync(join(root, 'pixel.png'), png);
  writeFileSync(join(root, '.hidden'), 'h');
  writeFileSync(join(root, 'repeat.txt'), 'same\nsame\n');
  writeFileSync(join(root, 'crlf.txt'), 'one\r\ntwo\r\nthree\r\n');
  writeFileSync(join(root, 'bom16.txt'), Buffer.from('\ufeffsixteen\n', 'utf16le'));
  symlinkSync('a.txt', join(root, 'link.txt'));
  chmodSync(join(root, 'b.md'), 0o600);
  for (const name of [
    'a.txt',
    'b.md',
    'no-newline.txt',
    'sub',
    'pixel.png',
    'empty',
    'repeat.txt',
    'crlf.txt',
  ]) {
    utimesSync(join(root, name), 1_700_000_000, 1_700_000_000);
  }
}

async function open(program: Program, root: string): Promise<Side> {
  const client = new Client({ name: 'side-by-side', version: '1.0.0' });
  await client.connect(
    new StdioClientTransport({ command: program.command, args: [...program.args], stderr: 'ignore' }),
  );
  return { root, client };
}

/** The answer with the side's own folder and what no two runs share taken out. */
async function ask(side: Side, tool: string, args: Record<string, unknown>): Promise<unknown> {
  const here = JSON.parse(JSON.stringify(args).replaceAll('<root>', side.root));
  const answer = await side.client.callTool({ name: tool, arguments: here });
  const text = JSON.stringify({
    isError: answer.isError ?? false,
    content: answer.content,
    structuredContent: answer.structuredContent,
  });
  return JSON.parse(
    text
      .replaceAll(side.root, '<root>')
      .replace(/(created|accessed): [^\\]+/g, '$1: <time>')
      .replace(/\.[0-9a-f]{8,}\.tmp/g, '.<temporary>.tmp'),
  );
}

interface Case {
  readonly tool: string;
  readonly args: Record<string, unknown>;
  /** Why our answer is another one on purpose; absent: the answers must be the same. */
  readonly deliberate?: string;
}

const same: Case[] = [
  { tool: 'read_text_file', args: { path: '<root>/a.txt' } },
  { tool: 'read_text_file', args: { path: 'a.txt' } },
  { tool: 'read_text_file', args: { path: '<root>/a.txt', head: 2 } },
  { tool: 'read_text_file', args: { path: '<root>/no-newline.txt' } },
  { tool: 'read_text_file', args: { path: '<root>/no-newline.txt', tail: 1 } },
  { tool: 'read_text_file', args: { path: '<root>/b.md' } },
  { tool: 'read_text_file', args: { path: '<root>/link.txt' } },
  { tool: 'read_file', args: { path: '<root>/a.txt' } },
  { tool: 'read_media_file', args: { path: '<root>/pixel.png' } },
  { tool: 'read_multiple_files', args: { paths: ['<root>/a.txt', '<root>/b.md'] } },
  { tool: 'write_file', args: { path: '<root>/written.txt', content: 'hello\n' } },
  { tool: 'write_file', args: { path: '<root>/written.txt', content: 'again\n' } },
  { tool: 'read_text_file', args: { path: '<root>/written.txt' } },
  {
    tool: 'edit_file',
    args: { path: '<root>/a.txt', edits: [{ oldText: 'beta', newText: 'BETA' }], dryRun: true },
  },
  { tool: 'edit_file', args: { path: '<root>/a.txt', edits: [{ oldText: 'beta', newText: 'BETA' }] } },
  {
    tool: 'edit_file',
    args: {
      path: '<root>/sub/deep/d.ts',
      edits: [
        { oldText: 'return 1;', newText: 'return 2;' },
        { oldText: 'function f', newText: 'function g' },
      ],
    },
  },
  { tool: 'read_text_file', args: { path: '<root>/sub/deep/d.ts' } },
  { tool: 'create_directory', args: { path: '<root>/made/of/many' } },
  { tool: 'create_directory', args: { path: '<root>/made' } },
  { tool: 'list_directory', args: { path: '<root>/sub' } },
  { tool: 'list_directory', args: { path: '<root>/empty' } },
  { tool: 'list_directory_with_sizes', args: { path: '<root>/sub' } },
  { tool: 'list_directory_with_sizes', args: { path: '<root>/sub', sortBy: 'size' } },
  { tool: 'directory_tree', args: { path: '<root>/sub' } },
  { tool: 'directory_tree', args: { path: '<root>/sub', excludePatterns: ['deep'] } },
  { tool: 'move_file', args: { source: '<root>/written.txt', destination: '<root>/moved.txt' } },
  { tool: 'search_files', args: { path: '<root>', pattern: '**/*.ts' } },
  { tool: 'search_files', args: { path: '<root>', pattern: '**/*.none' } },
  { tool: 'search_files', args: { path: '<root>', pattern: '**/*.ts', excludePatterns: ['**/deep/**'] } },
  { tool: 'get_file_info', args: { path: '<root>/pixel.png' } },
  { tool: 'get_file_info', args: { path: '<root>/empty' } },
  { tool: 'list_allowed_directories', args: {} },
];

const deliberate: Case[] = [
  { tool: 'read_text_file', args: { path: '<root>/a.txt', head: 0 }, deliberate: 'head 0 is an error' },
  {
    tool: 'read_text_file',
    args: { path: '<root>/a.txt', head: -1 },
    deliberate: 'negative counts are errors',
  },
  {
    tool: 'read_text_file',
    args: { path: '<root>/a.txt', tail: 2 },
    deliberate: 'tail counts lines as `tail` does',
  },
  { tool: 'read_text_file', args: { path: '<root>/bom16.txt' }, deliberate: 'UTF-16 is decoded' },
  {
    tool: 'read_text_file',
    args: { path: '<root>/pixel.png' },
    deliberate: 'binary files are named as such',
  },
  {
    tool: 'edit_file',
    args: { path: '<root>/repeat.txt', edits: [{ oldText: 'same', newText: 'other' }] },
    deliberate: 'an ambiguous edit is refused',
  },
  {
    tool: 'edit_file',
    args: { path: '<root>/b.md', edits: [{ oldText: '', newText: 'x' }] },
    deliberate: 'an empty oldText is refused',
  },
  { tool: 'list_directory', args: { path: '<root>' }, deliberate: 'links are marked as links' },
  {
    tool: 'list_directory_with_sizes',
    args: { path: '<root>' },
    deliberate: 'sizes come from the link itself',
  },
  {
    tool: 'search_files',
    args: { path: '<root>', pattern: '*.ts' },
    deliberate: 'a pattern without / matches at any depth',
  },
];

/** Refusals: the reason's opening words are the same, ours go on with the fix. */
const refused: { tool: string; args: Record<string, unknown>; opening: RegExp }[] = [
  {
    tool: 'read_text_file',
    args: { path: '/etc/passwd' },
    opening: /Access denied - path outside allowed directories: \/etc\/passwd not in <root>/,
  },
  {
    tool: 'write_file',
    args: { path: '/etc/x', content: '' },
    opening: /Access denied - path outside allowed directories/,
  },
  {
    tool: 'write_file',
    args: { path: '<root>/no/such/x', content: '' },
    opening: /ENOENT: no such file or directory|Parent directory does not exist: <root>\/no\/such/,
  },
  {
    tool: 'move_file',
    args: { source: '<root>/b.md', destination: '<root>/pixel.png' },
    opening: /Destination already exists: <root>\/pixel.png/,
  },
  {
    tool: 'edit_file',
    args: { path: '<root>/b.md', edits: [{ oldText: 'absent', newText: 'x' }] },
    opening: /Could not find exact match for edit:\\nabsent/,
  },
  { tool: 'read_text_file', args: { path: '<root>/absent.txt' }, opening: /ENOENT|no such file/i },
];

let base = '';
let ours: Side;
let official: Side;

beforeAll(async () => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'plainmcp-side-')));
  for (const name of ['ours', 'official']) {
    mkdirSync(join(base, name));
    makeTree(join(base, name));
  }
  ours = await open(ourServer('filesystem', ['--official-output', join(base, 'ours')]), join(base, 'ours'));
  official = await open(officialFilesystem([join(base, 'official')]), join(base, 'official'));
});

afterAll(async () => {
  await ours.client.close();
  await official.client.close();
  rmSync(base, { recursive: true, force: true });
});

describe('official filesystem server and ours', () => {
  it('list the same tools with the same required parameters and annotations', async () => {
    const theirs = await official.client.listTools();
    const mine = await ours.client.listTools();
    for (const tool of theirs.tools) {
      const counterpart = mine.tools.find(({ name }) => name === tool.name);
      // The deprecated alias is answered but not listed.
      if (tool.name === 'read_file') {
        expect(counterpart).toBeUndefined();
        continue;
      }
      expect(counterpart?.inputSchema.required ?? [], tool.name).toEqual(tool.inputSchema.required ?? []);
      expect(counterpart?.annotations, tool.name).toMatchObject(tool.annotations ?? {});
      expect(Object.keys(counterpart?.inputSchema.properties ?? {}), tool.name).toEqual(
        expect.arrayContaining(Object.keys(tool.inputSchema.properties ?? {})),
      );
    }
  });

  it.each(same)('answer the same: $tool $args', async ({ tool, args }) => {
    expect(await ask(ours, tool, args)).toEqual(await ask(official, tool, args));
  });

  it.each(deliberate)('differ on purpose: $tool $args ($deliberate)', async ({ tool, args }) => {
    expect(await ask(ours, tool, args)).not.toEqual(await ask(official, tool, args));
  });

  it.each(refused)('refuse in the same words: $tool $args', async ({ tool, args, opening }) => {
    const mine = JSON.stringify(await ask(ours, tool, args));
    const theirs = JSON.stringify(await ask(official, tool, args));
    expect(theirs).toMatch(opening);
    expect(mine).toMatch(opening);
    expect(mine).toContain('"isError":true');
  });
});
