// How much of a directory one answer shows.

/** Entries of one answer; the character budget may end it earlier. */
export const mostEntries = 500;
