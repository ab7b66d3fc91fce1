// package.json, server.json, manifest.json, README and the program itself agree.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { arrayAt, at, isObject, type JsonObject, objectAt, stringAt } from '@plainmcp/harness/json';
import { pathOf } from '@plainmcp/harness/spawn';
import { ensure, equal, matches, none, show } from './assert.ts';
import { readBeside, readManifest } from './manifest-files.ts';
import type { Session } from './session.ts';
import type { Check } from './types.ts';

const maxRegistryDescription = 100;
const installScripts = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
const secretWord = /TOKEN|SECRET|PASSWORD|API_KEY|CREDENTIAL|DATABASE_URL|CONNECTION/;

function manifest(session: Session, name?: string): JsonObject {
  return readManifest(session.subject.packageJson, name);
}

/** Long options --help shows, without the dashes. */
async function shownOptions(session: Session): Promise<string[]> {
  const { stdout } = await session.run(['--help']);
  return [
    ...new Set([...stdout.matchAll(/^\s+(?:-\w, )?--([a-z][a-z0-9-]*)/gm)].map((match) => match[1] ?? '')),
  ];
}

const packageFile: Check = {
  name: 'manifest: package.json names the program, ships only what is built and needs nothing at run time',
  async run(session) {
    const file = manifest(session);
    const { name, bin, runtimeDependencies = [] } = session.subject;
    equal(file['name'], `@plainmcp/server-${name}`, 'name');
    equal(file['mcpName'], `io.github.plainmcp/${name}`, 'mcpName');
    equal(file['type'], 'module', 'type');
    matches(stringAt(file, 'version'), /^\d+\.\d+\.\d+(-[\w.]+)?$/, 'version');
    matches(stringAt(file, 'engines', 'node'), /^>=\d+\.\d+/, 'engines.node');
    const program = stringAt(file, 'bin', `plainmcp-${name}`);
    ensure(program !== '', `bin must name plainmcp-${name}: ${show(file['bin'])}`);
    equal(
      join(dirname(pathOf(session.subject.packageJson)), program),
      pathOf(bin),
      'the executable that was judged',
    );
    equal(Object.keys(objectAt(file, 'dependencies')), [...runtimeDependencies], 'dependencies');
    for (const kind of ['optionalDependencies', 'peerDependencies'])
      equal(Object.keys(objectAt(file, kind)), [], kind);
    equal(
      installScripts.filter((script) => script in objectAt(file, 'scripts')),
      [],
      'install scripts',
    );
    const files = arrayAt(file, 'files');
    ensure(
      files.includes('dist') && !files.some((entry) => /^(src|test)\b/.test(String(entry))),
      `files: ${show(files)}`,
    );
    ensure(existsSync(pathOf(bin)), 'the executable is missing');
  },
};

const registryFile: Check = {
  name: 'manifest: server.json agrees with package.json and the options',
  async run(session) {
    const [file, registry] = [manifest(session), manifest(session, 'server.json')];
    matches(stringAt(registry, '$schema'), /2025-12-11/, '$schema');
    equal(registry['name'], file['mcpName'], 'name');
    equal(registry['version'], file['version'], 'version');
    const { length } = stringAt(registry, 'description');
    ensure(length > 0 && length <= maxRegistryDescription, `description has ${length} characters`);
    const [entry, ...more] = arrayAt(registry, 'packages');
    equal(more, [], 'further packages');
    const wanted = {
      registryType: 'npm',
      identifier: file['name'],
      version: file['version'],
      transport: { type: 'stdio' },
    };
    for (const [key, value] of Object.entries(wanted)) equal(at(entry, key), value, `packages[0].${key}`);
    const { stdout } = await session.run(['--help']);
    const options = await shownOptions(session);
    for (const variable of arrayAt(entry, 'environmentVariables')) {
      const name = stringAt(variable, 'name');
      ensure(stdout.includes(name), `server.json names ${name}, --help does not`);
      ensure(stringAt(variable, 'description') !== '', `${name} has no description`);
      if (secretWord.test(name)) equal(at(variable, 'isSecret'), true, `${name}: isSecret`);
    }
    for (const argument of arrayAt(entry, 'packageArguments')) {
      if (at(argument, 'type') !== 'named') continue;
      const name = stringAt(argument, 'name').replace(/^--/, '');
      ensure(options.includes(name), `server.json names --${name}, --help does not`);
    }
  },
};

const bundleFile: Check = {
  name: 'manifest: manifest.json (MCPB) agrees with package.json, the tools and the options',
  async run(session) {
    const [file, bundle] = [manifest(session), manifest(session, 'manifest.json')];
    equal(bundle['manifest_version'], '0.4', 'manifest_version');
    equal(bundle['version'], file['version'], 'version');
    equal(at(bundle, 'server', 'type'), 'node', 'server.type');
    const entryPoint = stringAt(bundle, 'server', 'entry_point');
    matches(entryPoint, /bin\.js$/, 'server.entry_point');
    const config = objectAt(bundle, 'server', 'mcp_config');
    equal(config['command'], 'node', 'mcp_config.command');
    ensure(
      arrayAt(config, 'args').some((argument) => String(argument).endsWith(entryPoint)),
      `mcp_config.args must start ${entryPoint}: ${show(config['args'])}`,
    );
    const plain = await (await session.launch({ plain: true })).connect();
    const listed = new Set((await session.tools()).map((tool) => tool['name']));
    const named = arrayAt(bundle, 'tools').map((tool) => at(tool, 'name'));
    const standard = (await plain.listTools()).map((tool) => tool['name']);
    none(
      standard
        .filter((name) => !named.includes(name))
        .map((name) => `manifest.json does not name the tool ${name}`),
    );
    none(
      named
        .filter((name) => !listed.has(name))
        .map((name) => `manifest.json names ${show(name)}, which is not listed`),
    );
    const settings = objectAt(bundle, 'user_config');
    for (const [key, setting] of Object.entries(settings)) {
      ensure(
        isObject(setting) && stringAt(setting, 'title') !== '' && stringAt(setting, 'description') !== '',
        `user_config.${key} needs title and description`,
      );
      if (secretWord.test(key.toUpperCase()))
        equal(at(setting, 'sensitive'), true, `user_config.${key}.sensitive`);
    }
    const used = new Set(
      [...JSON.stringify(config).matchAll(/\$\{user_config\.([^}]+)\}/g)].map((match) => match[1] ?? ''),
    );
    equal(
      [...used].filter((key) => !Object.hasOwn(settings, key)),
      [],
      'settings used but not declared',
    );
    equal(
      Object.keys(settings).filter((key) => !used.has(key)),
      [],
      'settings declared but not used',
    );
  },
};

const readme: Check = {
  name: 'manifest: the README names every tool, every option and the package, between generated markers',
  async run(session) {
    const text = readBeside(session.subject.packageJson, 'README.md');
    const tools = (await session.tools()).map((tool) => stringAt(tool, 'name'));
    const found = tools
      .filter((name) => !text.includes(`\`${name}\``))
      .map((name) => `the README does not name the tool ${name}`);
    const options = (await shownOptions(session)).filter((option) => !text.includes(`--${option}`));
    found.push(...options.map((option) => `the README does not name --${option}`));
    if (!text.includes(stringAt(manifest(session), 'name')))
      found.push('the README does not name the package');
    const opened = [...text.matchAll(/<!-- (?:begin|start)[: ]+([\w-]+)/gi)].map((match) => match[1]);
    const closed = [...text.matchAll(/<!-- end[: ]+([\w-]+)/gi)].map((match) => match[1]);
    if (opened.length === 0)
      found.push('the README has no generated part (<!-- begin name --> ... <!-- end name -->)');
    equal(opened, closed, 'markers that begin and end');
    none(found);
  },
};

export const manifests: readonly Check[] = [packageFile, registryFile, bundleFile, readme];
