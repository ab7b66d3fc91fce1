// The string formats `t` checks, by example (RFC 3339, 3986, 5321).
import { describe, expect, it } from 'vitest';
import { hasFormat } from '../src/schema/formats.ts';
import { type Format, t } from '../src/schema.ts';

const CASES: {
  readonly [F in Format]: { readonly good: readonly string[]; readonly bad: readonly string[] };
} = {
  email: {
    good: ['a@b.co', 'first.last+tag@sub.example.org', "o'brien@example.com", 'a@localhost'],
    bad: [
      '',
      'a',
      '@b.co',
      'a@',
      'a@b..co',
      '.a@b.co',
      'a.@b.co',
      'a..b@c.co',
      'a@-b.co',
      'a@b-.co',
      'a b@c.co',
      'a@b.co\n',
    ],
  },
  uri: {
    good: [
      'https://example.org',
      'http://[::1]:8080/a?b=c#d',
      'mailto:a@b.co',
      'urn:isbn:1',
      'file:///a%20b',
      'data:,x',
    ],
    bad: [
      '',
      'example.org',
      '/a/b',
      '//host/a',
      'https://a b',
      'http://a/%zz',
      'http://a/%',
      'http:/[::1]',
      'http://a/<b>',
      'http://a/\u00e9',
      ':a',
    ],
  },
  date: {
    good: ['2024-02-29', '1900-12-31', '0000-01-01'],
    bad: [
      '2023-02-29',
      '1900-02-29',
      '2024-13-01',
      '2024-00-01',
      '2024-04-31',
      '2024-4-1',
      '24-04-01',
      '2024-04-01Z',
      ' 2024-04-01',
      '20240401',
    ],
  },
  'date-time': {
    good: [
      '2024-02-29T23:59:59Z',
      '2024-02-29t23:59:59.123456z',
      '2024-02-29T00:00:00+14:00',
      '1998-12-31T23:59:60Z',
      '1998-12-31T15:59:60-08:00',
    ],
    bad: [
      '2024-02-30T00:00:00Z',
      '2024-02-29 00:00:00Z',
      '2024-02-29T24:00:00Z',
      '2024-02-29T00:60:00Z',
      '2024-02-29T00:00:61Z',
      '2024-02-29T00:00:00',
      '2024-02-29T00:00:00+24:00',
      '1998-12-31T22:59:60Z',
      '2024-02-29T00:00:00.Z',
      '2024-02-29',
    ],
  },
};

const rows = (kind: 'good' | 'bad'): (readonly [Format, string])[] =>
  [...new Set<Format>(['email', 'uri', 'date', 'date-time'])].flatMap((format) =>
    CASES[format][kind].map((text): readonly [Format, string] => [format, text]),
  );

describe('formats', () => {
  it.each(rows('good'))('%s takes %j', (format, text) => {
    expect(t.string('', { format }).parse(text)).toEqual({ ok: true, value: text });
  });

  it.each(rows('bad'))('%s refuses %j', (format, text) => {
    expect(t.string('', { format }).parse(text).ok).toBe(false);
  });

  it('refuse what is too long, whatever it is', () => {
    expect(hasFormat('uri', `https://example.org/${'a'.repeat(4000)}`)).toBe(true);
    expect(hasFormat('uri', `https://example.org/${'a'.repeat(5000)}`)).toBe(false);
    expect(hasFormat('email', `${'a.'.repeat(1_000_000)}@b.co`)).toBe(false);
  });
});
