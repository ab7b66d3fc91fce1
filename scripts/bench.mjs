// `pnpm bench`: measures side by side in one run and writes docs/benchmarks.md. Never part of the tests.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { benchFilesystem } from './bench/filesystem.mjs';
import { benchStart } from './bench/start.mjs';

const require = createRequire(new URL('../shared/peers/package.json', import.meta.url));
const bin = join(import.meta.dirname, '..', 'servers', 'filesystem', 'dist', 'bin.js');
if (!existsSync(bin)) throw new Error('Build first: pnpm build');
const officialFolder = dirname(require.resolve('@modelcontextprotocol/server-filesystem/package.json'));
const officialVersion = JSON.parse(readFileSync(join(officialFolder, 'package.json'), 'utf8')).version;
const rg = require('@vscode/ripgrep').rgPath;

const work = mkdtempSync(join(tmpdir(), 'plainmcp-bench-'));
const number = (value, digits = 0) =>
  value === undefined ? '' : value.toLocaleString('en-US', { maximumFractionDigits: digits });
const lines = [];
const say = (line = '') => {
  console.log(line);
  lines.push(line);
};

try {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  say('# Benchmarks');
  say();
  say(
    'Written by `pnpm bench`. The machine was not idle and is not yours: read the ratios, each measured side by side in one run.',
  );
  say();
  say(
    `Commit ${commit}; Node ${process.version}; ${process.platform} ${process.arch}, ${cpus().length} cores; official filesystem server ${officialVersion}.`,
  );
  say();
  say('## Start and idle memory');
  say();
  say('| program | spawn to tools/list, ms | over bare Node | idle RSS, MB | over a bare stdio loop |');
  say('| --- | --: | --: | --: | --: |');
  const servers = {
    'plainmcp filesystem': [bin, work],
    'official filesystem': [join(officialFolder, 'dist', 'index.js'), work],
  };
  for (const row of await benchStart(servers)) {
    say(
      `| ${row.name} | ${number(row.ms, 1)} | ${number(row.ratio, 2)}x, +${number(row.over, 1)} ms | ${number(row.rss, 1)} | ${row.rssOver === undefined ? '' : `+${number(row.rssOver, 1)}`} |`,
    );
  }
  say();
  say('## Filesystem: a tree of 50,000 files');
  say();
  say('| call | first, ms | median, ms | beside | ms | ratio | limit | characters | peak RSS, MB |');
  say('| --- | --: | --: | --- | --: | --: | --: | --: | --: |');
  const { rows, reads } = await benchFilesystem({ work, serverArgs: (folder) => [bin, folder], rg });
  for (const row of rows) {
    say(
      `| ${row.what} | ${number(row.first, 1)} | ${number(row.ms, 1)} | ${row.plainName ?? ''} | ${number(row.base, 1)} | ${row.ratio ? `${number(row.ratio, 2)}x` : ''} | ${row.limit ?? ''} | ${number(row.characters)} | ${number(row.peak, 0)} |`,
    );
  }
  say();
  say(`Small reads, 32 in flight: ${number(reads)} a second.`);
  writeFileSync(join(import.meta.dirname, '..', 'docs', 'benchmarks.md'), `${lines.join('\n')}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
