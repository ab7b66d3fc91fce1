// The table itself: completed, typed, and refused when it contradicts itself.
import { describe, expect, it } from 'vitest';
import { defineOptions } from '../src/options.ts';
import { parseOptions } from '../src/parse-options.ts';
import { sample } from './sample-table.ts';

describe('defineOptions', () => {
  it('types each value from its option', () => {
    const { values } = parseOptions(sample, [], {});
    const typed: {
      readonly dirs: readonly string[];
      readonly allowDelete: 'no' | 'trash' | 'permanent';
      readonly deny: readonly string[];
      readonly access: 'read' | 'write';
      readonly mode: 'fast' | 'safe' | undefined;
      readonly maxBytes: number | undefined;
      readonly caFile: string | undefined;
      readonly region: string;
      readonly token: string | undefined;
      readonly readOnly: boolean;
      readonly maxOutputChars: number;
      readonly timeout: number;
    } = values;
    expect(typed).toMatchObject({
      dirs: [],
      allowDelete: 'no',
      deny: [],
      access: 'read',
      mode: undefined,
      maxBytes: undefined,
      caFile: undefined,
      region: 'eu',
      token: undefined,
      readOnly: false,
      maxOutputChars: 40_000,
      timeout: 60,
    });
  });

  it('takes a server’s own defaults for common options', () => {
    const table = defineOptions({ server: 's', positionals: {}, options: {}, defaults: { timeout: 30 } });
    const { values } = parseOptions(table, [], {});
    expect([values.timeout, values.maxOutputChars]).toEqual([30, 40_000]);
  });

  it.each([
    [
      'a common name',
      () =>
        defineOptions({ server: 's', positionals: {}, options: { help: { kind: 'flag', description: '' } } }),
      /"help" is declared twice/,
    ],
    [
      'one name twice',
      () =>
        defineOptions({
          server: 's',
          positionals: { url: { kind: 'string', description: '' } },
          options: { url: { kind: 'string', description: '' } },
        }),
      /"url" is declared twice/,
    ],
    [
      'a name in kebab case',
      () =>
        defineOptions({
          server: 's',
          positionals: {},
          options: { 'a-b': { kind: 'flag', description: '' } },
        }),
      /"a-b" is not camelCase/,
    ],
    [
      'a list before another positional',
      () =>
        defineOptions({
          server: 's',
          positionals: { all: { kind: 'list', description: '' }, one: { kind: 'string', description: '' } },
          options: {},
        }),
      /"all" is a list but not the last/,
    ],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
