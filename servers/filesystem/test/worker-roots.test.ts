// The search worker opens the roots by itself, later: it must not take a link that was put in the place of one.
import * as fs from 'node:fs';
import { atEnd } from '@plainmcp/harness/cleanup';
import { tree } from '@plainmcp/harness/tmp';
import { expect, it } from 'vitest';
import { openFiles } from '../src/fs/files.ts';
import { FileQueue } from '../src/fs/queue.ts';
import { createSearcher } from '../src/search/searcher.ts';
import { searchContent } from '../src/tools/search-content.ts';
import { searchFiles } from '../src/tools/search-files.ts';
import { gates } from './support/gate-kit.ts';
import { say, settings } from './support/tool-kit.ts';

it.each(gates)('%s', async (gate) => {
  const disk = tree({ proj: { in: { 'mine.txt': 'needle' } }, secret: { 'secret.txt': 'needle' } });
  const roots = ['proj', 'proj/in'].map((name) => ({ path: disk.join(name), readOnly: false }));
  const files = openFiles({ roots, linkTargets: [{ path: disk.join('proj/in'), readOnly: true }], gate });
  const policy = { deny: [], refuseHardlinks: false };
  const searcher = createSearcher({ files, linkTargets: files.linkTargets, policy });
  atEnd(async () => {
    await searcher.close();
    files.close();
  });
  const deps = { files, settings, queue: new FileQueue(), searcher };
  fs.renameSync(disk.join('proj/in'), disk.join('proj/was'));
  fs.symlinkSync(disk.join('secret'), disk.join('proj/in'));
  for (const path of [disk.join('proj/in'), disk.join('proj')]) {
    expect(await say(searchContent(deps), { path, query: 'needle' })).not.toContain('secret.txt');
    expect(await say(searchFiles(deps), { path, pattern: '*.txt' })).not.toContain('secret.txt');
  }
  expect(await say(searchFiles(deps), { path: disk.join('proj'), pattern: '*.txt' })).toContain('mine.txt');
});
