// Writes what follows from the definitions: server.json, manifest.json, tables in READMEs, docs/install.md.
// With --check it writes nothing and fails when a file is not up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { clients } from '../packages/kit/src/clients.ts';
import { mcpbManifest } from '../packages/kit/src/mcpb.ts';
import { parseOptions } from '../packages/kit/src/parse-options.ts';
import { optionsTable, toolsTable } from '../packages/kit/src/readme-tables.ts';
import { Redactor } from '../packages/kit/src/redact.ts';
import { serverJson } from '../packages/kit/src/server-json.ts';
import { packageFolder, serverNames } from './lib/pack.mjs';

const repository = 'https://github.com/plainmcp/plainmcp';
const author = 'The plainmcp authors';
const checking = process.argv.includes('--check');
const stale = [];

/** What a server's positionals look like in an example. */
const examples = { filesystem: ['/Users/you/projects'] };
/** Options that make every tool appear in the README. */
const everything = { filesystem: ['--allow-delete=permanent'] };

function put(path, content) {
  const file = packageFolder(path);
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  if (checking) stale.push(path);
  else writeFileSync(file, content);
}

/** Replaces what stands between `<!-- begin name -->` and `<!-- end name -->`. */
function fill(path, parts) {
  let content = readFileSync(packageFolder(path), 'utf8');
  for (const [name, part] of Object.entries(parts)) {
    const marked = new RegExp(`(<!-- begin ${name} -->\n)[^]*?(<!-- end ${name} -->)`);
    if (!marked.test(content))
      throw new Error(`${path} has no part between "begin ${name}" and "end ${name}"`);
    content = content.replace(marked, (_, begin, end) => `${begin}${part.trimEnd()}\n${end}`);
  }
  put(path, content);
}

async function load(name) {
  const folder = `servers/${name}`;
  const module = await import(pathToFileURL(join(packageFolder(folder), 'src', 'server.ts')).href);
  const spec = module[name];
  const packageJson = JSON.parse(readFileSync(join(packageFolder(folder), 'package.json'), 'utf8'));
  const parts = async (args) => {
    const parsed = parseOptions(spec.options, args, {});
    const built = await spec.build(parsed.values, {
      log: { info() {}, warn() {} },
      redactor: new Redactor(),
      missing: parsed.missing,
    });
    await built.close?.();
    return [...built.tools, ...(built.toolsets ?? []).flatMap((set) => set.tools)].filter(
      (tool) => tool.listed,
    );
  };
  const common = { package: packageJson, title: spec.title, table: spec.options, repository, folder, author };
  return {
    name,
    folder,
    subject: { ...common, tools: await parts([]) },
    allTools: await parts(everything[name] ?? []),
  };
}

/** The entry of a published server for one client. */
function entry(client, { name, subject }) {
  const major = subject.package.version.split('.')[0];
  const args = ['-y', `${subject.package.name}@${major}`, ...(examples[name] ?? [])];
  return clients[client].write({ id: name, command: 'npx', args, env: [], secrets: [] }, 'darwin').trimEnd();
}

const fenced = (text) =>
  `\`\`\`${text.startsWith('{') ? 'json' : text.startsWith('[') ? 'toml' : 'sh'}\n${text}\n\`\`\``;

const servers = await Promise.all(serverNames().map(load));

for (const server of servers) {
  const { folder, subject } = server;
  put(`${folder}/server.json`, `${JSON.stringify(serverJson(subject), null, 2)}\n`);
  put(`${folder}/manifest.json`, `${JSON.stringify(mcpbManifest(subject), null, 2)}\n`);
  fill(`${folder}/README.md`, {
    tools: toolsTable(server.allTools),
    options: optionsTable(subject.table),
    install: ['claude-desktop', 'claude-code', 'vscode', 'cursor']
      .map(
        (client) =>
          `${clients[client].title}: ${clients[client].place('darwin')}\n\n${fenced(entry(client, server))}\n`,
      )
      .join('\n'),
  });
}

fill('README.md', {
  servers: [
    '| server | what it does | tools |',
    '| --- | --- | --- |',
    ...servers.map(
      ({ folder, subject, allTools }) =>
        `| [${subject.title}](${folder}/README.md) | ${subject.package.description.replace(/^MCP server for /, '')} | ${allTools.length} |`,
    ),
  ].join('\n'),
});

put(
  'docs/install.md',
  [
    '# Entries for clients',
    '',
    '<!-- Written by pnpm generate; do not edit. -->',
    '',
    'These forms start a published package through npx. Before the first release, and for the fastest start, let the server',
    'print the entry for your machine instead: `node servers/<name>/dist/bin.js <arguments> --print-config <client>`.',
    '',
    'On Windows, npx is a script that clients cannot start directly: use `"command": "cmd"` and put `/c`, `npx` before the',
    'other arguments, or the entry that `--print-config` prints.',
    ...Object.entries(clients).flatMap(([id, client]) => [
      '',
      `## ${client.title} (\`${id}\`)`,
      '',
      `macOS: ${client.place('darwin')}  `,
      `Linux: ${client.place('linux')}  `,
      `Windows: ${client.place('win32')}`,
      ...servers.flatMap((server) => ['', fenced(entry(id, server))]),
    ]),
    '',
  ].join('\n'),
);

if (stale.length > 0) {
  process.stderr.write(`Not up to date: ${stale.join(', ')}. Run pnpm generate.\n`);
  process.exitCode = 1;
}
