// How much text one answer may hold, so that it neither floods the model nor breaks the line of the wire.
import type { Settings } from '../deps.ts';

/** One message on the wire; many clients stop at 10 MiB. */
const wireBytes = 4 * 1024 * 1024;
/** Room for the envelope and our own words. */
const envelopeBytes = 64 * 1024;
/** Bytes of one character at its worst: a control character in JSON is spelled `\u0001`. */
const worstBytes = 6;

/**
 * Makes a text of at most so many characters that it fits: first generously, then, should it be too large
 * in bytes, with a bound that holds for any text. With --official-output the text stands on the wire twice
 * and only the wire is the limit, as the official server knows none; `reserve` is kept for our words.
 */
export async function withinBudget<T>(
  { officialOutput, maxOutputChars }: Settings,
  reserve: number,
  make: (maxChars: number) => Promise<T>,
  textOf: (made: T) => string,
): Promise<T> {
  const copies = officialOutput ? 2 : 1;
  const room = (wireBytes - envelopeBytes) / copies;
  const safe = Math.floor(room / worstBytes);
  const wanted = officialOutput ? room : Math.max(100, maxOutputChars - reserve);
  const made = await make(Math.floor(wanted));
  if (wanted <= safe || jsonBytes(textOf(made)) <= room) return made;
  return make(safe);
}

function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
