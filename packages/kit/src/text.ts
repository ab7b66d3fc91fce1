// Text for people and models: counts, sizes, dates, and cutting that never splits a character.

/** 5004 -> `5,004`, whatever the locale of the machine. */
export function digits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `1 file`, `5,004 files`; pass `many` where adding an s is wrong. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${digits(value)} ${value === 1 ? one : many}`;
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** 1536 -> `1.5 KiB`; at most one decimal. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let index = 0;
  while (Math.round(value * 10) / 10 >= 1024 && index < units.length - 1) {
    value /= 1024;
    index += 1;
  }
  return `${String(Math.round(value * 10) / 10)} ${units[index] ?? 'B'}`;
}

/** Seconds precision in UTC, `2026-11-20T11:22:33Z`; `unknown` for a date that is none. */
export function isoDate(value: Date | number): string {
  const date = typeof value === 'number' ? new Date(value) : value;
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** `2026-11-20`, in UTC. */
export function isoDay(value: Date | number): string {
  return isoDate(value).replace(/T.*/, '');
}

/** The longest beginning of at most `length` UTF-16 units that does not split a surrogate pair. */
export function cutAt(value: string, length: number): string {
  if (value.length <= length) return value;
  if (length <= 0) return '';
  return value.slice(0, splitsPair(value, length) ? length - 1 : length);
}

function splitsPair(value: string, index: number): boolean {
  const before = value.charCodeAt(index - 1);
  const after = value.charCodeAt(index);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

/** The end of the text after `start` units, never beginning in the middle of a surrogate pair. */
export function tailFrom(value: string, start: number): string {
  return value.slice(cutAt(value, start).length);
}

/** Cuts to `length` units with `...` at the end. */
export function truncate(value: string, length: number): string {
  return value.length <= length ? value : `${cutAt(value, length - 3)}${'...'.slice(0, Math.max(0, length))}`;
}

/** Keeps the beginning and the end, which for paths and ids are what tells them apart. */
export function truncateMiddle(value: string, length: number): string {
  if (value.length <= length) return value;
  if (length <= 3) return cutAt(value, length);
  const head = Math.ceil((length - 3) / 2);
  const tail = value.length - (length - 3 - head);
  return `${cutAt(value, head)}...${value.slice(splitsPair(value, tail) ? tail + 1 : tail)}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listing(values: readonly string[], word: 'and' | 'or' = 'and'): string {
  if (values.length < 2) return values.join('');
  return `${values.slice(0, -1).join(', ')} ${word} ${values.at(-1) ?? ''}`;
}
