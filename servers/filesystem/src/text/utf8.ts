// Tells sound UTF-8 from damaged UTF-8 and from bytes that were never UTF-8.
import { isUtf8 } from 'node:buffer';

export interface Utf8Survey {
  /** Multi-byte characters that are sound. */
  readonly sound: number;
  /** Bytes that belong to no character. */
  readonly stray: number;
}

/** How many bytes the character led by `lead` should have; 0 when `lead` cannot lead. */
function lengthOf(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** The range the second byte must lie in: shuts out overlong forms, surrogates and code points over 10FFFF. */
function secondRange(lead: number): readonly [low: number, high: number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  return lead === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
}

/** Length of the sound character at `at`, or 0. */
export function soundLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const length = lengthOf(lead);
  if (length <= 1) return length;
  const [low, high] = secondRange(lead);
  const second = bytes[at + 1] ?? 0;
  if (second < low || second > high) return 0;
  for (let i = at + 2; i < at + length; i++) {
    const next = bytes[i] ?? 0;
    if (next < 0x80 || next > 0xbf) return 0;
  }
  return length;
}

/** Counts sound multi-byte characters and stray bytes. */
export function surveyUtf8(bytes: Uint8Array): Utf8Survey {
  let sound = 0;
  let stray = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = soundLength(bytes, at);
    if (length === 0) stray++;
    else if (length > 1) sound++;
    at += length || 1;
  }
  return { sound, stray };
}

/** Where the bytes end when a character cut off at the very end is left out. */
export function endOfWhole(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return lengthOf(byte) > back ? bytes.length - back : bytes.length;
    if (byte < 0x80) break;
  }
  return bytes.length;
}

/** Whether the bytes are sound UTF-8; with `cut`, a character cut off at the end is forgiven. */
export function isSoundUtf8(bytes: Uint8Array, cut: boolean): boolean {
  return isUtf8(cut ? bytes.subarray(0, endOfWhole(bytes)) : bytes);
}
