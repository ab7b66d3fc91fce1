// The TypeScript types schemas infer to.
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import type { Json } from '../src/jsonrpc.ts';
import {
  type FormValue,
  type Infer,
  isFlatForm,
  jsonSchema,
  type SchemaLike,
  t,
  toSchema,
} from '../src/schema.ts';

/** Shaped like `tool()`: the input type must come from the schema alone. */
function takes<I>(definition: { input: SchemaLike<I>; run(input: I): string }): SchemaLike<I> {
  return definition.input;
}

describe('types', () => {
  it('makes optional keys absent, not undefined, and default keys present', () => {
    const schema = t.object({
      path: t.string('x'),
      limit: t.int('y', { min: 1 }).optional(),
      n: t.int().default(1),
    });
    expectTypeOf<Infer<typeof schema>>().toEqualTypeOf<{ path: string; limit?: number; n: number }>();
    expect(schema.parse({ path: 'a' })).toEqual({ ok: true, value: { path: 'a', n: 1 } });
  });

  it('infers every kind', () => {
    const schema = t.object({
      e: t.enum(['a', 'b']),
      l: t.literal(3),
      a: t.array(t.object({ x: t.boolean().optional() })),
      r: t.record(t.number()),
      n: t.nullable(t.string()),
      j: t.json(),
      u: t.union('k', [
        t.object({ k: t.literal('a'), x: t.int() }),
        t.object({ k: t.literal('b'), y: t.string() }),
      ]),
    });
    expectTypeOf<Infer<typeof schema>>().toEqualTypeOf<{
      e: 'a' | 'b';
      l: 3;
      a: { x?: boolean }[];
      r: Record<string, number>;
      n: string | null;
      j: Json;
      u: { k: 'a'; x: number } | { k: 'b'; y: string };
    }>();
    const value = { e: 'a', l: 3, a: [{}], r: {}, n: null, j: [1], u: { k: 'a', x: 1 } };
    expect(schema.parse(value)).toEqual({ ok: true, value });
  });

  it('infers the output type of every accepted kind of schema', () => {
    const ours = takes({
      input: t.object({ a: t.string(), b: t.int().optional() }),
      run: (input) => {
        expectTypeOf(input).toEqualTypeOf<{ a: string; b?: number }>();
        return input.a;
      },
    });
    const zod = takes({
      input: z.object({ a: z.string(), b: z.number().default(1) }),
      run: (input) => {
        expectTypeOf(input).toEqualTypeOf<{ a: string; b: number }>();
        return input.a;
      },
    });
    const ark = takes({
      input: type({ a: 'string', 'b?': 'number' }),
      run: (input) => {
        expectTypeOf(input).toEqualTypeOf<{ a: string; b?: number }>();
        return input.a;
      },
    });
    const valibot = takes({
      input: toStandardJsonSchema(v.object({ a: v.string(), b: v.optional(v.number(), 2) })),
      run: (input) => {
        expectTypeOf(input).toEqualTypeOf<{ a: string; b: number }>();
        return input.a;
      },
    });
    const raw = takes({
      input: jsonSchema({ type: 'object' }, (value) => ({ ok: true, value: { a: String(value) } })),
      run: (input) => {
        expectTypeOf(input).toEqualTypeOf<{ a: string }>();
        return input.a;
      },
    });
    for (const like of [ours, zod, ark, valibot, raw])
      expect(toSchema(like).jsonSchema['type']).toBe('object');
    const unchecked = jsonSchema({ type: 'object' });
    expectTypeOf<Infer<typeof unchecked>>().toEqualTypeOf<unknown>();
    expectTypeOf<Infer<typeof zod>>().toEqualTypeOf<{ a: string; b: number }>();
  });

  it('tells flat forms from others', () => {
    const flat = t.object({
      a: t.string().optional(),
      b: t.enum(['x']),
      c: t.array(t.enum(['y'])),
      d: t.int(),
    });
    const nested = t.object({ a: t.object({ b: t.string() }) });
    expectTypeOf<Infer<typeof flat>>().toExtend<FormValue>();
    expectTypeOf<Infer<typeof nested>>().not.toExtend<FormValue>();
    expect(isFlatForm(flat.jsonSchema)).toBe(true);
    expect(isFlatForm(nested.jsonSchema)).toBe(false);
  });

  it('refuses a default of another type and optional array items', () => {
    expectTypeOf(t.int().default).parameter(0).toEqualTypeOf<number>();
    expectTypeOf(t.string().optional()).not.toExtend<Parameters<typeof t.array>[0]>();
    expect(t.int().default(1).jsonSchema['default']).toBe(1);
  });
});
