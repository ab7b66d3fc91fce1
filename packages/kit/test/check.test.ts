// --check: what is allowed, what is wrong, and the exit code that goes with it.
import { describe, expect, it } from 'vitest';
import { checkReport } from '../src/check.ts';
import { parseOptions } from '../src/parse-options.ts';
import { sample } from './sample-table.ts';
import { sampleTool } from './sample-tools.ts';

const input = {
  program: 'plainmcp-sample',
  manifest: { name: '@plainmcp/server-sample', version: '1.2.3', description: 'Sample' },
  common: parseOptions(sample, [], {}).common,
  tools: [sampleTool('read'), sampleTool('write', 'loses')],
  faults: [],
  missing: [],
  lines: [],
};

describe('checkReport', () => {
  it('prints what is allowed', () => {
    expect(checkReport({ ...input, lines: [{ ok: true, text: 'folder /srv: read and write' }] })).toEqual({
      exitCode: 0,
      text: [
        'plainmcp-sample 1.2.3',
        '2 tools: read, write',
        'writing: write',
        'limits: 40,000 characters a result, 60 seconds a call',
        'folder /srv: read and write',
        'ok',
        '',
      ].join('\n'),
    });
  });

  it.each([
    [{ faults: ['DIR is missing'] }, 'problem: DIR is missing\nnot ready: 1 problem\n'],
    [
      { lines: [{ ok: false, text: 'folder /x: gone\n!' }] },
      'problem: folder /x: gone\\n!\nnot ready: 1 problem\n',
    ],
    [{ tools: [] }, 'problem: these options leave no tool to list\nnot ready: 1 problem\n'],
  ])('fails on %j', (more, end) => {
    const report = checkReport({ ...input, ...more });
    expect(report.exitCode).toBe(1);
    expect(report.text.endsWith(end)).toBe(true);
  });

  it('says when nothing can be written', () => {
    const common = { ...input.common, readOnly: true };
    expect(checkReport({ ...input, common, tools: [sampleTool('read')] }).text).toContain(
      'writing: none (--read-only)\n',
    );
  });
});
