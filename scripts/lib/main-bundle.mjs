// Bundles a server's main program so that it starts fast: what the start needs is one file, built-ins come without facade.
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * Returns the files main.js (starts the server), core.js (all that the start needs), one for each module loaded by
 * `import()`, and shared.js for what several of those need, with esbuild's metafile. `options` are esbuild's.
 *
 * esbuild puts a module into one file with those that the same entry points reach, which would scatter the start
 * over a dozen files. So every lazily loaded module is made to import the core as well; then all reach it alike.
 */
export async function bundleMain(entry, options) {
  const common = {
    ...options,
    entryPoints: [{ in: entry, out: 'main' }],
    outdir: 'dist',
    splitting: true,
    metafile: true,
    write: false,
  };
  const { metafile: sources } = await build(common);
  const start = importsOf(sources.inputs, entry, 'import-statement');
  const { metafile, outputFiles } = await build({
    ...common,
    plugins: [importingFirst(groups(sources.inputs, start)), ...options.plugins],
  });
  const names = fileNames(metafile.outputs, entry);
  const files = outputFiles.map(({ path, text }) => ({
    name: names.get(basename(path)),
    text: withDirectBuiltins(withNames(text, names)),
  }));
  return { files, metafile };
}

/**
 * What each lazily loaded module has to import besides its own, by file: the core; and all that any two of them
 * share, if it shares anything.
 */
function groups(inputs, start) {
  const core = closure(inputs, start);
  const own = new Map();
  for (const file of lazyModules(inputs)) {
    const needed = closure(inputs, [file]);
    if (!core.has(file) && [...needed].some((path) => core.has(path))) {
      own.set(
        file,
        [...needed].filter((path) => !core.has(path)),
      );
    }
  }
  const needs = [...own.values()].flat();
  const shared = new Set(needs.filter((path, index) => needs.indexOf(path) !== index));
  return new Map(
    [...own].map(([file, paths]) => [
      file,
      [...start, ...(paths.some((path) => shared.has(path)) ? shared : [])],
    ]),
  );
}

/** Makes modules import others before all else. `imports` maps a file to files. */
function importingFirst(imports) {
  const prefixes = new Map(
    [...imports].map(([file, others]) => [
      resolve(file),
      others.map((other) => `import ${JSON.stringify(resolve(other))};`).join(''),
    ]),
  );
  return {
    name: 'importing-first',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const prefix = prefixes.get(path);
        return prefix === undefined
          ? undefined
          : { contents: prefix + readFileSync(path, 'utf8'), loader: 'ts' };
      });
    },
  };
}

function importsOf(inputs, file, kind) {
  const imports = inputs[file]?.imports ?? [];
  return imports.filter((found) => found.kind === kind && !found.external).map(({ path }) => path);
}

/** The modules and all they import statically. */
function closure(inputs, files) {
  const seen = new Set();
  const queue = [...files];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    queue.push(...importsOf(inputs, file, 'import-statement'), ...importsOf(inputs, file, 'require-call'));
  }
  return seen;
}

function lazyModules(inputs) {
  return [...new Set(Object.keys(inputs).flatMap((file) => importsOf(inputs, file, 'dynamic-import')))];
}

/** Names without hashes: one installation holds one build. */
function fileNames(outputs, entry) {
  const main = Object.values(outputs).find(({ entryPoint }) => entryPoint === entry);
  const [core] = main.imports.filter(({ kind, external }) => kind === 'import-statement' && !external);
  const names = new Map();
  const taken = new Set();
  for (const [path, output] of Object.entries(outputs)) {
    const wanted = output === main ? 'main' : path === core?.path ? 'core' : nameOf(output.entryPoint);
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted}-${number}`;
    taken.add(name);
    names.set(basename(path), `${name}.js`);
  }
  return names;
}

function nameOf(entryPoint) {
  if (entryPoint === undefined) return 'shared';
  const dependency = /.*node_modules\/(?:@[^/]+\/)?([^/]+)/.exec(entryPoint);
  if (dependency) return dependency[1];
  const name = basename(entryPoint).replace(/\.\w+$/, '');
  return name === 'index' ? basename(dirname(entryPoint)) : name;
}

function withNames(text, names) {
  return text.replace(/(["'])\.\/([\w.-]+\.js)\1/g, (whole, quote, name) =>
    names.has(name) ? `${quote}./${names.get(name)}${quote}` : whole,
  );
}

/**
 * Takes Node's own modules by `process.getBuiltinModule`. An import statement would read every export once to make
 * the module namespace, and with it load streams, fs/promises, TextDecoder and more that nobody asked for.
 */
export function withDirectBuiltins(text) {
  const taken = [];
  const rest = text.replace(/^import (?!["'])([^;]+?) from "([^"]+)";\n/gm, (whole, clause, id) => {
    const found = /^(?:(?:\* as )?([\w$]+))?(?:, )?(\{[^}]*\})?$/.exec(clause);
    if (!isBuiltin(id) || found === null) return whole;
    const [, all, some] = found;
    for (const target of [all, some?.replaceAll(' as ', ': ')]) {
      // By way of globalThis, because `process` may be one of the names.
      if (target)
        taken.push(`const ${target} = globalThis.process.getBuiltinModule(${JSON.stringify(id)});\n`);
    }
    return '';
  });
  // Above all other code, as imports are: functions are called across modules before the last one has run.
  return taken.join('') + rest;
}
