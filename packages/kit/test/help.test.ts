// --help names every option, its variables, range and default, and fits a terminal.
import { describe, expect, it } from 'vitest';
import { helpText } from '../src/help.ts';
import { envNames, synopsis } from '../src/option-names.ts';
import type { Spec } from '../src/option-types.ts';
import { sample } from './sample-table.ts';

const manifest = { name: '@plainmcp/server-sample', version: '1.2.3', description: 'Serves samples' };
const help = helpText('Sample', manifest, sample);

describe('helpText', () => {
  it('begins with the name and the usage', () => {
    expect(help).toMatch(
      /^Sample 1\.2\.3: Serves samples\n\nUsage: plainmcp-sample \[options\] \[DIR\.\.\.\]\n\n/,
    );
  });

  it('has every option with its variables', () => {
    const words = help.replace(/\s+/g, ' ');
    for (const [key, spec] of Object.entries<Spec>(sample.specs)) {
      if (!spec.envOnly) expect(words).toContain(synopsis(key, spec, key === 'dirs'));
      for (const name of envNames('sample', key, spec)) expect(words).toContain(name);
      expect(words).toContain(spec.description);
    }
  });

  it('fits 100 columns and ends lines clean', () => {
    for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(102);
    expect(help).not.toMatch(/[ \t]\n/);
    expect(help.endsWith('\n')).toBe(true);
  });

  it.each([
    ['--max-bytes BYTES', '(10 to 1,000 bytes)'],
    ['--max-output-chars CHARS', '(1,000 to 1,000,000 characters, default 40,000)'],
    ['--allow-delete[=permanent]', '(default no; alone means trash)'],
    ['--access read|write', '(default read)'],
    ['-h, --help', 'Print this text'],
    ['--deny GLOB', '(may be repeated; in the environment one a line)'],
  ])('%s shows %s', (name, shown) => {
    const at = help.indexOf(`  ${name}`);
    expect(at).toBeGreaterThan(0);
    expect(help.slice(at, at + 400).replace(/\s+/g, ' ')).toContain(shown);
  });
});
