// Takes secrets out of everything an answer says, leaving encoded media alone.
import { isObject } from '../jsonrpc.ts';

export type Redact = (text: string) => string;

/** The second argument of JSON.stringify. */
export type Replacer = (this: unknown, key: string, value: unknown) => unknown;

/** Applies `redact` to each string that is written, except base64 media and the URL a person is sent to. */
export function replacer(redact: Redact): Replacer {
  return function replace(this: unknown, key, value) {
    if (typeof value !== 'string') return value;
    return isExempt(this, key) ? value : redact(value);
  };
}

function isExempt(holder: unknown, key: string): boolean {
  if (!isObject(holder)) return false;
  if (key === 'blob') return 'uri' in holder;
  if (key === 'url') return holder['mode'] === 'url';
  return key === 'data' && (holder['type'] === 'image' || holder['type'] === 'audio');
}
