// The filesystem server on a temporary copy of this repository: list, search, read, edit, and a refusal.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, stdioTransport } from '../../packages/protocol/dist/client/index.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(repository, 'servers', 'filesystem', 'dist', 'bin.js');
const leftOut = new Set(['node_modules', '.git', 'dist', '.turbo', '.plainmcp']);

const outside = process.platform === 'win32' ? 'C:\\Windows\\win.ini' : '/etc/hosts';

/** What is asked, and what the answer must say for the step to count. */
const steps = (copy) => [
  { tool: 'search_files', args: { path: copy, pattern: '*.ts', limit: 5 }, says: '.ts' },
  {
    tool: 'search_content',
    args: { path: copy, query: 'class ToolError', context: 1 },
    says: 'class ToolError',
  },
  {
    tool: 'read_text_file',
    args: { path: 'packages/protocol/src/errors.ts', offset: 1, limit: 6 },
    says: 'failure',
  },
  { tool: 'directory_tree', args: { path: join(copy, 'servers'), maxDepth: 3 }, says: 'filesystem' },
  {
    tool: 'edit_file',
    args: {
      path: 'LICENSE',
      edits: [{ oldText: 'The plainmcp authors', newText: 'The plainmcp authors and you' }],
      dryRun: true,
    },
    says: '+Copyright',
    note: 'dry run',
  },
  {
    tool: 'edit_file',
    args: {
      path: 'LICENSE',
      edits: [{ oldText: 'The plainmcp authors', newText: 'The plainmcp authors and you' }],
    },
    says: '+Copyright',
  },
  { tool: 'read_text_file', args: { path: 'LICENSE', head: 3 }, says: 'and you' },
  {
    tool: 'read_text_file',
    args: { path: outside },
    refused: 'Access denied',
    note: 'outside',
  },
];

export async function filesystem({ screen, node, folder }) {
  const copy = join(realpathSync(mkdtempSync(join(tmpdir(), 'plainmcp-demo-'))), 'plainmcp');
  try {
    cpSync(repository, copy, { recursive: true, filter: (source) => !leftOut.has(basename(source)) });
    await show(screen, node, copy);
  } finally {
    rmSync(join(copy, '..'), { recursive: true, force: true });
  }
  entries(screen, node, folder);
}

async function show(screen, node, copy) {
  screen.title('Filesystem server');
  screen.note(`a process of its own, allowed only ${copy} (a temporary copy of this repository)`);
  const began = performance.now();
  const client = await connect({
    transport: stdioTransport({ command: node, args: [bin, copy] }),
    info: { name: 'plainmcp-demo', version: '1.0.0' },
  });
  try {
    const tools = await client.listTools();
    const ms = performance.now() - began;
    screen.step({
      title: 'start, handshake, tools/list',
      ms,
      characters: JSON.stringify(tools).length,
      lines: [
        `${tools.length} tools: ${tools.map((tool) => tool.name).join(', ')}`
          .replace(/(.{60,95}?), /g, '$1,\n')
          .split('\n'),
      ].flat(),
    });
    for (const step of steps(copy)) await run(screen, client, step, copy);
  } finally {
    await client.close();
  }
}

async function run(screen, client, { tool, args, says, refused, note }, copy) {
  const began = performance.now();
  const answer = await client.callTool(tool, args);
  const ms = performance.now() - began;
  const text = answer.content.map((block) => block.text ?? '').join('\n');
  const shown = Object.entries(args)
    .filter(([key]) => key !== 'edits')
    .map(([key, value]) => `${key}=${String(value).replace(copy, '.')}`);
  const wanted = refused ?? says;
  const held = text.includes(wanted) && (answer.isError === true) === (refused !== undefined);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  screen.step({
    title: `${tool}  ${shown.join(' ')}${note ? `  (${note})` : ''}`,
    ms,
    characters: text.length,
    lines: [...lines.slice(0, 6), ...(lines.length > 6 ? [`... ${lines.length - 6} more lines`] : [])],
    failure: held ? undefined : `expected ${refused ? 'a refusal' : 'an answer'} that says '${wanted}'`,
  });
}

const clients = [
  ['claude-desktop', 'Claude Desktop'],
  ['claude-code', 'Claude Code'],
  ['vscode', 'VS Code'],
  ['cursor', 'Cursor'],
];

/** Entries for the user's own folder, made by the server itself. */
function entries(screen, node, folder) {
  screen.title('Use it in your client');
  screen.note(`for ${folder}; for another folder: npm start -- --folder DIR`);
  for (const [id, name] of clients) {
    const entry = execFileSync(node, [bin, folder, '--print-config', id], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    screen.write();
    screen.write(`  ${name}`);
    screen.block(entry);
  }
  screen.write();
}
