// URI templates read backwards.
import { describe, expect, it } from 'vitest';
import { uriTemplate } from '../../src/features/uri-template.ts';

const cases: readonly (readonly [string, string, Record<string, string> | undefined])[] = [
  ['test://template/{id}/data', 'test://template/123/data', { id: '123' }],
  ['test://template/{id}/data', 'test://template//data', undefined],
  ['test://template/{id}/data', 'test://template/a/b/data', undefined],
  ['test://template/{id}/data', 'test://template/123/data/x', undefined],
  ['test://template/{id}/data', 'test://template/123', undefined],
  ['file://{+path}', 'file:///a/b%20c.txt', { path: '/a/b c.txt' }],
  ['pg://{schema}/{table}', 'pg://public/a%2Fb', { schema: 'public', table: 'a/b' }],
  ['r://{owner}/{repo}/{+path}', 'r://o/r/a/b/c', { owner: 'o', repo: 'r', path: 'a/b/c' }],
  ['a://{+x}/end', 'a://1/end/2/end', { x: '1/end/2' }],
  ['a://{x}', 'a://%E0%A4%A', undefined],
  ['a://{x}', 'A://1', undefined],
  ['a://{x}?q={y}', 'a://1?q=%26', { x: '1', y: '&' }],
];

describe('uriTemplate', () => {
  it.each(cases)('%s on %s', (template, uri, variables) => {
    expect(uriTemplate(template).match(uri)).toEqual(variables);
  });

  it.each([
    'a://{x}{y}',
    'a://{?q}',
    'a://{#x}',
    'a://{x',
    'a://x}',
    'a://plain',
    'a://{x}/{x}',
    'a://{__proto__}',
    'a://{a,b}',
    'a://{x*}',
  ])('refuses %s', (template) => {
    expect(() => uriTemplate(template)).toThrow(TypeError);
  });

  it('is linear: long URIs are refused, longest ones are quick', () => {
    const { match } = uriTemplate('a://{+x}/b/{+y}/c/{+z}/d');
    expect(match(`a://${'/b/c'.repeat(2000)}`)).toBeUndefined();
    expect(match(`a://${'x'.repeat(9000)}`)).toBeUndefined();
  });

  it('keeps prototype names as plain values', () => {
    const found = uriTemplate('a://{constructor}/{toString}').match('a://1/2');
    expect(Object.entries(found ?? {})).toEqual([
      ['constructor', '1'],
      ['toString', '2'],
    ]);
  });
});
