// Directory entries and sizes as text.
import { oneLine } from '@plainmcp/kit/hidden';
import { count, formatBytes, isoDate } from '@plainmcp/kit/text';

export type Kind = 'file' | 'directory' | 'link' | 'fifo' | 'socket' | 'device';

interface Typed {
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
  isBlockDevice(): boolean;
  isCharacterDevice(): boolean;
}

export function kindOf(entry: Typed): Kind {
  if (entry.isDirectory()) return 'directory';
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isFIFO()) return 'fifo';
  if (entry.isSocket()) return 'socket';
  return entry.isBlockDevice() || entry.isCharacterDevice() ? 'device' : 'file';
}

const marks = {
  file: '[FILE]',
  directory: '[DIR]',
  link: '[LINK]',
  fifo: '[FIFO]',
  socket: '[SOCKET]',
  device: '[DEVICE]',
} as const;

const officialMarks = { ...marks, fifo: '[FILE]', socket: '[FILE]', device: '[FILE]' } as const;

export interface Entry {
  readonly name: string;
  readonly kind: Kind;
}

export interface SizedEntry extends Entry {
  /** Bytes of the entry itself: of a link, not of what it leads to. */
  readonly size: number;
  /** milliseconds since 1970 */
  readonly mtimeMs: number;
}

/** `[FILE] a.txt`, `[LINK] b -> a.txt`. `target` is what to show of a link. */
export function entryLine({ name, kind }: Entry, target?: string): string {
  const line = `${marks[kind]} ${oneLine(name)}`;
  return target === undefined ? line : `${line} -> ${oneLine(target)}`;
}

/** `[FILE] a.txt  1.2 KiB`, `[DIR] src  12 entries`; with the time where it is what the list is sorted by. */
export function sizedLine(entry: SizedEntry, entries: number | undefined, withTime: boolean): string {
  const inside = entries === undefined ? '' : `  ${count(entries, 'entry', 'entries')}`;
  const size = entry.kind === 'directory' ? inside : `  ${formatBytes(entry.size)}`;
  return `${entryLine(entry)}${size}${withTime ? `  ${isoDate(entry.mtimeMs)}` : ''}`;
}

/** `3 files, 1 directory, 2 links`; kinds that do not occur are left out. */
export function totals(entries: readonly Entry[]): string {
  const of = (kind: Kind) => entries.filter((entry) => entry.kind === kind).length;
  const special = of('fifo') + of('socket') + of('device');
  const parts = [count(of('file'), 'file'), count(of('directory'), 'directory', 'directories')];
  if (of('link') > 0) parts.push(count(of('link'), 'link'));
  if (special > 0) parts.push(count(special, 'special file'));
  return parts.join(', ');
}

/** A line of the official list_directory; only links are marked as what they are. */
export function officialLine({ name, kind }: Entry): string {
  return `${officialMarks[kind]} ${name}`;
}

/** A line of the official list_directory_with_sizes. */
export function officialSizedLine(entry: SizedEntry): string {
  const size = entry.kind === 'directory' ? '' : officialSize(entry.size).padStart(10);
  return `${officialMarks[entry.kind]} ${entry.name.padEnd(30)} ${size}`;
}

/** The end of the official list_directory_with_sizes. */
export function officialSummary(entries: readonly SizedEntry[]): string {
  const directories = entries.filter((entry) => entry.kind === 'directory').length;
  return [
    '',
    `Total: ${entries.length - directories} files, ${directories} directories`,
    `Combined size: ${officialSize(combinedSize(entries))}`,
  ].join('\n');
}

/** Bytes of all entries that are no directories. */
export function combinedSize(entries: readonly SizedEntry[]): number {
  return entries.reduce((sum, entry) => sum + (entry.kind === 'directory' ? 0 : entry.size), 0);
}

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `2 B`, `1.19 KB`: two decimals from a kilobyte (1,024 bytes) up. */
function officialSize(bytes: number): string {
  if (bytes <= 0) return '0 B';
  const index = Math.min(Math.floor(Math.log(bytes) / Math.log(1024)), units.length - 1);
  return index === 0 ? `${bytes} B` : `${(bytes / 1024 ** index).toFixed(2)} ${units[index]}`;
}
