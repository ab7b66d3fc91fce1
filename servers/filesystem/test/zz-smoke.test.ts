import { it } from 'vitest';
import { openFiles } from '../src/fs/files.ts';
import fs from 'node:fs';
it('x', () => {
  for (const gate of ['pinned', 'chdir'] as const) {
    const f = openFiles({ roots: [{ path: '/tmp/offt/d', readOnly: false }], gate });
    const tryit = (n: string, w: () => unknown) => { try { console.log(gate, n, w()); } catch (e: any) { console.log(gate, n, e.name, e.message, '|', e.hint, e.name === 'ToolError' ? '' : e.stack); } };
    const rd = (p: string) => tryit('read ' + p, () => { const o = f.openFile(f.locate(p, 'existing')); const s = fs.readFileSync(o.fd, 'utf8'); o.close(); return [s, o.real]; });
    for (const p of ['b.txt', '/tmp/offt/d/b.txt', 'ok', 'out', 'dang', 'indang', 'ff', 'sub', 'nope', 'no/pe', 'b.tx', 'b.txt/x', '/etc/passwd', '../x', '', 'a\0', 'out/x', 'C:\\x']) rd(p);
    tryit('list', () => f.withDirectory(f.locate('.', 'existing'), (d) => d.entries().map((e) => e.name)));
    tryit('resolveLeaf', () => ['b.txt', 'new', 'indang'].map((p) => f.resolveLeaf(f.locate(p, 'new')).path));
    tryit('resolveLeaf no/x', () => f.resolveLeaf(f.locate('no/x', 'new')).path);
    tryit('parent no/x', () => f.withParent(f.locate('no/x', 'new'), () => 1));
    tryit('lstat', () => f.lstat(f.locate('out', 'existing')).isSymbolicLink());
    const pl = f.locate('b.txt', 'existing');
    const bench = (n: string, w: () => void) => { for (let i = 0; i < 2000; i++) w(); const t = process.hrtime.bigint(); for (let i = 0; i < 10000; i++) w(); console.log(gate, n, Number(process.hrtime.bigint() - t) / 1e7, 'us'); };
    bench('locate', () => f.locate('/tmp/offt/d/b.txt', 'existing'));
    bench('open', () => f.openFile(pl).close());
    bench('stat', () => f.stat(pl));
    bench('resolveLeaf', () => f.resolveLeaf(pl));
    f.close();
  }
});
