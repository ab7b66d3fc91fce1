// Command line and environment: precedence, every kind, everything a person can mistype.
import { homedir } from 'node:os';
import { delimiter, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defineOptions } from '../src/options.ts';
import { parseOptions } from '../src/parse-options.ts';
import { sample } from './sample-table.ts';
import { variable } from './variable.ts';

const unexpanded = `holds a literal ${variable('...')}: the client did not replace it; set the value or remove the entry`;

const parse = (argv: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  parseOptions(sample, argv, env);

describe('values', () => {
  it.each([
    [['--read-only'], { readOnly: true }],
    [['--read-only=false'], { readOnly: false }],
    [['--read-only', '--no-such=1', '--read-only=off'], { readOnly: false }],
    [['--allow-delete'], { allowDelete: 'trash' }],
    [['--allow-delete=permanent'], { allowDelete: 'permanent' }],
    [['--allow-delete=no'], { allowDelete: 'no' }],
    [['--allow-delete', 'a'], { allowDelete: 'trash', dirs: ['a'] }],
    [['--max-bytes', '10'], { maxBytes: 10 }],
    [['--max-bytes=1000'], { maxBytes: 1000 }],
    [['--max-bytes=20', '--max-bytes=30'], { maxBytes: 30 }],
    [['--access=write'], { access: 'write' }],
    [['--deny', '*.{a,b}', '--deny=x y'], { deny: ['*.{a,b}', 'x y'] }],
    [['--tools', 'a, b,,c,', '--tools=d,a'], { tools: ['a', 'b', 'c', 'd'] }],
    [['one', '--', '--two', '-3'], { dirs: ['one', '--two', '-3'] }],
    [['one', 'one'], { dirs: ['one'] }],
    [['--region=-west'], { region: '-west' }],
    [['--region', '__proto__'], { region: '__proto__' }],
  ])('%j', (argv, expected) => {
    expect(parse(argv).values).toMatchObject(expected);
  });

  it('expands ~ in paths and nothing else', () => {
    const { values } = parse(['~', '~/notes', '~ann/notes', '--ca-file=~/ca.pem', '--region=~']);
    expect(values.dirs).toEqual([homedir(), `${homedir()}/notes`, '~ann/notes']);
    expect([values.caFile, values.region]).toEqual([`${homedir()}/ca.pem`, '~']);
  });
});

describe('environment', () => {
  it('stands in for every option, after the argument and before the default', () => {
    const env = {
      PLAINMCP_SAMPLE_REGION: 'us',
      PLAINMCP_SAMPLE_READ_ONLY: 'YES',
      PLAINMCP_SAMPLE_ALLOW_DELETE: 'true',
      PLAINMCP_SAMPLE_MAX_OUTPUT_CHARS: '5000',
      PLAINMCP_SAMPLE_DIRS: ['a', `b${sep}c`].join(delimiter),
      PLAINMCP_SAMPLE_DENY: '*.{a,b}\n*.pem\r\n',
      PLAINMCP_SAMPLE_SEAL: 'key',
    };
    const { values, faults, given } = parse(['--region', 'asia'], env);
    expect(faults).toEqual([]);
    expect(values).toMatchObject({
      region: 'asia',
      readOnly: true,
      allowDelete: 'trash',
      maxOutputChars: 5000,
      dirs: ['a', `b${sep}c`],
      deny: ['*.{a,b}', '*.pem'],
      seal: 'key',
    });
    expect(given.get('region')).toMatchObject({ name: '--region', environment: false });
    expect(given.get('deny')).toMatchObject({ name: 'PLAINMCP_SAMPLE_DENY', environment: true });
  });

  it('accepts other names, ours first; empty counts as unset', () => {
    expect(parse([], { SAMPLE_TOKEN: 'theirs' }).values.token).toBe('theirs');
    expect(parse([], { SAMPLE_TOKEN: 'theirs', PLAINMCP_SAMPLE_TOKEN: 'ours' }).values.token).toBe('ours');
    expect(parse([], { SAMPLE_TOKEN: 'theirs', PLAINMCP_SAMPLE_TOKEN: ' ' }).values.token).toBe('theirs');
    expect(parse([], { PLAINMCP_SAMPLE_READ_ONLY: '', PLAINMCP_SAMPLE_MAX_BYTES: '' }).faults).toEqual([]);
  });

  it('has no twins of options that print something and exit', () => {
    expect(parse([], { PLAINMCP_SAMPLE_HELP: 'true', PLAINMCP_SAMPLE_CHECK: 'true' }).common).toMatchObject({
      help: false,
      check: false,
    });
  });
});

describe('usage errors', () => {
  it.each([
    [['--raed-only'], 'unknown option --raed-only; did you mean --read-only?'],
    [['--readonly'], 'unknown option --readonly; did you mean --read-only?'],
    [['--timeot=5'], 'unknown option --timeot; did you mean --timeout?'],
    [['-v'], 'unknown option -v'],
    [['-xyz'], 'unknown option -xyz'],
    [['--zzzzzzzzzz'], 'unknown option --zzzzzzzzzz'],
    [['--seal=abc'], 'unknown option --seal'],
    [['--a\u001b[2J\n'], 'unknown option --a\\u{1b}[2J\\n'],
    [['--print-config', 'emacs'], /^--print-config must be claude-desktop, .* or gemini, not "emacs"$/],
    [['--print-config'], '--print-config needs a value'],
    [['--help=perhaps'], '--help must be true or false, not "perhaps"'],
  ])('%j', (argv, message) => {
    const { usageError } = parse(argv);
    if (typeof message === 'string') expect(usageError).toBe(message);
    else expect(usageError).toMatch(message);
  });

  it('is not raised by -h', () => {
    expect(parse(['-h'])).toMatchObject({ usageError: undefined, common: { help: true } });
  });
});

describe('faults leave the default and say what is allowed', () => {
  it.each([
    [['--max-bytes=9'], '--max-bytes must be a whole number of bytes from 10 to 1,000, not "9"'],
    [['--max-bytes=1001'], '--max-bytes must be a whole number of bytes from 10 to 1,000, not "1001"'],
    [['--max-bytes=1e2'], '--max-bytes must be a whole number of bytes from 10 to 1,000, not "1e2"'],
    [['--max-bytes=0x20'], '--max-bytes must be a whole number of bytes from 10 to 1,000, not "0x20"'],
    [['--max-bytes', ' 20'], '--max-bytes must be a whole number of bytes from 10 to 1,000, not " 20"'],
    [
      ['--max-bytes=Infinity'],
      '--max-bytes must be a whole number of bytes from 10 to 1,000, not "Infinity"',
    ],
    [['--max-bytes'], '--max-bytes needs a value'],
    [['--max-bytes='], '--max-bytes needs a value'],
    [['--max-bytes', '--read-only'], '--max-bytes needs a value'],
    [['--read-only=perhaps'], '--read-only must be true or false, not "perhaps"'],
    [['--access=root'], '--access must be read or write, not "root"'],
    [['--allow-delete=all'], '--allow-delete must be no, trash or permanent, not "all"'],
    [['--tools='], '--tools needs a value'],
    [['--tools', ','], '--tools needs a value'],
    [['--region=a\0b'], '--region holds a NUL character'],
    [['a\0b'], 'DIR holds a NUL character'],
    [['--ca-file=a\0b'], '--ca-file holds a NUL character'],
    [[`--region=${variable('REGION')}`], `--region ${unexpanded}`],
    [[`--deny=${variable('GLOBS')}`], `--deny ${unexpanded}`],
    [
      [`--max-bytes=${variable('N')}`],
      `--max-bytes must be a whole number of bytes from 10 to 1,000, not "${variable('N')}"`,
    ],
  ])('%j', (argv, fault) => {
    const { faults, usageError, values } = parse(argv);
    expect(usageError).toBeUndefined();
    expect(faults).toEqual([fault]);
    expect(values).toMatchObject({ maxBytes: undefined, readOnly: false, access: 'read', allowDelete: 'no' });
  });

  it('names the variable it read', () => {
    expect(parse([], { PLAINMCP_SAMPLE_TIMEOUT: 'soon' }).faults).toEqual([
      'PLAINMCP_SAMPLE_TIMEOUT must be a whole number of seconds from 1 to 3,600, not "soon"',
    ]);
    expect(parse([], { PLAINMCP_SAMPLE_READ_ONLY: variable('user_config.read_only') }).faults).toHaveLength(
      1,
    );
    expect(parse([], { PLAINMCP_SAMPLE_ACCESS: variable('user_config.access') }).faults).toHaveLength(1);
  });

  it('never quotes a secret', () => {
    expect(JSON.stringify(parse(['--token=hunter2hunter2\0']).faults)).not.toContain('hunter2');
  });

  it('takes no argument where there are no positionals', () => {
    const table = defineOptions({ server: 's', positionals: {}, options: {} });
    expect(parseOptions(table, ['x\ny'], {}).faults).toEqual(['unexpected argument "x\\ny"']);
  });

  it('counts single positionals', () => {
    const table = defineOptions({
      server: 's',
      positionals: { url: { kind: 'string', value: 'URL', required: true, description: 'Database' } },
      options: {},
    });
    expect(parseOptions(table, ['a', 'b'], {})).toMatchObject({
      values: { url: 'a' },
      faults: ['unexpected argument "b"'],
    });
    expect(parseOptions(table, [], {}).faults).toEqual([
      'URL is missing: pass URL or set PLAINMCP_S_URL (Database)',
    ]);
  });
});

describe('placeholders nobody replaced', () => {
  it.each([
    ['token', { SAMPLE_TOKEN: variable('SAMPLE_TOKEN') }],
    ['token', { SAMPLE_TOKEN: `Bearer ${variable('SAMPLE_TOKEN:-x')}` }],
    ['token', { SAMPLE_TOKEN: '<SAMPLE_TOKEN>' }],
    ['token', { PLAINMCP_SAMPLE_TOKEN: variable('user_config.token') }],
    ['caFile', { PLAINMCP_SAMPLE_CA_FILE: `${variable('HOME')}/ca.pem` }],
    ['caFile', { PLAINMCP_SAMPLE_CA_FILE: '%USERPROFILE%\\ca.pem' }],
  ])('%s of %j is missing, not a fault', (key, env) => {
    const { values, faults, missing } = parse([], env);
    expect(faults).toEqual([]);
    expect(values).toMatchObject({ [key]: undefined });
    expect(missing.get(key)).toMatch(/ holds the literal text .*: the client did not replace it/);
  });

  it('drops only the folder that holds one', () => {
    const { values, missing } = parse([variable('workspaceFolder'), '/srv']);
    expect(values.dirs).toEqual(['/srv']);
    expect(missing.get('dirs')).toContain(variable('workspaceFolder'));
  });

  it('takes a field a person left empty in a bundle as unset', () => {
    const env = {
      PLAINMCP_SAMPLE_REGION: variable('user_config.region'),
      PLAINMCP_SAMPLE_DENY: variable('user_config.deny'),
      PLAINMCP_SAMPLE_MAX_BYTES: variable('user_config.max_bytes'),
      PLAINMCP_SAMPLE_CA_FILE: variable('user_config.ca_file'),
    };
    expect(parse([], env)).toMatchObject({
      faults: [],
      values: { region: 'eu', deny: [], maxBytes: undefined },
    });
    expect(parse([], env).missing.size).toBe(0);
  });
});

it('survives whatever is typed', () => {
  const odd = [
    '',
    '-',
    '--',
    '---',
    '--=',
    '--=x',
    '-=',
    '--\0',
    '--__proto__=1',
    '--constructor',
    '\ud800',
    '--tools',
    '--deny',
  ];
  for (const first of odd) {
    for (const second of odd) {
      const { values } = parse([first, second], { __proto__: 'x', constructor: 'y' });
      expect(values.timeout).toBe(60);
    }
  }
});
