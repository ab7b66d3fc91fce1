// Keeps what went over the wire, both ways, to be shown when a test fails.

const keptPerEntry = 16 * 1024;
const keptEntries = 5000;

export type Direction = 'in' | 'out' | 'err' | 'note';
const marks = { in: '>>', out: '<<', err: '!!', note: '--' } as const;

interface Entry {
  readonly at: number;
  readonly direction: Direction;
  readonly text: string;
}

/** Every chunk in order; of chunks over 16 KiB the two ends and the length are kept. */
export class WireLog {
  readonly #entries: Entry[] = [];
  readonly #started = Date.now();
  #dropped = 0;

  add(direction: Direction, bytes: Uint8Array | string): void {
    const buffer =
      typeof bytes === 'string'
        ? Buffer.from(bytes)
        : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#entries.push({ at: Date.now() - this.#started, direction, text: shorten(buffer, keptPerEntry) });
    if (this.#entries.length > keptEntries) {
      this.#entries.splice(0, this.#entries.length - keptEntries);
      this.#dropped += 1;
    }
  }

  /** The log as text, newest last; the oldest part goes first when it is longer than `maxChars`. */
  render(maxChars = 20_000): string {
    const lines = this.#entries.map(
      ({ at, direction, text }) => `${String(at).padStart(6)} ms ${marks[direction]} ${visible(text)}`,
    );
    let start = lines.length;
    let size = 0;
    while (start > 0) {
      const line = lines[start - 1] ?? '';
      if (size + line.length > maxChars && start < lines.length) break;
      size += Math.min(line.length, maxChars) + 1;
      start -= 1;
    }
    const shown = lines
      .slice(start)
      .map((line) => (line.length > maxChars ? `${line.slice(0, maxChars)} [cut]` : line));
    const left = start + this.#dropped;
    return [...(left > 0 ? [`(${left} earlier chunks not shown)`] : []), ...shown].join('\n');
  }
}

function shorten(buffer: Buffer, limit: number): string {
  if (buffer.length <= limit) return buffer.toString('utf8');
  const half = limit / 2;
  const middle = `[... ${buffer.length - limit} of ${buffer.length} bytes ...]`;
  return `${buffer.subarray(0, half).toString('utf8')}${middle}${buffer.subarray(-half).toString('utf8')}`;
}

/** Newlines and control characters made visible, so that framing faults can be seen. */
function visible(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\u2028\u2029]/g, (c) => `\\x{${c.charCodeAt(0).toString(16)}}`)
    .replaceAll('\n', '⏎');
}
