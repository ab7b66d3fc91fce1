import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Finished, run } from '../src/run.ts';
import { tree } from '../src/tmp.ts';

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const reporter = fileURLToPath(new URL('../src/no-skips-reporter.ts', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

async function vitestRun(files: Record<string, string>, args: string[] = []): Promise<Finished> {
  const { path } = tree(files);
  const config = `
    import { NoSkipsReporter } from ${JSON.stringify(reporter)};
    export default { root: ${JSON.stringify(path)}, cacheDir: ${JSON.stringify(path)},
      resolve: { alias: { vitest: ${JSON.stringify(join(dirname(vitest), 'dist/index.js'))} } },
      test: { reporters: ['default', new NoSkipsReporter()], include: ['*.test.ts'] } };`;
  const { path: configs } = tree({ 'vitest.config.ts': config });
  return run(process.execPath, [vitest, 'run', '--config', join(configs, 'vitest.config.ts'), ...args], {
    cwd: here,
    timeoutMs: 60_000,
  });
}

const head = "import { describe, expect, it } from 'vitest';\n";
const good = `${head}it('works', () => { expect(1).toBe(1); });\n`;

describe('NoSkipsReporter', () => {
  it('passes a clean run and ends with the plain line', async () => {
    const { code, stdout } = await vitestRun({ 'a.test.ts': good, 'b.test.ts': good });
    expect(stdout.split('\n').at(-2)).toBe('2 passed, 0 failed');
    expect(code).toBe(0);
  });

  it.each([
    ['a skipped test', "it.skip('x', () => {});"],
    ['a todo', "it.todo('x');"],
    ['a test that skips itself', "it('x', ({ skip }) => { skip(); });"],
    ['an only, which leaves others out', "it.only('x', () => { expect(1).toBe(1); });"],
    ['a suite without a test', "describe('empty', () => {});"],
  ])('fails a run with %s', async (_, body) => {
    const { code, stdout } = await vitestRun({ 'a.test.ts': `${good}${body}\n` });
    expect(stdout).toContain('Not run, which counts as failed:');
    expect(stdout.split('\n').at(-2)).toMatch(/^[01] passed, [12] failed$/);
    expect(code).toBe(1);
  });

  it('fails a run with a file that has no test', async () => {
    const { code, stdout } = await vitestRun({ 'a.test.ts': good, 'b.test.ts': 'export {};\n' });
    expect(stdout.split('\n').at(-2)).toMatch(/^1 passed, [1-9] failed$/);
    expect(code).toBe(1);
  });

  it('counts failures and broken files', async () => {
    const { code, stdout } = await vitestRun({
      'a.test.ts': `${good}it('breaks', () => { expect(1).toBe(2); });\n`,
      'b.test.ts': 'throw new Error("cannot load");\n',
    });
    expect(stdout.split('\n').at(-2)).toMatch(/^1 passed, [23] failed$/);
    expect(code).toBe(1);
  });

  it('allows what -t leaves out', async () => {
    const { code, stdout } = await vitestRun(
      { 'a.test.ts': `${good}it('other', () => { expect(1).toBe(1); });\n` },
      ['-t', 'works'],
    );
    expect(stdout.split('\n').at(-2)).toBe('1 passed, 0 failed');
    expect(code).toBe(0);
  });
});
