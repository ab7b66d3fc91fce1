// Sealed text that travels through the client: AES-256-GCM, bound, short-lived, and single-use in one process.
import { ProtocolError, ToolError } from '../errors.ts';
import { ErrorCode, isObject } from '../jsonrpc.ts';

const LIFE_MS = 10 * 60 * 1000;
const MAX_CHARS = 32 * 1024;
/** Sealed texts that may be on their way at once; the oldest is forgotten, and refused, beyond that. */
const MAX_OUTSTANDING = 10_000;
const IV_BYTES = 12;
const TAG_BYTES = 16;

type Crypto = typeof import('node:crypto');

let loading: Promise<Crypto> | undefined;

/** node:crypto, loaded when it is first needed: most processes never do. */
function crypto(): Promise<Crypto> {
  loading ??= import('node:crypto');
  return loading;
}

/** The SHA-256 of `text`, base64url. */
export async function digest(text: string): Promise<string> {
  const { createHash } = await crypto();
  return createHash('sha256').update(text).digest('base64url');
}

function refused(): ProtocolError {
  return new ProtocolError(
    ErrorCode.invalidParams,
    'requestState was refused: it is altered, older than 10 minutes, already used, or of another request. Send the request again without requestState and inputResponses.',
  );
}

export class Sealer {
  readonly #secret: string | Uint8Array | undefined;
  #key: Promise<Uint8Array> | undefined;
  /** Nonces given out and not yet back, oldest first. */
  readonly #outstanding = new Set<string>();

  /**
   * With a `secret` (16 characters or more) any process that has it can open what this one sealed; then a text
   * can be used again until it expires. Without one the key is random and each text opens once.
   */
  constructor(secret: string | Uint8Array | undefined) {
    if (secret !== undefined && secret.length < 16)
      throw new TypeError('sealKey needs at least 16 characters');
    this.#secret = secret;
  }

  /** Seals a JSON value for `binding`. Throws ToolError when it is too large to travel (32 kB). */
  async seal(value: unknown, binding: string): Promise<string> {
    const { createCipheriv, randomBytes } = await crypto();
    const nonce = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', await this.#keyBytes(), nonce).setAAD(Buffer.from(binding));
    const body = JSON.stringify({ expires: Date.now() + LIFE_MS, value });
    const sealed = Buffer.concat([nonce, cipher.update(body, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    const text = sealed.toString('base64url');
    if (text.length > MAX_CHARS)
      throw new ToolError('The answers so far are too long to be carried along (32 kB).');
    this.#remember(nonce.toString('base64url'));
    return text;
  }

  /** What was sealed for `binding`. Throws ProtocolError -32602 for whatever is not exactly that. */
  async open(text: string, binding: string): Promise<unknown> {
    const sealed = Buffer.from(text.length > MAX_CHARS ? '' : text, 'base64url');
    // Decoding skips what is not base64url: only the one spelling counts.
    if (sealed.length <= IV_BYTES + TAG_BYTES || sealed.toString('base64url') !== text) throw refused();
    const nonce = sealed.subarray(0, IV_BYTES);
    const opened = await this.#decrypt(sealed, nonce, binding);
    if (!isObject(opened) || typeof opened['expires'] !== 'number' || opened['expires'] < Date.now())
      throw refused();
    if (this.#secret === undefined && !this.#outstanding.delete(nonce.toString('base64url'))) throw refused();
    return opened['value'];
  }

  async #decrypt(sealed: Buffer, nonce: Buffer, binding: string): Promise<unknown> {
    const { createDecipheriv } = await crypto();
    const key = await this.#keyBytes();
    try {
      const end = sealed.length - TAG_BYTES;
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(binding))
        .setAuthTag(sealed.subarray(end));
      const body = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, end)), decipher.final()]);
      return JSON.parse(body.toString('utf8'));
    } catch {
      throw refused();
    }
  }

  #keyBytes(): Promise<Uint8Array> {
    this.#key ??= crypto().then(({ hkdfSync, randomBytes }) =>
      this.#secret === undefined
        ? randomBytes(32)
        : new Uint8Array(hkdfSync('sha256', this.#secret, '', 'plainmcp requestState', 32)),
    );
    return this.#key;
  }

  #remember(nonce: string): void {
    if (this.#secret !== undefined) return;
    if (this.#outstanding.size >= MAX_OUTSTANDING) {
      for (const oldest of this.#outstanding) {
        this.#outstanding.delete(oldest);
        break;
      }
    }
    this.#outstanding.add(nonce);
  }
}
