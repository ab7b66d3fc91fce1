// How large an answer in the official shape may be: its text stands on the wire twice.

/** One message on the wire: many clients stop at 10 MiB. */
const maxWireBytes = 4 * 1024 * 1024;
/** Room for the notes and the envelope. */
const envelopeBytes = 64 * 1024;

/** Bytes of text, escaped as JSON, counted once for content and once for structuredContent. */
export const officialTextBytes = maxWireBytes - envelopeBytes;
