// Compiles what search_content looks for into a fast refusal by bytes and two expressions for decoded text.
import { ToolError } from '@plainmcp/protocol';
import type { ContentJob } from './jobs.ts';
import { namesLineEnd, withinLines } from './line-regex.ts';
import { requiredLiteral } from './required-literal.ts';

const maxQueryChars = 4096;

export interface Query {
  /** A file in UTF-8 or an extension of ASCII without any of these bytes has no match; empty: cannot be told. */
  readonly needles: readonly Buffer[];
  /** For text of ASCII only; global, `lastIndex` is the caller's. */
  readonly ascii: RegExp;
  /** For any other text. */
  readonly unicode: RegExp;
  /** Matches may span lines; the file must be searched in one piece. */
  readonly spansLines: boolean;
}

export type QueryOptions = Pick<ContentJob, 'query' | 'regex' | 'ignoreCase' | 'wholeWord' | 'multiline'>;

/** Throws ToolError for an empty or over-long query and for an invalid expression. */
export function compileQuery(options: QueryOptions): Query {
  const { query } = options;
  if (query === '') throw invalid('query is empty', 'Pass the text to look for.');
  if (query.length > maxQueryChars) {
    throw invalid(
      `query has ${query.length} characters; at most ${maxQueryChars} are allowed`,
      'Search for a shorter, characteristic part.',
    );
  }
  return options.regex ? compileRegex(options) : compileLiteral(options);
}

function compileLiteral({ query, ignoreCase, wholeWord }: QueryOptions): Query {
  const lines = query.split(/\r?\n/);
  const source = lines.map((line) => line.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, escapeUnit)).join('\\r?\\n');
  const flags = ignoreCase ? 'gmi' : 'gm';
  const longest = lines.reduce((best, line) => (line.length > best.length ? line : best), '');
  return {
    needles: ignoreCase || longest === '' ? [] : encodings(longest),
    ascii: new RegExp(wholeWord ? asciiWord(source) : source, flags),
    unicode: new RegExp(wholeWord ? unicodeWord(source) : source, `${flags}u`),
    spansLines: lines.length > 1,
  };
}

function compileRegex({ query, ignoreCase, wholeWord, multiline }: QueryOptions): Query {
  const { source, caseless, dotAll } = inlineFlags(query);
  const ignores = ignoreCase || caseless;
  // Escapes like \p{L} mean something else without the flag.
  const needsUnicode = /\\[pP]\{|\\u\{/.test(source);
  const strictFault = tryCompile(source, 'u');
  const unicodeFlag = strictFault === undefined ? 'u' : '';
  if (strictFault !== undefined) {
    const fault = needsUnicode ? strictFault : tryCompile(source, '');
    if (fault !== undefined) {
      throw invalid(
        `query is not a valid regular expression: ${fault}`,
        'JavaScript syntax is used; escape special characters with \\ or pass regex: false to search for the text itself.',
      );
    }
  }
  const spansLines = multiline || namesLineEnd(source);
  const wide = spansLines ? `m${multiline || dotAll ? 's' : ''}` : '';
  const flags = `g${wide}${ignores ? 'i' : ''}`;
  const lined = spansLines ? source : withinLines(source);
  const literal = ignores ? undefined : requiredLiteral(source);
  return {
    needles: literal === undefined ? [] : encodings(literal),
    ascii: new RegExp(wholeWord ? asciiWord(lined) : lined, needsUnicode ? `${flags}u` : flags),
    unicode: new RegExp(wholeWord ? unicodeWord(lined, unicodeFlag) : lined, flags + unicodeFlag),
    spansLines,
  };
}

/** Models write `(?i)` as other engines read it; JavaScript has flags only. */
function inlineFlags(query: string): { source: string; caseless: boolean; dotAll: boolean } {
  const flags = /^\(\?([imsx]+)\)/.exec(query);
  const set = flags?.[1] ?? '';
  if (flags === null || set.includes('x')) return { source: query, caseless: false, dotAll: false };
  return { source: query.slice(flags[0].length), caseless: set.includes('i'), dotAll: set.includes('s') };
}

/** What is wrong with the expression, or undefined. V8 compiles on first use, so it is used once. */
function tryCompile(source: string, flags: string): string | undefined {
  try {
    new RegExp(source, flags).exec('');
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.replace(/^Invalid regular expression: .*: (?=[^:]*$)/s, '');
  }
}

function asciiWord(source: string): string {
  return `(?<!\\w)(?:${source})(?!\\w)`;
}

function unicodeWord(source: string, flag = 'u'): string {
  return flag === '' ? asciiWord(source) : `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])`;
}

/** `-` may not be escaped under the `u` flag outside classes; as a code it always may. */
function escapeUnit(unit: string): string {
  return unit === '-' ? '\\x2d' : `\\${unit}`;
}

/** The bytes of the text in UTF-8 and, where it has them, in windows-1252. */
function encodings(text: string): Buffer[] {
  const utf8 = Buffer.from(text, 'utf8');
  if (utf8.length === text.length || /[^\u0000-\u007f\u00a0-\u00ff]/.test(text)) return [utf8];
  return [utf8, Buffer.from(text, 'latin1')];
}

function invalid(message: string, hint: string): ToolError {
  return new ToolError(message, { code: 'invalid_query', hint });
}
