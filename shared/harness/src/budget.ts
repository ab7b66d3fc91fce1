// Sizes that can be held to a budget: bytes on the wire and a deterministic estimate of tokens.

/** UTF-8 bytes of a text, or of the JSON of any other value. */
export function bytes(value: unknown): number {
  return Buffer.byteLength(asText(value));
}

/**
 * Estimated tokens, the same on every machine: about what current tokenizers count for English and code.
 * A short word is one token, longer ones one per 6 letters; 3 digits; each punctuation mark run of 2; each
 * character of scripts without spaces; a line break.
 */
export function tokens(value: unknown): number {
  let total = 0;
  for (const [part] of asText(value).matchAll(/\p{Script=Latin}+|\p{N}+|[\s]+|[\p{P}\p{S}]+|./gu)) {
    if (/^\p{Script=Latin}/u.test(part)) total += Math.ceil(part.length / 6);
    else if (/^\p{N}/u.test(part)) total += Math.ceil(part.length / 3);
    else if (/^\s/u.test(part)) total += part.includes('\n') ? 1 : Math.floor(part.length / 8);
    else if (/^[\p{P}\p{S}]/u.test(part)) total += Math.ceil(part.length / 2);
    else total += 1;
  }
  return total;
}

export interface Budget {
  readonly bytes?: number;
  readonly tokens?: number;
}

/** Throws when the value is larger than the budget. */
export function expectBudget(what: string, value: unknown, budget: Budget): void {
  const size = { bytes: bytes(value), tokens: tokens(value) };
  for (const unit of ['bytes', 'tokens'] as const) {
    const limit = budget[unit];
    if (limit !== undefined && size[unit] > limit)
      throw new Error(`${what}: ${size[unit]} ${unit}, budget ${limit}`);
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
