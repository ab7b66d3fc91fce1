// Secrets scrubbed on the way out: registered values everywhere, token shapes in our own words.

const mask = '[redacted]';
const shortest = 8;

/** Shapes of credentials; each keeps what says where the secret stood. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@"']{0,256}):[^\s/"']{1,512}@/gi, `$1:${mask}@`],
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s:/@"'?#]{16,512}@/gi, `$1${mask}@`],
  [/\b(Bearer|Basic|token)(\s+)[A-Za-z0-9._~+/=-]{16,}/gi, `$1$2${mask}`],
  [/\bgithub_pat_[A-Za-z0-9_]{20,}/g, mask],
  [/\bgh[pousr]_[A-Za-z0-9]{20,}/g, mask],
  [/\bxox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{10,}/g, mask],
  [/\bxapp-[A-Za-z0-9-]{10,}/g, mask],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, mask],
  [/\bya29\.[A-Za-z0-9_-]{20,}/g, mask],
  [/\bAIza[A-Za-z0-9_-]{30,}/g, mask],
  [/\b1\/\/0[A-Za-z0-9_-]{20,}/g, mask],
  [/\bglpat-[A-Za-z0-9_-]{16,}/g, mask],
  [/\bsk-[A-Za-z0-9_-]{20,}/g, mask],
  [/\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+/g, mask],
  [/-----BEGIN ([A-Z ]{0,40})PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, mask],
  [
    /\b(password|passwd|pwd|secret|api[_-]?key|access[_-]?token|auth[_-]?token)(["']?\s*[=:]\s*["']?)[^\s"'&,;]{4,}/gi,
    `$1$2${mask}`,
  ],
];

/** Holds the secrets of one process. Text passes through untouched, and at once, when there are none. */
export class Redactor {
  readonly #plain = new Set<string>();
  #forms: readonly string[] = [];

  /**
   * Registers a secret with the forms it may take on its way (percent-encoded, base64, JSON-escaped). For a URL
   * its password and, without one, its user name are registered. Values of under 8 characters or made of one
   * word or one short number are found only where they stand as a password in a URL: scrubbing `postgres`
   * everywhere would destroy answers and hide nothing.
   */
  add(secret: string | undefined): void {
    const value = secret?.trim() ?? '';
    if (value === '') return;
    for (const part of credentialsOf(value)) this.#register(part);
    if (!isUrl(value)) this.#register(value);
    this.#forms = [...this.#plain].sort((a, b) => b.length - a.length);
  }

  /** Registered secrets replaced by `[redacted]`. */
  values(text: string): string {
    let clean = text;
    for (const form of this.#forms) {
      if (clean.includes(form)) clean = clean.replaceAll(form, mask);
    }
    return clean;
  }

  /** The same for one JSON document: only inside its strings, so that it stays one. */
  json(document: string): string {
    if (!this.#forms.some((form) => document.includes(form))) return document;
    let clean = '';
    let from = 0;
    for (;;) {
      const open = document.indexOf('"', from);
      if (open === -1) return clean + document.slice(from);
      const close = closingQuote(document, open);
      clean += document.slice(from, open) + this.values(document.slice(open, close));
      from = close;
    }
  }

  /** Registered secrets and everything shaped like a credential: for errors and logs, never for content. */
  all(text: string): string {
    let clean = this.values(text);
    for (const [shape, replacement] of shapes) clean = clean.replace(shape, replacement);
    return clean;
  }

  #register(value: string): void {
    if (isWeak(value)) {
      for (const form of new Set([value, encodeURIComponent(wellFormed(value))]))
        this.#plain.add(`:${form}@`);
      return;
    }
    const percent = encodeURIComponent(wellFormed(value));
    const forms = [
      value,
      percent,
      percent.toLowerCase(),
      percent.replaceAll('%20', '+'),
      ...base64Forms(value),
    ];
    for (const form of forms) {
      if (form.length < shortest) continue;
      this.#plain.add(form);
      this.#plain.add(JSON.stringify(form).slice(1, -1));
    }
  }
}

/** Just after the quote that ends the string opened at `open`. */
function closingQuote(document: string, open: number): number {
  let index = open + 1;
  for (;;) {
    const quote = document.indexOf('"', index);
    if (quote === -1) return document.length;
    let slashes = 0;
    while (document[quote - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    index = quote + 1;
  }
}

function isWeak(value: string): boolean {
  return value.length < shortest || (value.length < 16 && /^(?:[a-z]+|[A-Z]+|[A-Z][a-z]+|\d+)$/.test(value));
}

function isUrl(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(value);
}

/** Password (or lone user name) of a URL, as written and decoded; also `password=` of a query or a DSN. */
function credentialsOf(value: string): readonly string[] {
  const found: string[] = [];
  const login = /^[a-z][a-z0-9+.-]*:\/\/(?:([^\s:/@]*):)?([^\s/]*)@/i.exec(value);
  if (login?.[2]) found.push(login[2]);
  for (const match of value.matchAll(
    /(?:^|[?&\s;])(?:password|pwd|token|access_token|key|sslpassword)=([^\s&;]+)/gi,
  )) {
    if (match[1]) found.push(match[1]);
  }
  return [...new Set(found.flatMap((part) => [part, decoded(part)]))];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function wellFormed(value: string): string {
  return value.replace(/[\ud800-\udfff]/gu, '\ufffd');
}

/** The part of the base64 text that is the same whatever stands before and after, at each of three offsets. */
function base64Forms(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8');
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const start = offset === 0 ? 0 : offset + 1;
    const whole = (bytes.length + offset) % 3 === 0 ? encoded.length : encoded.length - 1;
    const fixed = encoded.slice(start, whole);
    return [fixed, fixed.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
