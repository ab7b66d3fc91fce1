// UTF-16 without help of ICU: recognising it without a byte order mark, reading and writing both byte orders.

export type ByteOrder = 'le' | 'be';

/** Code units looked at. */
const sampleUnits = 4096;

/**
 * Whether bytes without a mark look like UTF-16: NULs stand nearly only on the high side, no code unit is
 * NUL or an unpaired surrogate, control characters are few.
 */
export function isUtf16(bytes: Uint8Array, order: ByteOrder): boolean {
  const units = Math.min(bytes.length >> 1, sampleUnits);
  if (units === 0 || (bytes.length <= sampleUnits * 2 && bytes.length % 2 !== 0)) return false;
  let latin = 0;
  let lowNuls = 0;
  let controls = 0;
  let leading = false;
  for (let i = 0; i < units; i++) {
    const first = bytes[2 * i] ?? 0;
    const second = bytes[2 * i + 1] ?? 0;
    const unit = order === 'le' ? first | (second << 8) : (first << 8) | second;
    if (unit === 0) return false;
    const trailing = unit >= 0xdc00 && unit <= 0xdfff;
    if (leading !== trailing) return false;
    leading = unit >= 0xd800 && unit <= 0xdbff;
    if (unit < 0x100) latin++;
    if ((unit & 0xff) === 0) lowNuls++;
    if (unit < 0x20 && unit !== 9 && unit !== 10 && unit !== 13 && unit !== 12) controls++;
  }
  // A few units prove little: there nearly all must have the NUL.
  return latin / units >= (units < 64 ? 0.75 : 0.3) && lowNuls / units <= 0.02 && controls / units <= 0.02;
}

/** Text of UTF-16 bytes, unpaired surrogates kept as they are; a last odd byte is left out. */
export function decodeUtf16(bytes: Buffer, order: ByteOrder): string {
  const even = bytes.subarray(0, bytes.length & ~1);
  return order === 'le' ? even.toString('utf16le') : Buffer.from(even).swap16().toString('utf16le');
}

export function encodeUtf16(text: string, order: ByteOrder): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}
