import { expect, it } from 'vitest';
import { run, runBin } from '../src/run.ts';
import { tree } from '../src/tmp.ts';

it('returns code, output and errors', async () => {
  const { path } = tree({
    'x.mjs': 'process.stdin.pipe(process.stdout); console.error(process.argv[2]); process.exitCode = 7;',
  });
  const done = await runBin(`${path}/x.mjs`, ['hello'], { input: 'in' });
  expect(done).toMatchObject({ code: 7, signal: null, stdout: 'in', stderr: 'hello\n' });
});

it('kills what does not end and says what it wrote', async () => {
  const forever = ['-e', 'console.log("half"); setInterval(() => {}, 1000)'];
  await expect(run(process.execPath, forever, { timeoutMs: 700 })).rejects.toThrow(
    /did not end in 700 ms\.\nhalf/,
  );
});

it('rejects what cannot be started', async () => {
  await expect(run('/nowhere/at-all', [])).rejects.toThrow('ENOENT');
});
