// Where the lines of an LF text begin.

export class LineIndex {
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#text = text;
    this.#starts = starts;
  }

  /** Lines, a last empty one after a final line feed included. */
  get count(): number {
    return this.#starts.length;
  }

  /** Index where line `line` (0-based) begins; the length of the text for lines after the last. */
  start(line: number): number {
    return this.#starts[line] ?? this.#text.length;
  }

  /** Index of the line feed of line `line`, or of the end of the text. */
  end(line: number): number {
    const next = this.#starts[line + 1];
    return next === undefined ? this.#text.length : next - 1;
  }

  /** Line `line` without its line feed. */
  line(line: number): string {
    return this.#text.slice(this.start(line), this.end(line));
  }

  /** The line (0-based) that holds the character at `index`. */
  lineAt(index: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return low;
  }
}
