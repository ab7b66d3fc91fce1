// Bundles the server in the current folder: dist/bin.js (version guard), main, workers and lazily loaded chunks.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { bundleMain, withDirectBuiltins } from './lib/main-bundle.mjs';

const packageJson = JSON.parse(readFileSync('package.json', 'utf8'));
/** Programs of their own that the server starts: every src file named worker.ts becomes dist/worker.js. */
const workers = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => basename(file) === 'worker.ts')
  .map((file) => join('src', file));

/** Servers import their own package.json; only what they may need at run time goes into the bundle. */
const publicManifest = {
  name: 'public-manifest',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]package\.json$/ }, ({ path }) => {
      if (relative('.', path) !== 'package.json') return undefined;
      const { name, version, description, mcpName, engines, bin } = packageJson;
      return {
        contents: JSON.stringify({ name, version, description, mcpName, engines, bin }),
        loader: 'json',
      };
    });
  },
};

rmSync('dist', { recursive: true, force: true });

// The guard is built apart so that nothing new can be hoisted into the one file an old Node must parse.
await build({
  entryPoints: ['src/bin.ts'],
  outfile: 'dist/bin.js',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'es2020',
  banner: { js: '#!/usr/bin/env node' },
  plugins: [
    publicManifest,
    {
      name: 'main-stays-apart',
      setup({ onResolve }) {
        onResolve({ filter: /^\.\/main\.ts$/ }, () => ({ path: './main.js', external: true }));
      },
    },
  ],
});

const options = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  plugins: [publicManifest],
  conditions: ['@plainmcp/source', 'node', 'import'],
  legalComments: 'none',
  // Unminified: stack traces that users send can be read, and what runs can be audited.
  minify: false,
  metafile: true,
  write: false,
  logLevel: 'warning',
};
const main = await bundleMain('src/main.ts', options);
for (const { name, text } of main.files) writeFileSync(join('dist', name), text);
const metafiles = [main.metafile];
for (const worker of workers) {
  const { metafile, outputFiles } = await build({
    ...options,
    entryPoints: [worker],
    outfile: 'dist/worker.js',
  });
  for (const { path, text } of outputFiles) writeFileSync(path, withDirectBuiltins(text));
  metafiles.push(metafile);
}

writeNotices(metafiles);

/** Gathers the licence of every third-party package whose code is in the bundle. */
function writeNotices(metafiles) {
  const outputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs));
  const bundled = new Set(outputs.flatMap(({ inputs }) => Object.keys(inputs)));
  const packages = new Map();
  for (const file of bundled) {
    if (!file.includes('node_modules/')) continue;
    const folder = packageFolder(file);
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    packages.set(`${name}@${version}`, { folder, license });
  }
  const notices = [...packages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { folder, license }]) => {
      const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
      if (!file) throw new Error(`${id} is bundled but ships no licence file (${relative('.', folder)})`);
      return `${id} (${typeof license === 'string' ? license : 'see below'})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    });
  const head = `Third-party packages bundled into ${packageJson.name} ${packageJson.version}, with their licences.\n`;
  writeFileSync('THIRD-PARTY-NOTICES', [head, ...notices].join(`\n${'-'.repeat(72)}\n\n`));
}

function packageFolder(file) {
  let folder = dirname(file);
  while (
    !existsSync(join(folder, 'package.json')) ||
    !JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
  ) {
    folder = dirname(folder);
  }
  return folder;
}
