// get_file_info: what is known of a file or directory without reading it to the model.
import { oneLine } from '@plainmcp/kit/hidden';
import { lazy } from '@plainmcp/kit/lazy';
import { isoDate } from '@plainmcp/kit/text';
import { t, tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import type { Description } from '../fs/describe.ts';
import { officialOutput, sameText } from '../official.ts';

const engine = lazy(() => import('../fs/describe.ts'));

export const getFileInfo = ({ files, settings }: Pick<Deps, 'files' | 'settings'>) =>
  tool({
    name: 'get_file_info',
    title: 'Get File Info',
    description:
      'Type, size, times, permissions, link target; of text up to 16 MB also encoding, line ends, lines.',
    input: t.object({
      path: t.string(),
      hash: t.boolean('For ifHash').optional(),
    }),
    ...officialOutput(settings),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async run({ path, hash = false }, { signal }) {
      const place = files.locate(path, 'existing');
      if (settings.officialOutput) {
        const own = files.lstat(place, 'stat');
        const { stats } = own.isSymbolicLink() ? { stats: files.stat(place) } : { stats: own };
        return sameText(settings, officialLines(stats));
      }
      const { describe } = await engine();
      const facts = await describe(files, place, hash, signal);
      return lines(facts).join('\n');
    },
  });

function lines(facts: Description): string[] {
  const { stats, type, link, entries, mime, encoding, eol, lines: lineCount, hash } = facts;
  const rows: [string, string | number | undefined][] = [
    ['type', type],
    ['link', link === undefined ? undefined : oneLine(link)],
    ['size', stats.size],
    ['entries', entries],
    ['mime', mime],
    ['encoding', encoding],
    ['eol', eol],
    ['lines', lineCount],
    ['created', isoDate(stats.birthtime)],
    ['modified', isoDate(stats.mtime)],
    ['accessed', isoDate(stats.atime)],
    ['permissions', permissions(stats.mode)],
    ['hard links', type === 'file' && stats.nlink > 1 ? stats.nlink : undefined],
    ['hash', hash],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${value}`));
}

/** The text of the official server, JavaScript dates and all. */
function officialLines(stats: Description['stats']): string {
  return [
    `size: ${stats.size}`,
    `created: ${stats.birthtime}`,
    `modified: ${stats.mtime}`,
    `accessed: ${stats.atime}`,
    `isDirectory: ${stats.isDirectory()}`,
    `isFile: ${stats.isFile()}`,
    `permissions: ${permissions(stats.mode)}`,
  ].join('\n');
}

function permissions(mode: number): string {
  return mode.toString(8).slice(-3);
}
