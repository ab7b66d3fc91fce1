// Takes secrets out of everything an answer says, leaving encoded media alone.
import { isObject } from '../jsonrpc.ts';

export type Redact = (text: string) => string;

/** The second argument of JSON.stringify. */
export type Replacer = (this: unknown, key: string, value: unknown) => unknown;

/** Applies `redact` to each string that is written, except base64 data of images, audio and resources. */
export function replacer(redact: Redact): Replacer {
  return function replace(this: unknown, key, value) {
    if (typeof value !== 'string') return value;
    return isMedia(this, key) ? value : redact(value);
  };
}

function isMedia(holder: unknown, key: string): boolean {
  if (!isObject(holder)) return false;
  if (key === 'blob') return 'uri' in holder;
  return key === 'data' && (holder['type'] === 'image' || holder['type'] === 'audio');
}
