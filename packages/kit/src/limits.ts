// The limits no option can lift; each name carries its unit.

/** Rows of one result; the character budget may end it earlier. */
export const maxRows: number = 500;
