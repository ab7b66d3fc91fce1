// What each entry point loads: a stdio server never pays for the client, child processes or HTTP.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

async function loaded(entry: string): Promise<{ readonly files: string[]; readonly builtins: string[] }> {
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL(`../src/${entry}`, import.meta.url))],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  return {
    files: Object.keys(metafile.inputs).map((file) => file.replace(/^.*?src\//, '')),
    builtins: imports
      .filter(({ external, kind }) => external && kind === 'import-statement')
      .map(({ path }) => path),
  };
}

describe('./stdio', () => {
  it('loads the transport alone, and few parts of Node at its start', async () => {
    const { files, builtins } = await loaded('stdio.ts');
    expect(files.filter((file) => !/^(stdio|framing|jsonrpc|peer)/.test(file))).toEqual([]);
    expect([...new Set(builtins)].sort()).toEqual(['node:buffer', 'node:net', 'node:stream']);
  });
});

describe('the main entry', () => {
  it('loads neither transports nor the client', async () => {
    const { files, builtins } = await loaded('index.ts');
    expect(files.filter((file) => /^(stdio|client|http|ext)/.test(file))).toEqual([]);
    expect(builtins.filter((name) => /child_process|http|net|readline|worker|zlib/.test(name))).toEqual([]);
  });
});

describe('./client', () => {
  it('loads nothing of a server', async () => {
    const { files } = await loaded('client/index.ts');
    expect(files.filter((file) => !/^(client\/|errors|framing|jsonrpc|versions)/.test(file))).toEqual([]);
  });
});
