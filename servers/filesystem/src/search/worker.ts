// The search worker: a child process that walks and searches for the server.
import { openFiles } from '../fs/files.ts';
import { Stand } from '../fs/stand.ts';
import type { Files, RootSpec } from '../fs/types.ts';
import { loadPolicy, type Policy } from '../policy.ts';
import type { FromWorker, Setup, ToWorker } from './jobs.ts';
import { Scheduler } from './scheduler.ts';
import { startJob } from './start-job.ts';

/** Sets of roots kept open; they change only with the roots of a client. */
const maxRootSets = 8;

/** Nothing else in this process cares where it stands. */
const stand = new Stand();

function serve(send: (message: FromWorker) => void): (message: ToWorker) => void {
  const scheduler = new Scheduler(send);
  const opened = new Map<string, Files>();
  let environment: Promise<{ readonly setup: Setup; readonly policy: Policy }> | undefined;

  const filesOf = (roots: readonly RootSpec[], setup: Setup, policy: Policy): Files => {
    const key = JSON.stringify(roots);
    const known = opened.get(key);
    if (known !== undefined) return known;
    if (opened.size >= maxRootSets && scheduler.idle) {
      for (const files of opened.values()) files.close();
      opened.clear();
    }
    const { linkTargets, gate } = setup;
    const files = openFiles({ roots, linkTargets, readOnly: true, policy, gate, stand });
    opened.set(key, files);
    return files;
  };

  return (message) => {
    if (message.type === 'setup') {
      const { setup } = message;
      environment = loadPolicy(setup.policy).then((policy) => ({ setup, policy }));
      return;
    }
    // Kept in order behind the loading of the rules.
    void environment?.then(({ setup, policy }) => {
      if (message.type === 'cancel') scheduler.cancel(message.id);
      else scheduler.add(message.id, () => startJob(filesOf(message.roots, setup, policy), message.job));
    });
  };
}

const receive = serve((message) => process.send?.(JSON.stringify(message)));
process.on('message', (text) => {
  const message: ToWorker = JSON.parse(String(text));
  receive(message);
});
process.on('disconnect', () => process.exit());
