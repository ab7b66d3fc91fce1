// Request ids and progress tokens as the JSON text they are echoed in, digit for digit.
import { memberText } from './raw-json.ts';

/** From here on a double may hide a fraction or other digits than were sent. */
const EXACT = 2 ** 50;

/** Ids and tokens are echoed, tokens again and again: nobody needs longer ones. */
export const MAX_ID = 4096;

const INTEGER = /^-?(?:0|[1-9]\d*)$/;

/**
 * The JSON text of an id or token (also its key in maps: `"1"` and `1` differ), or undefined when it is
 * neither a string nor an integer, or longer than 4,096 characters. `path` leads to it in the message `text` and is followed only for
 * numbers that JSON.parse cannot hold exactly.
 */
export function idText(id: unknown, text: string, path: readonly string[]): string | undefined {
  if (typeof id === 'number') {
    if (Number.isInteger(id) && id < EXACT && id > -EXACT && (id !== 0 || !Object.is(id, -0)))
      return String(id);
    let raw: string | undefined = text;
    for (const key of path) raw = raw === undefined ? undefined : memberText(raw, key);
    return raw !== undefined && raw.length <= MAX_ID && INTEGER.test(raw) ? raw : undefined;
  }
  return typeof id === 'string' && id.length <= MAX_ID ? JSON.stringify(id) : undefined;
}
