// Manifests, tables and the install page are what the definitions say.
import { fileURLToPath } from 'node:url';
import { run } from '@plainmcp/harness/run';
import { expect, it } from 'vitest';

it('generated files are up to date', async () => {
  const script = fileURLToPath(new URL('../generate.mjs', import.meta.url));
  const { code, stderr } = await run(process.execPath, ['--conditions=@plainmcp/source', script, '--check']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
