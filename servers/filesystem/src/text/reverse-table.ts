// The way back from characters to bytes, found by decoding every byte sequence an encoding can have.
import type { Charset } from './charset.ts';
import { decode, isSingleByte } from './decode.ts';

type Table = ReadonlyMap<string, readonly number[]>;

const tables = new Map<string, Table>();

/** Bytes of each character of a WHATWG encoding other than UTF-8 and UTF-16; built once per encoding. */
export function reverseTable(name: string): Table {
  const known = tables.get(name);
  if (known !== undefined) return known;
  const charset: Charset = { name, bom: 0, because: 'given' };
  const table = new Map<string, readonly number[]>();
  for (let byte = 0; byte < 256; byte++) probe(charset, table, [[byte]]);
  if (!isSingleByte(name)) {
    for (let lead = 0x81; lead <= 0xfe; lead++) probe(charset, table, pairs(lead));
    if (name === 'gb18030') for (let lead = 0x81; lead <= 0x84; lead++) probe(charset, table, quads(lead));
  }
  tables.set(name, table);
  return table;
}

/** Decodes many sequences in one go, parted by line feeds, which no sequence contains. */
function probe(
  charset: Charset,
  table: Map<string, readonly number[]>,
  sequences: readonly (readonly number[])[],
): void {
  const texts = decode(charset, Buffer.from(sequences.flatMap((bytes) => [...bytes, 0x0a]))).split('\n');
  if (texts.length !== sequences.length + 1) return;
  for (const [i, bytes] of sequences.entries()) {
    const char = texts[i] ?? '';
    const isOne = [...char].length === 1 && char !== '\ufffd';
    if (isOne && !table.has(char)) table.set(char, bytes);
  }
}

function pairs(lead: number): number[][] {
  return range(0x40, 0xfe).map((trail) => [lead, trail]);
}

function quads(lead: number): number[][] {
  return range(0x30, 0x39).flatMap((second) =>
    range(0x81, 0xfe).flatMap((third) => range(0x30, 0x39).map((fourth) => [lead, second, third, fourth])),
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
