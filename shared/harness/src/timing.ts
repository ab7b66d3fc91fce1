// Waiting with a limit.

/**
 * Multiplies every limit (HARNESS_PATIENCE, default 1): more on a slow machine, less where a test of the judge
 * waits for an answer that never comes.
 */
function patience(): number {
  const factor = Number(process.env['HARNESS_PATIENCE'] ?? 1);
  return factor > 0 ? factor : 1;
}

/** The promise's value, or an Error with `message()` after `timeoutMs`. */
export async function within<T>(promise: Promise<T>, timeoutMs: number, message: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message())), timeoutMs * patience());
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves when the promise settles, whatever its end, or after `timeoutMs`. */
export async function settled(promise: Promise<unknown>, timeoutMs: number): Promise<void> {
  await within(promise, timeoutMs, () => 'late').catch(() => undefined);
}

export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** One turn of the event loop. */
export function tick(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
