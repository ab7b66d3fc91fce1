import { it } from 'vitest';
import { openFiles } from '../src/fs/files.ts';
import { listDirectory } from '../src/tools/list-directory.ts';
import { listDirectoryWithSizes } from '../src/tools/list-directory-with-sizes.ts';
import { say, settings } from './support/tool-kit.ts';
import fs from 'node:fs';
it('x', async () => {
  fs.mkdirSync('/tmp/big/a/b/c/d', { recursive: true }); fs.writeFileSync('/tmp/big/a/b/c/d/f', 'hi');
  for (const gate of ['pinned', 'chdir'] as const) {
    const files = openFiles({ roots: [{ path: '/tmp/big', readOnly: false }], gate });
    for (let k = 0; k < 3; k++) {
    let t = performance.now(); await say(listDirectory({ files, settings }), { path: 'd' }); console.log('PERF', gate, 'list 20k', (performance.now() - t).toFixed(1));
    t = performance.now(); await say(listDirectoryWithSizes({ files, settings }), { path: 'd', sortBy: 'size' }); console.log('PERF', gate, 'sizes 20k', (performance.now() - t).toFixed(1));
    t = performance.now(); const r = await say(listDirectoryWithSizes({ files, settings:{...settings,officialOutput:true} }), { path: 'd'}); console.log('PERF', gate, 'official sizes 20k', (performance.now() - t).toFixed(1), r.length);
    }
    const pl = files.locate('a/b/c/d/f', 'existing');
    const bench = (n: string, w: () => void) => { for (let i = 0; i < 3000; i++) w(); let best = 1e9; for (let k = 0; k < 5; k++) { const t = process.hrtime.bigint(); for (let i = 0; i < 10000; i++) w(); best = Math.min(best, Number(process.hrtime.bigint() - t) / 1e7); } console.log('PERF', gate, n, best.toFixed(2), 'us'); };
    bench('naive realpath+open+close', () => { fs.realpathSync.native('/tmp/big/a/b/c/d/f'); fs.closeSync(fs.openSync('/tmp/big/a/b/c/d/f')); });
    bench('open+close by path', () => fs.closeSync(fs.openSync('/tmp/big/a/b/c/d/f')));
    bench('locate', () => files.locate('/tmp/big/a/b/c/d/f', 'existing'));
    bench('openFile+close', () => files.openFile(pl).close());
    bench('stat', () => files.stat(pl)); bench('lstat', () => files.lstat(pl)); bench('resolveLeaf', () => files.resolveLeaf(pl));
    files.close();
  }
}, 100000);
