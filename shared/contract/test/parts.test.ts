// The parts of the judge that are easier to try alone than through a server.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementComplaints } from '../src/agreement.ts';
import { argumentsFor } from '../src/arbitrary.ts';
import { continuation, cutLine } from '../src/limits.ts';
import { disguises, leaks } from '../src/purity.ts';
import { portabilityComplaints } from '../src/schema-walk.ts';
import { callComplaints } from '../src/shapes.ts';
import { check, schemaErrors } from '../src/validator.ts';

const schema = {
  type: 'object',
  properties: {
    path: { type: 'string' },
    limit: { type: 'integer', minimum: 1, maximum: 5 },
    mode: { enum: ['a', 'b'] },
  },
  required: ['path'],
  additionalProperties: false,
};

describe('the wording of a cut', () => {
  it.each([
    '[cut: 812 of 5,004 lines shown; next: offset=813]',
    '[cut: 500 rows shown, more exist; next: cursor=1a2b]',
    '[cut: 40,000 of 93,112 characters shown; narrow: pass a smaller range]',
  ])('%s is the fixed one', (line) => {
    expect(cutLine.test(line)).toBe(true);
  });

  it.each([
    '(truncated)',
    '[cut: some lines shown]',
    '[cut: 5 of 6 lines shown; more: x]',
    'text [cut: 5 of 6 lines shown]',
  ])('%s is not', (line) => {
    expect(cutLine.test(line)).toBe(false);
  });

  it('gives the arguments that continue, in the type of the schema', () => {
    const tool = { inputSchema: { properties: { offset: { type: 'integer' }, cursor: { type: 'string' } } } };
    expect(continuation('[cut: 1 of 2 lines shown; next: offset=1,813]', tool)).toEqual({ offset: 1813 });
    expect(continuation('[cut: 1 of 2 lines shown; next: cursor=12]', tool)).toEqual({ cursor: '12' });
    expect(continuation('[cut: 1 of 2 lines shown; narrow: less]', tool)).toBeUndefined();
    expect(() => continuation('[cut: 1 of 2 lines shown; next: page=2]', tool)).toThrow('names page');
  });
});

describe('agreement of text and structure', () => {
  it('takes JSON, or text that holds every value', () => {
    expect(agreementComplaints({ a: 1, b: ['x'] }, '{"b":["x"],"a":1}')).toEqual([]);
    expect(
      agreementComplaints(
        { size: 12_345, at: '2026-01-02T03:04:05.678Z', ok: true },
        '12,345 bytes, 2026-01-02 03:04',
      ),
    ).toEqual([]);
  });

  it('names what is missing, and what is too large', () => {
    expect(agreementComplaints({ size: 7 }, 'small')).toHaveLength(1);
    expect(agreementComplaints({ text: 'x'.repeat(6000) }, 'x'.repeat(6000))[0]).toContain('6011 bytes');
  });
});

describe('secrets', () => {
  it('are found in every disguise', () => {
    for (const text of [
      'a p@ss/word b',
      `x ${Buffer.from('p@ss/word').toString('base64')}`,
      'x=p%40ss%2Fword',
    ]) {
      expect(leaks(text, disguises('p@ss/word'), 'stdout')).not.toEqual([]);
    }
    expect(leaks('nothing here', disguises('p@ss/word'), 'stdout')).toEqual([]);
  });
});

describe('schemas', () => {
  it('that are portable and valid pass', () => {
    const map = { type: 'object', additionalProperties: { type: 'string' } };
    const nested = {
      ...schema,
      properties: {
        ...schema.properties,
        env: map,
        any: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
      },
    };
    expect([...portabilityComplaints(nested), ...schemaErrors(nested)]).toEqual([]);
  });

  it.each([
    [{ type: 'array' }, 'root must have type'],
    [{ ...schema, additionalProperties: true }, 'false at the root'],
    [
      {
        ...schema,
        properties: { a: { type: 'array', items: { type: 'object', properties: {} } } },
        required: [],
      },
      '/a/items',
    ],
    [{ ...schema, properties: { a: { anyOf: [{ $ref: '#' }] } }, required: [] }, '$ref at /a/anyOf/0'],
    [{ ...schema, $defs: {} }, '$defs'],
  ])('%j is named', (bad, says) => {
    expect(portabilityComplaints(bad).join('\n')).toContain(says);
  });

  it('values are checked by ajv', () => {
    expect(check(schema, { path: 'x', limit: 5 })).toEqual([]);
    expect(check(schema, { limit: 9 }).join()).toMatch(/path.*limit|limit.*path/s);
    expect(schemaErrors({ type: 'nonsense' })).not.toEqual([]);
  });
});

describe('arguments made for a schema', () => {
  it('are partly valid, partly not, and the same for the same seed', () => {
    const make = (): unknown[] =>
      fc.sample(argumentsFor(schema, [{ path: 'sample' }]), { numRuns: 300, seed: 1 });
    const made = make();
    const valid = made.filter((value) => check(schema, value).length === 0).length;
    expect(valid).toBeGreaterThan(60);
    expect(valid).toBeLessThan(280);
    expect(JSON.stringify(make())).toBe(JSON.stringify(made));
  });
});

describe('results', () => {
  const text = { type: 'text', text: 'x' };
  const info = { 'io.modelcontextprotocol/serverInfo': { name: 'a', version: '1' } };

  it('of each era pass in their own shape', () => {
    expect(callComplaints('2024-11-05', { content: [text] })).toEqual([]);
    expect(callComplaints('2026-07-28', { resultType: 'complete', content: [text], _meta: info })).toEqual(
      [],
    );
  });

  it.each([
    [
      '2024-11-05',
      { content: [{ type: 'audio', data: '', mimeType: 'audio/wav' }] },
      'audio blocks are unknown',
    ],
    [
      '2025-03-26',
      { content: [{ type: 'resource_link', uri: 'a:b', name: 'b' }] },
      'resource_link blocks are unknown',
    ],
    ['2025-11-25', { content: [text], structuredContent: [1] }, 'must be an object in legacy'],
    ['2025-11-25', { content: [] }, 'content is empty'],
    ['2025-11-25', { content: [text], toolResult: 1 }, 'has no field toolResult'],
    ['2025-11-25', { content: [{ type: 'resource', resource: { uri: 'a:b' } }] }, 'one of text and blob'],
    ['2026-07-28', { resultType: 'complete', content: [text], _meta: info, ttlMs: 1 }, 'no caching fields'],
    ['2026-07-28', { resultType: 'complete', content: [text] }, 'must name the server'],
  ] as const)('in %s %j is named', (revision, result, says) => {
    expect(callComplaints(revision, result).join('\n')).toContain(says);
  });
});
