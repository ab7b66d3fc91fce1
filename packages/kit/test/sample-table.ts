// One table with an option of every kind, for all tests.
import { defineOptions } from '../src/options.ts';

export const sample = defineOptions({
  server: 'sample',
  positionals: {
    dirs: {
      kind: 'list',
      of: 'path',
      folder: true,
      split: 'path',
      env: ['SAMPLE_ROOTS'],
      description: 'Folders to serve',
    },
  },
  options: {
    allowDelete: {
      kind: 'optional',
      absent: 'no',
      bare: 'trash',
      choices: ['permanent'],
      description: 'List delete_file',
    },
    deny: { kind: 'list', split: 'line', value: 'GLOB', description: 'Names never read' },
    access: { kind: 'choice', choices: ['read', 'write'], default: 'read', description: 'What is allowed' },
    mode: { kind: 'choice', choices: ['fast', 'safe'], description: 'How to work' },
    maxBytes: { kind: 'integer', min: 10, max: 1000, unit: 'bytes', description: 'Bytes of one file' },
    caFile: { kind: 'path', description: 'Certificates' },
    region: { kind: 'string', default: 'eu', description: 'Where to ask' },
    token: { kind: 'string', secret: true, env: ['SAMPLE_TOKEN'], description: 'Access token' },
    seal: { kind: 'string', secret: true, envOnly: true, description: 'Key of the seal' },
  },
});
