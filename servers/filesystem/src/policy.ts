// What is allowed inside the roots: denied names, hard links.

/** Rules over real names; made once by `loadPolicy`. */
export interface Policy {
  readonly refuseHardlinks: boolean;
  /** Whether `denied` can ever answer. */
  readonly hasRules: boolean;
  /** The glob that forbids a path relative to its root (`/` separated), or undefined. */
  denied(relative: string): string | undefined;
}

export interface PolicyOptions {
  /**
   * Globs. Without `/` one names a file or directory at any depth, with `/` a path below a root; what lies
   * under a denied directory is denied too.
   */
  readonly deny: readonly string[];
  /** Refuse to open files that have other names as well: a hard link may lead to a file outside. */
  readonly refuseHardlinks: boolean;
}

export const openPolicy: Policy = { refuseHardlinks: false, hasRules: false, denied: () => undefined };

/** Characters of one glob and braces it may expand to. */
const maxGlobChars = 1024;
const maxBraceExpansions = 256;

/** Compiles the globs; minimatch is loaded only when there are any. Throws RangeError for an unusable glob. */
export async function loadPolicy(options: PolicyOptions, platform = process.platform): Promise<Policy> {
  const { deny, refuseHardlinks } = options;
  if (deny.length === 0) return { ...openPolicy, refuseHardlinks };
  const { Minimatch } = await import('minimatch');
  const nocase = platform === 'win32' || platform === 'darwin';
  const rules = deny.map((glob) => {
    const pattern = glob
      .normalize('NFC')
      .replace(/^\.?\/+/, '')
      .replace(/\/+$/, '');
    if (pattern === '' || pattern.length > maxGlobChars) {
      throw new RangeError(
        `--deny ${JSON.stringify(glob.slice(0, 60))} must have 1 to ${maxGlobChars} characters`,
      );
    }
    const matcher = new Minimatch(pattern, {
      dot: true,
      nocase,
      nocomment: true,
      nonegate: true,
      windowsPathsNoEscape: false,
      braceExpandMax: maxBraceExpansions,
    });
    return { glob, matcher, wholePath: pattern.includes('/') || glob.startsWith('/') };
  });
  return {
    refuseHardlinks,
    hasRules: true,
    denied(relative) {
      if (relative === '') return undefined;
      const names = relative.normalize('NFC').split('/');
      for (const { glob, matcher, wholePath } of rules) {
        const hit = wholePath
          ? names.some((_, index) => matcher.match(names.slice(0, index + 1).join('/')))
          : names.some((name) => matcher.match(name));
        if (hit) return glob;
      }
      return undefined;
    },
  };
}
