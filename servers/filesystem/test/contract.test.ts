// The shared contract, judged on the built filesystem server.
import { contract } from '@plainmcp/contract/contract';
import { big, tree } from '@plainmcp/harness/tmp';

contract({
  name: 'filesystem',
  bin: new URL('../dist/bin.js', import.meta.url),
  packageJson: new URL('../package.json', import.meta.url),
  async start() {
    const folder = tree(
      {
        'a.txt': 'alpha\nbeta\n',
        'pixel.gif': Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64'),
        'long.txt': big(1_000_000),
        // A regular expression that never ends on this line.
        'slow.txt': `${'a'.repeat(60)}!\n`,
        'sub/b.ts': 'export const b = 1;\n',
      },
      { scope: 'file' },
    );
    return { args: [folder.path], cleanup: () => folder.remove() };
  },
  extraArgs: ['--allow-delete=permanent'],
  samples: {
    read_text_file: [{ path: 'a.txt' }, { path: 'a.txt', offset: 2, limit: 1, lineNumbers: true }],
    read_media_file: { path: 'pixel.gif' },
    read_multiple_files: { paths: ['a.txt', 'sub/b.ts', 'missing.txt'] },
    write_file: [
      { path: 'new.txt', content: 'one\n' },
      { path: 'new.txt', content: 'two\n', mode: 'append' },
    ],
    edit_file: { path: 'sub/b.ts', edits: [{ oldText: 'b = 1', newText: 'b = 2' }], dryRun: true },
    create_directory: { path: 'made/deep' },
    list_directory: { path: '.' },
    list_directory_with_sizes: { path: '.', sortBy: 'size' },
    directory_tree: { path: '.' },
    move_file: { source: 'new.txt', destination: 'made/moved.txt' },
    copy_file: { source: 'a.txt', destination: 'made/copy.txt' },
    delete_file: { path: 'made/copy.txt' },
    search_files: { path: '.', pattern: '*.ts' },
    search_content: [
      { path: '.', query: 'alpha' },
      { path: '.', query: 'a', mode: 'count' },
    ],
    get_file_info: { path: 'a.txt' },
    list_allowed_directories: {},
  },
  writers: ['write_file', 'edit_file', 'create_directory', 'move_file', 'copy_file', 'delete_file'],
  toolsListMaxBytes: 9000,
  slow: { tool: 'search_content', args: { path: 'slow.txt', query: '(a+)+$', regex: true } },
  large: { tool: 'read_text_file', args: { path: 'long.txt' } },
  faulty: [{ name: 'no directory', args: [], remedy: /director/i }],
});
