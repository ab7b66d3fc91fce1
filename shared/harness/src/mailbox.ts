// Hands each arriving item to whoever waits for one like it, or keeps it until somebody does.

interface Waiter<T> {
  readonly wants: (item: T) => boolean;
  readonly take: (item: T) => void;
}

export class Mailbox<T> {
  readonly #unread: T[] = [];
  readonly #waiters = new Set<Waiter<T>>();

  put(item: T): void {
    for (const waiter of this.#waiters) {
      if (!waiter.wants(item)) continue;
      this.#waiters.delete(waiter);
      waiter.take(item);
      return;
    }
    this.#unread.push(item);
  }

  /** Drops what nobody has taken. */
  clear(): void {
    this.#unread.length = 0;
  }

  /** The first item not taken yet that fits, now or later. `cancel` stops waiting. */
  take(wants: (item: T) => boolean): { readonly item: Promise<T>; cancel(): void } {
    const index = this.#unread.findIndex(wants);
    if (index !== -1) {
      const [ready] = this.#unread.splice(index, 1);
      if (ready !== undefined) return { item: Promise.resolve(ready), cancel: () => undefined };
    }
    let waiter: Waiter<T> | undefined;
    const item = new Promise<T>((resolve) => {
      waiter = { wants, take: resolve };
      this.#waiters.add(waiter);
    });
    return {
      item,
      cancel: () => {
        if (waiter !== undefined) this.#waiters.delete(waiter);
      },
    };
  }
}
