// Windows spellings of a path that mean something else than they seem to; by text alone.

const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(?:$|[. ])/i;

/** What is wrong with a path on Windows, in a few words; undefined when nothing is. */
export function windowsFault(path: string, uncAllowed: boolean): string | undefined {
  const slashed = path.replaceAll('/', '\\');
  if (/^\\\\[?.]\\|^\\\?\?\\/.test(slashed)) return 'device paths (\\\\?\\, \\\\.\\) are not taken';
  if (slashed.startsWith('\\\\') && !uncAllowed) return 'network paths are not taken unless a root is one';
  if (/^[A-Za-z]:(?!\\|$)/.test(slashed)) return 'paths relative to a drive are not taken';
  for (const name of slashed.replace(/^[A-Za-z]:/, '').split('\\')) {
    const fault = windowsNameFault(name);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** What is wrong with one component; `.` and `..` are for the caller to resolve. */
export function windowsNameFault(name: string): string | undefined {
  if (name === '' || name === '.' || name === '..') return undefined;
  if (name.includes(':')) return 'alternate data streams are not taken';
  if (/[. ]$/.test(name)) return 'names ending in a dot or space are not taken';
  if (reserved.test(name)) return 'a reserved device name';
  if (/[<>"|?*]/.test(name)) return 'the name contains a character Windows does not allow';
  return undefined;
}

/** A name that may be the short 8.3 form of another one. */
export function maybeShortName(name: string): boolean {
  return /^[^.]{1,6}~\d{1,6}(?:\.[^.]{0,3})?$/.test(name);
}
