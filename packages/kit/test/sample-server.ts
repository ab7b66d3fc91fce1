// A whole server on the kit, as the servers of this repository are written; run.test.ts bundles and starts it.
import { resource, t, tool } from '@plainmcp/protocol';
import type { ValuesIn } from '../src/options.ts';
import { type Kit, type Parts, runServer, type ServerSpec } from '../src/run.ts';
import { sample } from './sample-table.ts';
import { sampleTool } from './sample-tools.ts';

type Values = ValuesIn<typeof sample>;

const reads = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

function build(values: Values, { log, missing, redactor }: Kit): Parts {
  if (process.env['SAMPLE_NOISE']) process.stdout.write('a library that prints while it loads\n');
  log.info(`serving ${values.dirs.join(' ')}`);
  redactor.add('found-later-1234');
  const leak = tool({
    name: 'leak',
    title: 'Leak',
    description: 'Says what must not be said.',
    input: t.object({}),
    annotations: reads,
    run: () => `${values.token} ${encodeURIComponent(values.token ?? '')} found-later-1234`,
  });
  const crash = tool({
    name: 'crash',
    title: 'Crash',
    description: 'Has a bug.',
    input: t.object({}),
    annotations: reads,
    run: () => {
      throw new Error(`bug with ${values.token}`);
    },
  });
  return {
    tools: [sampleTool('read', 'reads', 'x'.repeat(2000)), sampleTool('write', 'loses'), leak, crash],
    toolsets: [{ name: 'more', description: 'More', byDefault: false, tools: [sampleTool('audit')] }],
    locked: { delete_file: '--allow-delete' },
    resources: [resource({ uri: 'sample:a', name: 'a', read: () => 'content' })],
    instructions: (listed) => `Tools: ${[...listed].join(' ')}`,
    faults: values.dirs.length > 0 ? [] : [missing.get('dirs') ?? 'No folder: start with a DIR.'],
    check: async () => values.dirs.map((dir) => ({ ok: !dir.includes('gone'), text: `folder ${dir}` })),
    close: () => log.info('closed'),
  };
}

export const spec: ServerSpec<(typeof sample)['specs']> = {
  manifest: { name: '@plainmcp/server-sample', version: '1.2.3', description: 'Serves samples' },
  title: 'Sample',
  options: sample,
  build,
};

export const main = () => runServer(spec);
