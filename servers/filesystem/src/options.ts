// The option and environment table of the filesystem server: one source for --help, README and manifests.
import { defineOptions } from '@plainmcp/kit/options';

export const options = defineOptions({
  server: 'filesystem',
  positionals: {
    directories: {
      kind: 'list',
      of: 'path',
      folder: true,
      split: 'path',
      value: 'DIR',
      env: ['FS_ROOTS'],
      description: 'Directories the tools may use; DIR:ro for one that is only read',
    },
  },
  options: {
    allowDelete: {
      kind: 'optional',
      absent: 'no',
      bare: 'trash',
      choices: ['trash', 'permanent'],
      description: 'Offer delete_file: to a .trash folder, or with =permanent also for good',
    },
    allowLinkTarget: {
      kind: 'list',
      of: 'path',
      folder: true,
      split: 'path',
      value: 'DIR',
      description: 'A directory outside that links in the allowed ones may lead to',
    },
    deny: {
      kind: 'list',
      value: 'GLOB',
      split: 'line',
      description: 'Names that are neither listed, read nor written, for example .env or *.pem',
    },
    roots: {
      kind: 'choice',
      choices: ['off', 'fallback', 'intersect'],
      default: 'fallback',
      description:
        "The client's roots: ignored, used when no DIR is given, or used to narrow the DIRs; never to widen",
    },
    noGitignore: { kind: 'flag', description: 'Do not leave out what .gitignore files name' },
    refuseHardlinks: { kind: 'flag', description: 'Refuse files that have more than one name' },
    inPlace: {
      kind: 'flag',
      description: 'Write into the existing file instead of putting a new one in its place',
    },
    maxMediaBytes: {
      kind: 'integer',
      unit: 'bytes',
      min: 1000,
      max: 3_000_000,
      default: 3_000_000,
      description: 'Largest media file that is sent whole',
    },
    officialOutput: {
      kind: 'flag',
      description: 'Answer in the shapes of the official filesystem server',
    },
  },
});
