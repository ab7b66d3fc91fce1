// Modules loaded on first use, so that the handshake does not wait for what only calls need.

/**
 * `const engine = lazy(() => import('./engine.ts'))`, then `await engine()`: loaded with the first call and at hand
 * from then on (`import()` itself costs tens of microseconds each time). A load that failed is tried again.
 */
export function lazy<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}
