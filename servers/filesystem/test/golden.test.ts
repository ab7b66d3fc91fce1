// What clients and models are shown, word for word: a change here is a change every user pays for.
import { connect } from '@plainmcp/harness/client';
import { expectGolden } from '@plainmcp/harness/golden';
import { runBin } from '@plainmcp/harness/run';
import { start } from '@plainmcp/harness/spawn';
import { tree } from '@plainmcp/harness/tmp';
import { describe, it } from 'vitest';

const bin = new URL('../dist/bin.js', import.meta.url);

describe.each([
  { name: 'default', args: [] },
  { name: 'everything', args: ['--allow-delete=permanent'] },
  { name: 'read-only', args: ['--read-only'] },
  { name: 'official-output', args: ['--official-output'] },
])('tools/list, $name', ({ name, args }) => {
  it('is as recorded', async () => {
    const folder = tree({ 'a.txt': 'a' });
    const client = await connect(start(bin, { args: [...args, folder.path] }), { era: '2026-07-28' });
    expectGolden(`tools-${name}.json`, await client.listTools());
  });
});

describe('resources and instructions', () => {
  it('are as recorded', async () => {
    const folder = tree({ 'a.txt': 'a' });
    const client = await connect(start(bin, { args: [folder.path] }), { era: '2026-07-28' });
    const mask = [[folder.path, '/allowed']] as const;
    expectGolden('discover.json', await client.discover(), { mask });
    expectGolden('resources.json', await client.listResources(), { mask });
    expectGolden('resource-templates.json', await client.listResourceTemplates());
  });
});

describe('command line', () => {
  it('--help is as recorded', async () => {
    const { stdout } = await runBin(bin, ['--help']);
    expectGolden('help.txt', stdout);
  });
});
