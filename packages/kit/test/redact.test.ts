// Secrets do not leave, in whatever form; text without them is not touched.
import { describe, expect, it } from 'vitest';
import { Redactor } from '../src/redact.ts';

function withSecrets(...secrets: readonly string[]): Redactor {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

const odd = 'p@ss "w\\ör/d+=1';

describe('values', () => {
  it('returns the very text when nothing is registered or found', () => {
    const text = 'ghp_0123456789012345678901234567890123456';
    expect(new Redactor().values(text)).toBe(text);
    expect(withSecrets('', '   ').values(text)).toBe(text);
    expect(withSecrets('another-secret-1').values(text)).toBe(text);
  });

  it.each([
    ['plain', odd],
    ['percent-encoded', encodeURIComponent(odd)],
    ['percent-encoded in small letters', encodeURIComponent(odd).toLowerCase()],
    ['as a form field', encodeURIComponent(odd).replaceAll('%20', '+')],
    ['JSON-escaped', JSON.stringify(odd)],
    ['base64', Buffer.from(odd).toString('base64')],
    ['base64url', Buffer.from(odd).toString('base64url')],
    ['basic authorization', Buffer.from(`user:${odd}`).toString('base64')],
    ['basic authorization, other offset', Buffer.from(`us:${odd}`).toString('base64')],
    ['basic authorization, third offset', Buffer.from(`u:${odd}:x`).toString('base64')],
  ])('%s', (_, form) => {
    const clean = withSecrets(odd).values(`before ${form} after ${form}`);
    expect(clean).toContain('[redacted]');
    expect(clean).toMatch(/^before .* after /);
    expect(Buffer.from(clean, 'base64').toString()).not.toContain('ör/d');
    for (const part of [odd.slice(4), Buffer.from(odd).toString('base64').slice(2, -4), '%22w', '\\"w']) {
      expect(clean).not.toContain(part);
    }
  });

  it('registers the password of a URL, as written and decoded', () => {
    const redactor = withSecrets('postgres://ann:s3cr%40t-pass@db.example/app?sslpassword=an0ther-one');
    expect(redactor.values('login s3cr@t-pass, s3cr%40t-pass, an0ther-one at db.example as ann')).toBe(
      'login [redacted], [redacted], [redacted] at db.example as ann',
    );
    expect(withSecrets('https://ghp_abcdefgh1234@host/x').values('ghp_abcdefgh1234')).toBe('[redacted]');
  });

  it('finds a word or a short number only where it stands as a password', () => {
    const redactor = withSecrets(
      'postgres://postgres:postgres@localhost/postgres',
      'mysql://root:12345678@h',
      'x',
    );
    expect(redactor.values('postgres is up, id 12345678, x')).toBe('postgres is up, id 12345678, x');
    expect(redactor.values('postgres://postgres:postgres@localhost')).toBe(
      'postgres://postgres[redacted]localhost',
    );
  });

  it('masks the longer of two nested secrets', () => {
    expect(withSecrets('secret-1234', 'secret-1234-long').values('secret-1234-long secret-1234')).toBe(
      '[redacted] [redacted]',
    );
  });

  it('is not confused by regular expression characters or lone surrogates', () => {
    expect(withSecrets('a.*+?^$()|[]{}\\').values('xa.*+?^$()|[]{}\\x a.b')).toBe('x[redacted]x a.b');
    expect(withSecrets('bad\ud800secret1').values('bad\ud800secret1')).toBe('[redacted]');
  });
});

describe('json', () => {
  it('stays JSON and touches only strings', () => {
    const redactor = withSecrets(odd, '1234567890123456');
    const document = JSON.stringify({
      id: 1234567890123456,
      [odd]: [`x ${odd}`, '1234567890123456', 'a\\"b'],
    });
    const clean: unknown = JSON.parse(redactor.json(document));
    expect(clean).toEqual({ id: 1234567890123456, '[redacted]': ['x [redacted]', '[redacted]', 'a\\"b'] });
  });

  it('returns the very text when there is nothing to do', () => {
    const document = '{"id":12345678901234567890,"a":"\\\\"}';
    expect(withSecrets(odd).json(document)).toBe(document);
  });

  it('gets through strings full of backslashes and through no JSON at all', () => {
    const redactor = withSecrets('secret-1234');
    expect(redactor.json(JSON.stringify(['\\'.repeat(9), 'secret-1234', '\\"']))).toBe(
      JSON.stringify(['\\'.repeat(9), '[redacted]', '\\"']),
    );
    expect(redactor.json('"unfinished secret-1234')).toBe('"unfinished [redacted]');
  });
});

describe('all', () => {
  it.each([
    ['postgres://ann:hunter2@db/x', 'postgres://ann:[redacted]@db/x'],
    ['https://ghs_0123456789abcdef0123@github.com/x', 'https://[redacted]@github.com/x'],
    ['Authorization: Bearer abcdefghijklmnop.qrst', 'Authorization: Bearer [redacted]'],
    ['authorization: token abcdefghijklmnopqrst', 'authorization: token [redacted]'],
    ['ghp_0123456789abcdefghijABCDEFGHIJ012345', '[redacted]'],
    ['github_pat_0123456789abcdefghij_ABCDEF', '[redacted]'],
    ['xoxb-123456789012-abcdefghij', '[redacted]'],
    ['xoxe.xoxp-1-abcdefghijkl', '[redacted]'],
    ['xapp-1-A0000000000-1', '[redacted]'],
    ['key AKIAIOSFODNN7EXAMPLE.', 'key [redacted].'],
    ['ya29.a0AfH6SMBx1234567890abc', '[redacted]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_1', '[redacted]'],
    ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----', '[redacted]'],
    ['-----BEGIN PRIVATE KEY-----\ncut off', '[redacted]'],
    ['host=db password=hunter22 user=ann', 'host=db password=[redacted] user=ann'],
    ['{"api_key": "abcd1234"}', '{"api_key": "[redacted]"}'],
    ['https://example.com:8080/a@b?q=1', 'https://example.com:8080/a@b?q=1'],
    ['ann@example.com wrote a token', 'ann@example.com wrote a token'],
    ['the Bearer of news', 'the Bearer of news'],
  ])('%j', (text, expected) => {
    expect(new Redactor().all(text)).toBe(expected);
  });

  it('ends soon on text made to be slow', () => {
    const redactor = new Redactor();
    for (const part of [
      'a://',
      'a:',
      'Bearer ',
      '-----BEGIN PRIVATE KEY-----',
      'password=',
      'eyJ.',
      'x@',
      ':/',
    ]) {
      const text = part.repeat(20_000);
      expect(redactor.all(text).length).toBeGreaterThan(0);
    }
  });
});
