// Types of main-bundle.mjs, as far as tests use it.

/** Takes Node's own modules by `process.getBuiltinModule` instead of import statements. */
export function withDirectBuiltins(text: string): string;
