// The attacker of the race tests: a process that swaps names for links to the outside as fast as it can.
import * as fs from 'node:fs';
import { join } from 'node:path';

const [root = '', outside = ''] = process.argv.slice(2);
const d = join(root, 'd');
const hidden = join(root, '.hidden');
// Relative names always mean the real directory, whatever `d` is at the moment.
process.chdir(d);

const attempt = (work) => {
  try {
    work();
    return true;
  } catch (error) {
    if (error.code === undefined) throw error;
    return false;
  }
};

/** The file `f` becomes a link to the secret and a file again. */
function swapFile() {
  attempt(() => fs.symlinkSync(join(outside, 'f'), 'f.link'));
  attempt(() => fs.renameSync('f.link', 'f'));
  attempt(() => fs.writeFileSync('f.file', 'inside'));
  attempt(() => fs.renameSync('f.file', 'f'));
}

/** The directory `sub` becomes a link to the outside and a directory again. */
function swapDirectory() {
  attempt(() => fs.mkdirSync('sub.real'));
  attempt(() => fs.writeFileSync('sub.real/f', 'inside'));
  attempt(() => fs.renameSync('sub.real', 'sub'));
  attempt(() => fs.renameSync('sub', 'sub.real'));
  attempt(() => fs.symlinkSync(outside, 'sub'));
  attempt(() => fs.unlinkSync('sub'));
  if (!attempt(() => fs.renameSync('sub.real', 'sub'))) fs.rmSync('sub.real', { recursive: true, force: true });
}

/** The parent of both becomes a link to the outside and a directory again. */
function swapParent() {
  attempt(() => fs.renameSync(d, hidden));
  attempt(() => fs.symlinkSync(outside, d));
  attempt(() => fs.unlinkSync(d));
  attempt(() => fs.renameSync(hidden, d));
}

let rounds = 0;
function run() {
  for (let i = 0; i < 20; i += 1) {
    swapFile();
    swapDirectory();
    swapParent();
    rounds += 1;
  }
  setImmediate(run);
}

process.on('message', () => {
  process.send({ rounds });
  process.disconnect();
  process.exit(0);
});
// A test that died leaves no attacker behind.
process.on('disconnect', () => process.exit(0));
run();
process.send({ rounds: 0 });
