// `npm start`: shows each server at its main job, as a process of its own, then prints entries for the user's client.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { filesystem } from './demo/filesystem.mjs';
import { createScreen } from './demo/screen.mjs';

/** One line a server; each runs on embedded defaults and ends by itself. */
const demos = { filesystem };

const { values } = parseArgs({
  options: { only: { type: 'string' }, plain: { type: 'boolean' }, folder: { type: 'string' } },
});
if (values.only !== undefined && !(values.only in demos)) {
  process.stderr.write(
    `plainmcp: no demo named '${values.only}'; there is: ${Object.keys(demos).join(', ')}\n`,
  );
  process.exit(2);
}

const documents = join(homedir(), 'Documents');
const screen = createScreen({ plain: values.plain === true });
const context = {
  screen,
  // Entries name the Node that the user has, not the one fetched for development.
  node: process.env.PLAINMCP_OWN_NODE ?? process.execPath,
  folder: values.folder ?? (existsSync(documents) ? documents : process.cwd()),
};

for (const [name, demo] of Object.entries(demos)) {
  if (values.only === undefined || values.only === name) await demo(context);
}
process.exitCode = screen.failures === 0 ? 0 : 1;
