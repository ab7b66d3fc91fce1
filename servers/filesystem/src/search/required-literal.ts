// The longest text that every match of a regular expression contains: files without it need not be decoded.
import { tokens } from './line-regex.ts';

const minLength = 3;
const special = /^[.^$|?*+(){}]$/;

/** Undefined when no text of three or more characters is certain. For expressions that respect case. */
export function requiredLiteral(source: string): string | undefined {
  let best = '';
  let run: string[] = [];
  const close = () => {
    const text = run.join('');
    if (text.length > best.length) best = text;
    run = [];
  };
  const all = tokens(source);
  for (let index = 0; index < all.length; index += 1) {
    const token = all[index] ?? '';
    if (token === '|') return undefined;
    if (token === '(') {
      close();
      index = groupEnd(all, index);
    } else if (token === '*' || token === '?' || token === '{') {
      // What stands before may be absent.
      run.pop();
      close();
      if (token === '{') while (index < all.length && all[index] !== '}') index += 1;
    } else {
      const character = literalOf(token);
      if (character === undefined) close();
      else run.push(character);
    }
  }
  close();
  return best.length >= minLength ? best : undefined;
}

function groupEnd(all: readonly string[], start: number): number {
  let depth = 0;
  for (let index = start; index < all.length; index += 1) {
    if (all[index] === '(') depth += 1;
    else if (all[index] === ')') depth -= 1;
    if (depth === 0) return index;
  }
  return all.length;
}

/** The character a token stands for by itself. */
function literalOf(token: string): string | undefined {
  if (token.length === 1) return special.test(token) || isSurrogate(token) ? undefined : token;
  if (token.length === 2 && token.startsWith('\\') && !/[A-Za-z0-9]/.test(token[1] ?? '')) return token[1];
  return undefined;
}

/** A quantifier after half a pair would be misread: such characters end a run. */
function isSurrogate(unit: string): boolean {
  const code = unit.charCodeAt(0);
  return code >= 0xd800 && code <= 0xdfff;
}
