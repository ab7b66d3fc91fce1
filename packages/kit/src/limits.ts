// The limits no option can lift; each name carries its unit.

/** One message on the wire: many clients stop at 10 MiB, and base64 and escapes must fit too. */
export const maxWireBytes: number = 4 * 1024 * 1024;

/** Rows of one result; the character budget may end it earlier. */
export const maxRows: number = 500;
