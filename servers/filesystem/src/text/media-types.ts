// What a file is by its first bytes: a table of our own, small and in one place.

interface Signature {
  readonly type: string;
  /** Bytes in Latin-1 at `at`. */
  readonly magic: string;
  readonly at?: number;
  /** A second mark for containers that share the first. */
  readonly also?: { readonly magic: string; readonly at: number };
}

const signatures: readonly Signature[] = [
  { type: 'image/png', magic: '\x89PNG\r\n\x1a\n' },
  { type: 'image/jpeg', magic: '\xff\xd8\xff' },
  { type: 'image/gif', magic: 'GIF87a' },
  { type: 'image/gif', magic: 'GIF89a' },
  { type: 'image/webp', magic: 'RIFF', also: { magic: 'WEBP', at: 8 } },
  { type: 'image/bmp', magic: 'BM', also: { magic: '\0\0\0\0', at: 6 } },
  { type: 'image/avif', magic: 'ftypavif', at: 4 },
  { type: 'image/avif', magic: 'ftypavis', at: 4 },
  { type: 'image/heic', magic: 'ftypheic', at: 4 },
  { type: 'image/heic', magic: 'ftypmif1', at: 4 },
  { type: 'image/tiff', magic: 'II*\0' },
  { type: 'image/tiff', magic: 'MM\0*' },
  { type: 'image/x-icon', magic: '\0\0\x01\0' },
  { type: 'image/jxl', magic: '\0\0\0\x0cJXL ' },
  { type: 'audio/wav', magic: 'RIFF', also: { magic: 'WAVE', at: 8 } },
  { type: 'audio/mpeg', magic: 'ID3' },
  { type: 'audio/ogg', magic: 'OggS' },
  { type: 'audio/flac', magic: 'fLaC' },
  { type: 'audio/mp4', magic: 'ftypM4A', at: 4 },
  { type: 'audio/aiff', magic: 'FORM', also: { magic: 'AIFF', at: 8 } },
  { type: 'audio/midi', magic: 'MThd' },
  { type: 'video/mp4', magic: 'ftyp', at: 4 },
  { type: 'video/webm', magic: '\x1a\x45\xdf\xa3' },
  { type: 'video/x-msvideo', magic: 'RIFF', also: { magic: 'AVI ', at: 8 } },
  { type: 'application/pdf', magic: '%PDF-' },
  { type: 'application/zip', magic: 'PK\x03\x04' },
  { type: 'application/zip', magic: 'PK\x05\x06' },
  { type: 'application/gzip', magic: '\x1f\x8b\x08' },
  { type: 'application/x-bzip2', magic: 'BZh' },
  { type: 'application/x-xz', magic: '\xfd7zXZ\0' },
  { type: 'application/zstd', magic: '\x28\xb5\x2f\xfd' },
  { type: 'application/x-7z-compressed', magic: '7z\xbc\xaf\x27\x1c' },
  { type: 'application/x-tar', magic: 'ustar', at: 257 },
  { type: 'application/vnd.rar', magic: 'Rar!\x1a\x07' },
  { type: 'application/x-elf', magic: '\x7fELF' },
  { type: 'application/x-mach-binary', magic: '\xcf\xfa\xed\xfe' },
  { type: 'application/vnd.microsoft.portable-executable', magic: 'MZ', also: { magic: '\0', at: 3 } },
  { type: 'application/wasm', magic: '\0asm' },
  { type: 'application/java-vm', magic: '\xca\xfe\xba\xbe' },
  { type: 'application/vnd.sqlite3', magic: 'SQLite format 3\0' },
  { type: 'font/woff', magic: 'wOFF' },
  { type: 'font/woff2', magic: 'wOF2' },
  { type: 'font/ttf', magic: '\0\x01\0\0\0' },
  { type: 'font/otf', magic: 'OTTO' },
];

/** Bytes of a file that `mediaType` looks at. */
export const sniffBytes = 1024;

/** The MIME type that the first bytes name, or undefined: text, or unknown. */
export function mediaType(bytes: Buffer): string | undefined {
  const head = bytes.toString('latin1', 0, sniffBytes);
  for (const { type, magic, at = 0, also } of signatures)
    if (head.startsWith(magic, at) && (also === undefined || head.startsWith(also.magic, also.at)))
      return type;
  if (isMpegFrame(bytes)) return 'audio/mpeg';
  return /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->)[\s\S])*-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s/>]/i.test(
    head,
  )
    ? 'image/svg+xml'
    : undefined;
}

/** MP3 without a tag: frame sync, MPEG 1 or 2, layer III, a bit rate and a sampling rate that exist. */
function isMpegFrame(bytes: Buffer): boolean {
  const [first = 0, second = 0, third = 0] = bytes;
  const sync = first === 0xff && (second & 0xe0) === 0xe0;
  return (
    sync &&
    (second & 0x18) !== 0x08 &&
    (second & 0x06) === 0x02 &&
    third >> 4 !== 0x0f &&
    third >> 4 !== 0 &&
    (third & 0x0c) !== 0x0c
  );
}

const byExtension: ReadonlyMap<string, string> = new Map([
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.jpeg', 'image/jpeg'],
  ['.gif', 'image/gif'],
  ['.webp', 'image/webp'],
  ['.bmp', 'image/bmp'],
  ['.svg', 'image/svg+xml'],
  ['.mp3', 'audio/mpeg'],
  ['.wav', 'audio/wav'],
  ['.ogg', 'audio/ogg'],
  ['.flac', 'audio/flac'],
]);

/** The MIME type as the official server gives it: by extension alone, in lower case with its dot. */
export function officialMediaType(extension: string): string {
  return byExtension.get(extension) ?? 'application/octet-stream';
}
