// Whether structuredContent and the text beside it say the same.
import { isDeepStrictEqual } from 'node:util';
import { isObject, parseJson } from '@plainmcp/harness/json';
import { show } from './assert.ts';

/** Structured values stay small: programs use them, the model pays for them a second time. */
const maxStructuredBytes = 4096 + 512;

/** Complaints where the text lacks something the structure says. */
export function agreementComplaints(structured: unknown, text: string): string[] {
  const size = Buffer.byteLength(JSON.stringify(structured) ?? '');
  const found =
    size > maxStructuredBytes ? [`structuredContent has ${size} bytes; it must stay near 4 kB`] : [];
  if (isDeepStrictEqual(parseJson(text), structured)) return found;
  const missing = leaves(structured).filter((leaf) => !says(text, leaf));
  return [
    ...found,
    ...missing.map((leaf) => `structuredContent says ${show(leaf)}, the text does not: ${show(text)}`),
  ];
}

function leaves(value: unknown): (string | number)[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value === 'number') return [value];
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (isObject(value)) return Object.values(value).flatMap(leaves);
  return [];
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

function says(text: string, leaf: string | number): boolean {
  if (typeof leaf === 'number')
    return text.includes(String(leaf)) || text.includes(leaf.toLocaleString('en-US'));
  if (text.includes(leaf)) return true;
  // Times may be shorter in the text, and paths relative.
  if (isoTime.test(leaf))
    return [16, 10].some(
      (length) =>
        text.includes(leaf.slice(0, length)) || text.includes(leaf.slice(0, length).replace('T', ' ')),
    );
  return leaf.includes('/') && text.includes(leaf.slice(leaf.lastIndexOf('/') + 1));
}
