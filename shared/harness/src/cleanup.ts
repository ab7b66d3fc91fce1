// Ends what a test began: when the test is over, when its file is over, or at the latest with the process.
import { afterAll, onTestFailed, onTestFinished, TestRunner } from 'vitest';

type Work = () => void | Promise<void>;

/** `test`: until the running test ends. `file`: until all tests of the file have ended. */
export type Scope = 'test' | 'file';

const ofFile = new Set<Work>();

async function endFile(): Promise<void> {
  const work = [...ofFile].reverse();
  ofFile.clear();
  for (const item of work) await item();
}

// Scripts and benches import the harness without a test run around them: they call endAll themselves.
const insideVitest = process.env['VITEST'] !== undefined;
if (insideVitest) afterAll(endFile);

/** Runs `work` once at the end of the running test; outside of a test, or with scope `file`, at the end of the file. */
export function atEnd(work: Work, scope: Scope = 'test'): void {
  if (scope === 'test' && insideVitest && TestRunner.getCurrentTest() !== undefined) onTestFinished(work);
  else ofFile.add(work);
}

/** Prints `text()` when the running test fails; nothing outside of a test. */
export function onFailure(text: () => string): void {
  if (insideVitest && TestRunner.getCurrentTest() !== undefined) {
    onTestFailed(() => {
      process.stderr.write(`${text()}\n`);
    });
  }
}

/** Runs the clean-up of scope `file` now. For scripts that use the harness outside of vitest. */
export const endAll: () => Promise<void> = endFile;
