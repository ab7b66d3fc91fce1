// The five protocol revisions as test parameters.

export const legacyRevisions = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'] as const;
export const modernRevision = '2026-07-28';
export const latestLegacyRevision = '2025-11-25';
/** Oldest first. */
export const revisions = [...legacyRevisions, modernRevision] as const;

export type LegacyRevision = (typeof legacyRevisions)[number];
export type Revision = (typeof revisions)[number];

/** `modern` carries the version in every request; `legacy` shakes hands by `initialize`. */
export function eraOf(revision: Revision): 'legacy' | 'modern' {
  return revision === modernRevision ? 'modern' : 'legacy';
}

/** True when `revision` is `since` or newer (revisions are dates, so text order is time order). */
export function isSince(revision: Revision, since: Revision): boolean {
  return revision >= since;
}
