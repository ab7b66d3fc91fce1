// Quoting for the places a configuration entry is pasted into: shells, TOML.

/** A word for sh, bash and zsh. */
export function quotePosix(word: string): string {
  if (/^[A-Za-z0-9_/:=.,@%+-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A word for PowerShell. `--` is quoted too: npm's .ps1 shims lose a bare one. */
export function quotePowerShell(word: string): string {
  if (/^[A-Za-z0-9_/:=.\\-]+$/.test(word) && !/^-+$/.test(word)) return word;
  return `'${word.replaceAll("'", "''")}'`;
}

/** A TOML basic string. */
export function quoteToml(value: string): string {
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(
      /[\u0000-\u001f\u007f]/g,
      (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return `"${escaped}"`;
}
