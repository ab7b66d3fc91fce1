// Behind `npm start` and `npm test`: brings the pinned pnpm (and a Node that is new enough), installs, builds, runs.
// Only Node built-ins, and only syntax that old Nodes can parse, so that it can say what is wrong with them.
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { developmentNode } from './lib/node-packages.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const logFile = join(root, '.plainmcp', 'bootstrap.log');
const windows = process.platform === 'win32';
const task = process.argv[2];
const taskArgs = process.argv.slice(3);

const help = `npm start              set everything up, then show the servers at their main job
npm start -- --only NAME   one server: filesystem
npm start -- --folder DIR  print entries for DIR
npm start -- --plain       no colours
npm start -- --help        this text
npm test               set everything up, then build, check types, lint and run every test
npm test -- FILTER     only the test files whose path contains FILTER

Everything comes from the npm registry of your npm settings; nothing outside this folder and
npm's and pnpm's own caches is written. Afterwards, with pnpm on your PATH: pnpm check, pnpm build.`;

function fail(line) {
  process.stderr.write(`plainmcp: ${line}\n`);
  process.exit(1);
}

function log(text) {
  appendFileSync(logFile, text);
}

/** Runs a command to its end. `quiet` sends its output to the log instead of the terminal. */
function run(command, args, options) {
  return new Promise((resolve) => {
    log(`\n$ ${[command].concat(args).join(' ')}\n`);
    // npx and pnpm are .cmd files on Windows, which only a shell can start; every argument is ours or quoted.
    const quoted = windows
      ? args.map((arg) => (/[\s"&|<>^]/.test(arg) ? `"${arg.replace(/"/g, '\\"')}"` : arg))
      : args;
    const child = spawn(command, quoted, {
      cwd: root,
      env: Object.assign({}, process.env, options.env),
      shell: windows,
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    if (options.quiet) {
      child.stdout.on('data', log);
      child.stderr.on('data', log);
    }
    child.on('error', (error) => resolve({ code: 127, error }));
    child.on('close', (code, signal) => resolve({ code: code === null ? 1 : code, signal }));
  });
}

async function step(label, hint, command, args) {
  const start = Date.now();
  const interactive = process.stdout.isTTY;
  if (interactive) process.stdout.write(`  ${label} ...`);
  const { code } = await run(command, args, { quiet: true, env: {} });
  if (interactive) process.stdout.write('\r\x1b[K');
  if (code !== 0) fail(`${label} failed (exit ${code}): ${hint} Log: ${logFile}`);
  process.stdout.write(`  ${label}  ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
}

/** Starts this script again under npx, which puts pnpm and, where needed, a newer Node on the PATH. */
async function fetchTools() {
  const pnpm = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager;
  const packages = [`--package=${pnpm}`];
  if (Number(process.versions.napi) < 10) {
    if (!developmentNode) {
      fail(
        `Node ${process.version} is too old to develop with and none can be fetched for this platform; install Node 24 and run again.`,
      );
    }
    packages.unshift(`--package=${developmentNode}`);
  }
  process.stdout.write('Setting up (the first time fetches the tools; later runs take seconds)\n');
  const args = ['--yes', '--allow-scripts=pnpm'].concat(
    packages,
    ['--', 'node', 'scripts/bootstrap.mjs', task],
    taskArgs,
  );
  const { code, error } = await run('npx', args, {
    quiet: false,
    env: {
      PLAINMCP_BOOTSTRAP: '1',
      // Paths that people will paste into their client's settings name their own Node, not the fetched one.
      PLAINMCP_OWN_NODE: process.execPath,
      npm_config_update_notifier: 'false',
      npm_config_loglevel: 'error',
    },
  });
  if (error)
    fail(`npx could not be started (${error.message}): check that npm is installed and on the PATH.`);
  // The inner run reports its own failures; npx's are the ones that never reached it.
  if (code !== 0 && !process.env.PLAINMCP_BOOTSTRAP && !readFileSync(logFile, 'utf8').includes('inner run')) {
    fail(
      'npm could not fetch ' +
        packages.join(' ').replace(/--package=/g, '') +
        ': check the network and `npm config get registry`.',
    );
  }
  process.exit(code);
}

async function main() {
  if (task !== 'start' && task !== 'test')
    fail('usage: npm start, npm test; npm start -- --help tells more.');
  if (taskArgs.includes('--help') || taskArgs.includes('-h')) {
    process.stdout.write(`${help}\n`);
    return;
  }
  mkdirSync(dirname(logFile), { recursive: true });
  if (!process.env.PLAINMCP_BOOTSTRAP) {
    writeFileSync(logFile, '');
    await fetchTools();
    return;
  }
  log(`inner run: node ${process.version}\n`);
  Object.assign(process.env, { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' });
  await step(
    'install packages',
    'check the network and `npm config get registry`, or a local change to package.json without a new lockfile.',
    'pnpm',
    ['install', '--frozen-lockfile', '--reporter=append-only'],
  );
  if (task === 'start') {
    await step('build', 'the sources do not compile; see the log.', 'pnpm', [
      'exec',
      'turbo',
      'run',
      'build',
      '--output-logs=errors-only',
    ]);
    const demo = await run('node', ['scripts/demo.mjs'].concat(taskArgs), { quiet: false, env: {} });
    process.exit(demo.code);
  }
  await step('build and check types', 'the sources do not compile; see the log.', 'pnpm', [
    'exec',
    'turbo',
    'run',
    'build',
    'typecheck',
    'typecheck:scripts',
    '--output-logs=errors-only',
  ]);
  await step(
    'lint',
    'run `pnpm lint` for the list, `pnpm format` for what can be mended by itself.',
    'pnpm',
    ['run', 'lint'],
  );
  const tests = await run('pnpm', ['exec', 'vitest', 'run'].concat(taskArgs), { quiet: false, env: {} });
  process.exit(tests.code);
}

// The child gets the same Ctrl-C from the terminal and ends first; its exit code becomes ours.
process.on('SIGINT', () => {});
main().catch((error) => fail(error.stack));
