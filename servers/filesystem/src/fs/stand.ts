// Where a process stands that is ours alone: names relative to the working directory cost half of names below /proc.

/** Moves the working directory into directories that are held open. One for each process. */
export class Stand {
  #fd = -1;

  /** A path for `name` in the directory that `fd` holds, valid until the next call. */
  at(fd: number, name: string): string {
    if (this.#fd !== fd) {
      process.chdir(`/proc/self/fd/${fd}`);
      this.#fd = fd;
    }
    return `./${name}`;
  }

  /** Must be called when `fd` is closed: its number will mean another directory. */
  closed(fd: number): void {
    if (this.#fd === fd) this.#fd = -1;
  }
}
