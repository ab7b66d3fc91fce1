// Characters that cannot be seen: counted for a notice, escaped in one-line fields.
import { digits, listing, truncate } from './text.ts';

/**
 * Controls but tab, LF and CR; soft hyphen, marks, bidirectional controls, zero width, fillers, variation
 * selectors, tags, lone surrogates.
 */
const suspicious =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}]|\u034f|\u17b4|\u17b5|[\u180b-\u180d]|\u180f|[\ufe00-\ufe0f]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;

const joiners = new Set([0x200c, 0x200d]);
/** Compiled on first use: the property tables take half a millisecond, which the start of a server can spare. */
let properties: { readonly beforeEmojiStyle: RegExp; readonly shaped: RegExp } | undefined;

function writing(): { readonly beforeEmojiStyle: RegExp; readonly shaped: RegExp } {
  properties ??= {
    beforeEmojiStyle: /[\p{Extended_Pictographic}\p{Emoji}]$/u,
    shaped: /[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}]/u,
  };
  return properties;
}

const names: ReadonlyMap<number, string> = new Map([
  [0x00ad, 'soft hyphen'],
  [0x061c, 'Arabic letter mark'],
  [0x180e, 'Mongolian vowel separator'],
  [0x200b, 'zero width space'],
  [0x200c, 'zero width non-joiner'],
  [0x200d, 'zero width joiner'],
  [0x200e, 'left-to-right mark'],
  [0x200f, 'right-to-left mark'],
  [0x2028, 'line separator'],
  [0x2029, 'paragraph separator'],
  [0x202a, 'left-to-right embedding'],
  [0x202b, 'right-to-left embedding'],
  [0x202c, 'pop directional formatting'],
  [0x202d, 'left-to-right override'],
  [0x202e, 'right-to-left override'],
  [0x2060, 'word joiner'],
  [0x2066, 'left-to-right isolate'],
  [0x2067, 'right-to-left isolate'],
  [0x2068, 'first strong isolate'],
  [0x2069, 'pop directional isolate'],
  [0xfeff, 'zero width no-break space'],
]);

export interface HiddenCharacters {
  readonly total: number;
  /** Most frequent first. */
  readonly kinds: readonly { readonly name: string; readonly count: number }[];
}

/**
 * Counts invisible, bidirectional and control characters. Not counted: tab and line ends, a byte order mark
 * at the start, and what writing needs (joiners between letters or emoji, emoji style selectors).
 */
export function hidden(value: string): HiddenCharacters {
  const counts = new Map<string, number>();
  let total = 0;
  for (const match of value.matchAll(suspicious)) {
    if (isWriting(value, match.index, match[0])) continue;
    const name = nameOf(match[0].codePointAt(0) ?? 0);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    total += 1;
  }
  const kinds = [...counts].map(([name, amount]) => ({ name, count: amount }));
  return { total, kinds: kinds.sort((a, b) => b.count - a.count) };
}

const namedKinds = 4;

/**
 * The line for a block of its own when `value` holds hidden characters, for example
 * `[hidden: 3 invisible or control characters above: 2 U+200B zero width space, 1 U+001B control]`.
 */
export function hiddenNotice(value: string): string | undefined {
  const { total, kinds } = hidden(value);
  if (total === 0) return undefined;
  const named = kinds.slice(0, namedKinds).map((kind) => `${digits(kind.count)} ${kind.name}`);
  if (kinds.length > namedKinds) named.push(`${digits(kinds.length - namedKinds)} other kinds`);
  const characters = total === 1 ? 'character' : 'characters';
  return `[hidden: ${digits(total)} invisible or control ${characters} above: ${listing(named)}]`;
}

/**
 * A name or title as one visible line: line ends and tabs as `\n`, `\r`, `\t`, everything hidden as `\u{202e}`.
 * Cut with `...` at `length` (default 300).
 */
export function oneLine(value: string, length = 300): string {
  // Escaping only lengthens, so text beyond the limit need not be looked at.
  const start = value.length > length * 2 ? value.slice(0, length * 2) : value;
  const escaped = start
    .replaceAll(suspicious, (character: string, index: number) =>
      isWriting(start, index, character) && !(index === 0 && character === '\ufeff')
        ? character
        : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    )
    .replaceAll('\r', '\\r')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t');
  return truncate(escaped, length);
}

/** Whether the character does honest work where it stands. */
function isWriting(value: string, index: number, character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0xfeff) return index === 0;
  if (code === 0xfe0e || code === 0xfe0f)
    return writing().beforeEmojiStyle.test(characterBefore(value, index));
  if (!joiners.has(code)) return false;
  const before = characterBefore(value, index);
  const after = String.fromCodePoint(value.codePointAt(index + 1) ?? 0x20);
  return isShaped(before) && isShaped(after);
}

function isShaped(character: string): boolean {
  return (character.codePointAt(0) ?? 0) > 0x24f && writing().shaped.test(character);
}

function characterBefore(value: string, index: number): string {
  const pair = value.slice(Math.max(0, index - 2), index);
  const code = pair.codePointAt(0) ?? 0;
  return code > 0xffff ? pair : pair.slice(-1);
}

function nameOf(code: number): string {
  if (code >= 0xe0000 && code <= 0xe007f) return 'tag characters (U+E0000 to U+E007F)';
  if ((code >= 0xe0100 && code <= 0xe01ef) || (code >= 0xfe00 && code <= 0xfe0f))
    return 'variation selectors';
  const point = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  if (code >= 0xd800 && code <= 0xdfff) return 'lone surrogates';
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return `${point} control`;
  return `${point} ${names.get(code) ?? 'invisible'}`;
}
