// Client roots: used when nothing was given, narrowing on request, never widening.
import { pathToFileURL } from 'node:url';
import { atEnd } from '@plainmcp/harness/cleanup';
import { type Literal, link, tree } from '@plainmcp/harness/tmp';
import type { ClientRoot, Context } from '@plainmcp/protocol';
import { describe, expect, it } from 'vitest';
import { clientRoots, following, narrowed, type RootsMode } from '../src/client-roots.ts';
import { openFiles } from '../src/fs/files.ts';
import { fileResources } from '../src/resources.ts';
import { listAllowedDirectories } from '../src/tools/list-allowed-directories.ts';
import { context, settings, textOf } from './support/tool-kit.ts';

function setUp(mode: RootsMode, given: readonly string[], entries: Literal) {
  const disk = tree(entries);
  const specs = given.map((name) => ({
    path: disk.join(name.replace(/:ro$/, '')),
    readOnly: name.endsWith(':ro'),
  }));
  const files = openFiles({ roots: specs });
  atEnd(() => files.close());
  const plain = listAllowedDirectories({ files, settings });
  const wrap = clientRoots(files, specs, mode);
  let asked = 0;
  const list = async (roots: () => Promise<readonly ClientRoot[]>, more: Partial<Context> = {}) => {
    const ctx: Context = {
      ...context(),
      ...more,
      listRoots() {
        asked += 1;
        return roots();
      },
    };
    const text = textOf(await (wrap === undefined ? plain : following(plain, wrap)).call({}, ctx));
    return text.replaceAll(`${disk.path}/`, '').split('\n').slice(1);
  };
  const root = (name: string): ClientRoot => ({ uri: pathToFileURL(disk.join(name)).href });
  return { disk, list, root, wrap, files, asked: () => asked };
}

const three = { a: { sub: { f: 'x' } }, b: {}, 'with space': {}, file: 'x', tied: link('a') };

describe('fallback', () => {
  it('takes the roots when no directory was given, and asks only now and then', async () => {
    const { list, root, asked } = setUp('fallback', [], three);
    const roots = () =>
      Promise.resolve([root('a'), root('with space'), root('none'), root('file'), { uri: 'https://x/' }]);
    expect(await list(roots)).toEqual(['a', 'with space']);
    expect(await list(() => Promise.resolve([root('b')]))).toEqual(['a', 'with space']);
    expect(asked()).toBe(1);
  });

  it('leaves given directories alone without asking', () => {
    const { wrap } = setUp('fallback', ['a'], three);
    expect(wrap).toBeUndefined();
  });

  it('says what to do when the client has none or fails', async () => {
    const { list } = setUp('fallback', [], three);
    expect((await list(() => Promise.reject(new Error('broken')))).join()).toContain(
      'plainmcp-filesystem DIR',
    );
    const other = setUp('fallback', [], three);
    expect((await other.list(() => Promise.resolve([]))).join()).toContain('plainmcp-filesystem DIR');
  });

  it('lets the question of a replayed call through', async () => {
    const { list } = setUp('fallback', [], three);
    const stop = new Error('Suspension');
    const modern = { client: { ...context().client, era: 'modern' as const } };
    await expect(list(() => Promise.reject(stop), modern)).rejects.toBe(stop);
  });
});

describe('intersect', () => {
  it('narrows to what both have, keeping read-only', async () => {
    const { list, root } = setUp('intersect', ['a:ro', 'b'], three);
    expect(await list(() => Promise.resolve([root('a/sub'), root('tied')]))).toEqual([
      'a (read-only)',
      'a/sub (read-only)',
    ]);
  });

  it('never widens', async () => {
    const { list, root, disk } = setUp('intersect', ['a/sub'], three);
    expect(await list(() => Promise.resolve([root('.'), root('b'), { uri: 'file:///' }]))).toEqual(['a/sub']);
    expect(
      narrowed([{ path: disk.join('a'), readOnly: false }], [disk.join('b'), disk.join('a-evil')]),
    ).toEqual([]);
  });

  it('says so when both have nothing in common', async () => {
    const { list, root, files } = setUp('intersect', ['a'], three);
    await list(() => Promise.resolve([root('b')]));
    expect(() => files.locate('x', 'existing')).toThrow(
      /roots and the directories of the command line have nothing in common/,
    );
  });

  it('keeps the directories when the client has no roots', async () => {
    const { list } = setUp('intersect', ['a'], three);
    expect(await list(() => Promise.resolve([]))).toEqual(['a']);
  });
});

it('plays no part when it is off', () => {
  expect(setUp('off', [], three).wrap).toBeUndefined();
  expect(setUp('off', ['a'], three).wrap).toBeUndefined();
});

describe('resources', () => {
  it('are narrowed before the first of them is read, completed or watched', async () => {
    const { disk, files, root, wrap } = setUp('intersect', ['a'], { a: { sub: { f: 'in' }, secret: 'out' } });
    const { resourceTemplates } = fileResources({ files, settings }, wrap);
    const [template] = resourceTemplates;
    if (template === undefined) throw new Error('no template');
    const uri = (name: string) => pathToFileURL(disk.join(name)).href;
    const ctx: Context = { ...context(), listRoots: async () => [root('a/sub')] };
    const below = disk.join('a/').slice(1);
    expect(await template.complete?.['path']?.(below, {}, ctx.signal)).toEqual([]);
    expect(() => template.watch?.(uri('a/secret'), () => undefined)).toThrow(/not found/i);
    await expect(async () => template.read(uri('a/secret'), {}, ctx)).rejects.toThrow();
    expect(JSON.stringify(await template.read(uri('a/sub/f'), {}, ctx))).toContain('in');
    expect(files.roots.map(({ path }) => path)).toEqual([disk.join('a/sub')]);
  });
});
