// Words for error texts: short previews of values, ranges, lists and the nearest known name.

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point}/gu;

/** `text` in quotes on one line, with control, invisible and bidirectional characters escaped. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(HIDDEN, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}

/** What came, in a few words; never longer than about 100 characters. */
export function preview(value: unknown): string {
  if (typeof value === 'string') {
    return value.length <= 40 ? quote(value) : `${quote(value.slice(0, 30))}... (${value.length} characters)`;
  }
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `an array of ${count(value.length, 'item')}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** `1 item`, `2 items`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** ` of 1 to 5 items`, ` of at least 1 item`, or nothing. */
export function range(min: number | undefined, max: number | undefined, noun?: string): string {
  const unit = (n: number): string => (noun === undefined ? `${n}` : count(n, noun));
  if (min !== undefined && max !== undefined) {
    return min === max ? ` of exactly ${unit(min)}` : ` of ${min} to ${unit(max)}`;
  }
  if (min !== undefined) return ` of at least ${unit(min)}`;
  return max === undefined ? '' : ` of at most ${unit(max)}`;
}

/** Names with commas; long lists end in a number of those left out. */
export function list(names: readonly string[], most = 40): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** The known name that `name` was probably meant to be: other case or separators, part of it, or a typing slip. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > 64) return undefined;
  const wanted = plain(name);
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of known.slice(0, 200)) {
    const other = plain(candidate);
    if (other.length > 64) continue;
    const within =
      Math.min(wanted.length, other.length) >= 3 && (wanted.includes(other) || other.includes(wanted));
    const slip = distance(wanted, other);
    const score = within ? Math.min(slip, 1.5) : slip;
    const allowed = within || slip <= Math.max(1, Math.floor(Math.max(wanted.length, other.length) / 3));
    if (allowed && score < bestDistance && score < Math.max(wanted.length, 1)) {
      best = candidate;
      bestDistance = score;
    }
  }
  return best;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
