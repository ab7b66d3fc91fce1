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

// Swaps are renames and links of things that are there already: the faster, the more races are won.
const link = join(outside, 'f');
fs.writeFileSync('file.kept', 'inside');
fs.symlinkSync(link, 'link.kept');
fs.symlinkSync(outside, 'sub.link');
fs.symlinkSync(outside, join(root, '.link'));

/** The file `f` becomes a link to the secret and a file again. */
function swapFile() {
  attempt(() => fs.linkSync('link.kept', 'f.new'));
  attempt(() => fs.renameSync('f.new', 'f'));
  attempt(() => fs.linkSync('file.kept', 'f.new'));
  attempt(() => fs.renameSync('f.new', 'f'));
}

/** The directory `sub` becomes a link to the outside and a directory again. */
function swapDirectory() {
  attempt(() => fs.renameSync('sub', 'sub.real'));
  attempt(() => fs.renameSync('sub.link', 'sub'));
  attempt(() => fs.renameSync('sub', 'sub.link'));
  attempt(() => fs.renameSync('sub.real', 'sub'));
}

/** The parent of both becomes a link to the outside and a directory again. */
function swapParent() {
  attempt(() => fs.renameSync(d, hidden));
  attempt(() => fs.renameSync(join(root, '.link'), d));
  attempt(() => fs.renameSync(d, join(root, '.link')));
  attempt(() => fs.renameSync(hidden, d));
}

/** Puts the parent back where the other side made a directory of its name while it was away (mkdir -p). */
function mendParent() {
  if (!fs.existsSync(hidden)) return;
  attempt(() => fs.rmSync(d, { recursive: true }));
  attempt(() => fs.renameSync(hidden, d));
  attempt(() => fs.symlinkSync(outside, join(root, '.link')));
}

/** Brings back what the other side deleted, moved or replaced. */
function mend() {
  mendParent();
  for (const name of ['sub', 'sub.real']) {
    const stats = fs.lstatSync(name, { throwIfNoEntry: false });
    if (stats?.isSymbolicLink()) attempt(() => fs.unlinkSync(name));
  }
  if (fs.existsSync('sub') && fs.existsSync('sub.real'))
    fs.rmSync('sub.real', { recursive: true, force: true });
  attempt(() => fs.mkdirSync('sub'));
  attempt(() => fs.linkSync('file.kept', 'sub/f'));
  attempt(() => fs.symlinkSync(outside, 'sub.link'));
  attempt(() => fs.symlinkSync(link, 'link.kept'));
  if (!fs.existsSync('file.kept')) attempt(() => fs.writeFileSync('file.kept', 'inside'));
}

let rounds = 0;
function run() {
  // One kind at a time, so that each spends about half of its time as a link.
  for (const swap of [swapFile, swapDirectory, swapParent]) {
    mend();
    for (let i = 0; i < 40; i += 1) swap();
    rounds += 40;
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
