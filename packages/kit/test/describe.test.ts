// The generated manifests and tables agree with the option table and can be read back by it.
import { describe, expect, it } from 'vitest';
import { defaultText, firstSentence, type PackageFields, settings } from '../src/describe.ts';
import { mcpbManifest } from '../src/mcpb.ts';
import { envNames } from '../src/option-names.ts';
import type { Spec } from '../src/option-types.ts';
import { defineOptions } from '../src/options.ts';
import { parseOptions } from '../src/parse-options.ts';
import { optionsTable, toolsTable } from '../src/readme-tables.ts';
import { serverJson } from '../src/server-json.ts';
import { sample } from './sample-table.ts';
import { sampleTool } from './sample-tools.ts';
import { variable } from './variable.ts';

const fields: PackageFields = {
  name: '@plainmcp/server-sample',
  version: '1.2.3',
  description: 'Serves samples',
  mcpName: 'io.github.plainmcp/sample',
  license: 'MIT',
  engines: { node: '>=20.19' },
  keywords: ['mcp'],
};

const subject = {
  package: fields,
  title: 'Sample',
  table: sample,
  tools: [sampleTool('read'), sampleTool('write', 'loses'), sampleTool('note', 'adds')],
  repository: 'https://github.com/plainmcp/plainmcp',
  folder: 'servers/sample',
  author: 'plainmcp',
};

const database = defineOptions({
  server: 'db',
  positionals: {
    url: { kind: 'string', secret: true, required: true, env: ['DATABASE_URL'], description: 'Database' },
  },
  options: {},
});

describe('settings', () => {
  it('are everything but what only prints, positionals first', () => {
    const keys = settings(sample).map(([key]) => key);
    expect(keys.slice(0, 2)).toEqual(['dirs', 'allowDelete']);
    expect(keys).toEqual(expect.arrayContaining(['seal', 'readOnly', 'timeout', 'verbose']));
    expect(keys).not.toEqual(expect.arrayContaining(['help']));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('have defaults the parser takes', () => {
    for (const [key, spec] of settings(sample)) {
      const text = defaultText(spec);
      const [name = ''] = envNames('sample', key, spec);
      if (text === undefined) continue;
      const read = parseOptions(sample, [], { [name]: text });
      expect(read.faults, key).toEqual([]);
      expect(read.values).toEqual(parseOptions(sample, [], {}).values);
    }
  });
});

describe('serverJson', () => {
  const json = serverJson(subject);

  it('names the package', () => {
    expect(json).toMatchObject({
      $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
      name: 'io.github.plainmcp/sample',
      version: '1.2.3',
      repository: { source: 'github', subfolder: 'servers/sample' },
      packages: [
        {
          registryType: 'npm',
          identifier: '@plainmcp/server-sample',
          version: '1.2.3',
          transport: { type: 'stdio' },
        },
      ],
    });
  });

  it('offers each setting once, in the one place', () => {
    const [pack] = json.packages;
    expect(pack?.packageArguments).toEqual([
      {
        type: 'positional',
        valueHint: 'dir',
        isRepeated: true,
        description: 'Folders to serve',
        format: 'filepath',
      },
    ]);
    expect(pack?.environmentVariables).toHaveLength(settings(sample).length - 1);
    expect(pack?.environmentVariables).toEqual(
      expect.arrayContaining([
        { name: 'SAMPLE_TOKEN', description: 'Access token', format: 'string', isSecret: true },
        {
          name: 'PLAINMCP_SAMPLE_ALLOW_DELETE',
          description: 'List delete_file',
          format: 'string',
          default: 'no',
          choices: ['no', 'trash', 'permanent'],
        },
        {
          name: 'PLAINMCP_SAMPLE_TIMEOUT',
          description: 'Time limit of one call',
          format: 'number',
          default: '60',
        },
        {
          name: 'PLAINMCP_SAMPLE_READ_ONLY',
          description: 'Hide and refuse every tool that changes something',
          format: 'boolean',
          default: 'false',
        },
      ]),
    );
  });

  it('puts a secret positional into a variable', () => {
    const [pack] = serverJson({ ...subject, table: database }).packages;
    expect(pack?.packageArguments).toBeUndefined();
    expect(pack?.environmentVariables[0]).toMatchObject({
      name: 'DATABASE_URL',
      isRequired: true,
      isSecret: true,
    });
  });

  it('refuses a description the registry refuses', () => {
    const long = { ...fields, description: 'x'.repeat(101) };
    expect(() => serverJson({ ...subject, package: long })).toThrow(/at most 100/);
  });
});

describe('mcpbManifest', () => {
  const manifest = mcpbManifest(subject);

  it('starts the bundled file with the folders as arguments', () => {
    expect(manifest.server).toMatchObject({
      type: 'node',
      entry_point: 'dist/bin.js',
      mcp_config: {
        command: 'node',
        args: [`${variable('__dirname')}/dist/bin.js`, variable('user_config.dirs')],
      },
    });
  });

  it('refers to every setting and only to settings', () => {
    const { args, env } = manifest.server.mcp_config;
    const referred = [...args, ...Object.values(env)].flatMap(
      (text) => /user_config\.([a-z_]+)/.exec(text)?.[1] ?? [],
    );
    expect(referred.sort()).toEqual(Object.keys(manifest.user_config).sort());
    expect(Object.keys(env)).not.toContain('PLAINMCP_SAMPLE_TOOLS');
  });

  it('types each setting', () => {
    expect(manifest.user_config).toMatchObject({
      dirs: { type: 'directory', multiple: true, title: 'Dirs' },
      ca_file: { type: 'file' },
      token: { type: 'string', sensitive: true },
      read_only: { type: 'boolean', default: false },
      max_bytes: { type: 'number', min: 10, max: 1000 },
      allow_delete: { type: 'string', default: 'no' },
    });
  });

  it('works as a host fills it in when the person leaves everything as it is', () => {
    const filled = Object.entries(manifest.server.mcp_config.env).map(([name, text]) => {
      const key = /user_config\.([a-z_]+)/.exec(text)?.[1] ?? '';
      const fallback = manifest.user_config[key]?.default;
      return [name, fallback === undefined ? text : String(fallback)];
    });
    const { faults, values, missing } = parseOptions(sample, ['/srv'], Object.fromEntries(filled));
    expect(faults).toEqual([]);
    expect(values).toEqual(parseOptions(sample, ['/srv'], {}).values);
    expect([...missing.keys()]).toEqual(['token', 'seal']);
  });

  it('lists tools in a sentence', () => {
    expect(manifest.tools[0]).toEqual({ name: 'read', description: 'Does read | well.' });
  });
});

describe('README tables', () => {
  it('have a row for each option, with bars escaped', () => {
    const rows = optionsTable(sample).split('\n');
    expect(rows).toHaveLength(2 + Object.keys(sample.specs).length);
    for (const [key, spec] of Object.entries<Spec>(sample.specs)) {
      for (const name of envNames('sample', key, spec)) expect(rows.join('\n')).toContain(`\`${name}\``);
    }
    for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(5);
  });

  it('have a row for each listed tool', () => {
    expect(toolsTable([...subject.tools, { ...sampleTool('alias'), listed: false }])).toBe(
      [
        '| Tool | What it does | Effect |',
        '| --- | --- | --- |',
        '| `read` | Does read \\| well. | reads |',
        '| `write` | Does write \\| well. | changes, may lose data |',
        '| `note` | Does note \\| well. | adds |',
      ].join('\n'),
    );
  });

  it.each([
    ['One. Two.', 'One.'],
    ['No stop', 'No stop'],
    ['Version 1.2 works! Yes', 'Version 1.2 works!'],
    ['', ''],
  ])('first sentence of %j', (text, first) => {
    expect(firstSentence(text)).toBe(first);
  });
});
