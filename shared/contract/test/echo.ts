// The record of the fixture server, as a server's own contract test would write it.
import type { ServerUnderTest, Started } from '../src/contract.ts';

const folder = new URL('./fixtures/echo/', import.meta.url);

export const echo: ServerUnderTest<Started & { readonly word: string }> = {
  name: 'echo',
  bin: new URL('bin.js', folder),
  packageJson: new URL('package.json', folder),
  start: async () => ({
    args: [],
    env: { ECHO_TOKEN: 'secret-of-the-echo' },
    secrets: ['secret-of-the-echo'],
    word: 'hello',
  }),
  samples: {
    echo_text: ({ word }) => [
      { text: word },
      { text: word, times: 3, style: 'upper', loud: true, tags: ['a', 'b'] },
    ],
    measure_text: { text: 'three short words' },
    count_numbers: [{ offset: 99_990 }, {}],
    wait_seconds: { seconds: 0.05 },
    remember_note: [{ note: 'one' }, { note: 'two' }],
  },
  writers: ['remember_note'],
  toolsListMaxBytes: 3000,
  slow: { tool: 'wait_seconds', args: { seconds: 30 } },
  large: { tool: 'count_numbers', args: {} },
  faulty: [
    {
      name: 'a placeholder nobody replaced',
      args: [],
      env: { ECHO_TOKEN: `\${TOKEN}` },
      remedy: /ECHO_TOKEN/,
    },
  ],
};
