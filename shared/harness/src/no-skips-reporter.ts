// A vitest reporter: a skipped, todo or missing test fails the run, and the last line is `N passed, N failed`.
import type { Reporter, TestModule, TestSuite, Vitest } from 'vitest/node';

/** Where the reporter writes; replaced by its own test. */
export type Write = (text: string) => void;

export class NoSkipsReporter implements Reporter {
  readonly #write: Write;
  #filtered = false;

  constructor(write: Write = (text) => void process.stdout.write(text)) {
    this.#write = write;
  }

  onInit(vitest: Vitest): void {
    // A run narrowed by -t on the command line leaves the other tests out on purpose.
    this.#filtered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandled: ReadonlyArray<unknown>): void {
    const complaints: string[] = [];
    let passed = 0;
    let failed = unhandled.length;
    if (modules.length === 0) complaints.push('no test file ran');
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failed += 1;
        else if (!this.#filtered)
          complaints.push(`${module.relativeModuleId} > ${test.fullName}: ${test.options.mode ?? state}`);
      }
      for (const suite of [module, ...module.children.allSuites()]) {
        if (suite.children.size === 0) complaints.push(`${nameOf(suite)}: no test in it`);
        if (suite !== module) failed += suite.errors().length;
      }
    }
    if (complaints.length > 0) {
      process.exitCode = 1;
      this.#write(`\nNot run, which counts as failed:\n${complaints.map((line) => `  ${line}\n`).join('')}`);
    }
    this.#write(`\n${passed} passed, ${failed + complaints.length} failed\n`);
  }
}

function nameOf(item: TestModule | TestSuite): string {
  return item.type === 'module'
    ? item.relativeModuleId
    : `${item.module.relativeModuleId} > ${item.fullName}`;
}
