// The log: silent, one line a message, no secrets, nothing that steers a terminal.
import { expect, it } from 'vitest';
import { createLog } from '../src/log.ts';

function logInto(lines: string[], verbose: boolean) {
  return createLog({
    name: 'plainmcp-x',
    verbose,
    scrub: (text) => text.replaceAll('hunter2', '[redacted]'),
    write: (line) => lines.push(line),
  });
}

it('writes info only with --verbose and warnings always', () => {
  const lines: string[] = [];
  for (const verbose of [false, true]) {
    const log = logInto(lines, verbose);
    log.info('info');
    log.warn('warning');
  }
  expect(lines).toEqual(['plainmcp-x: warning\n', 'plainmcp-x: info\n', 'plainmcp-x: warning\n']);
});

it('escapes and scrubs', () => {
  const lines: string[] = [];
  logInto(lines, false).warn('a\nb \u001b[2J hunter2');
  expect(lines).toEqual(['plainmcp-x: a\\nb \\u{1b}[2J [redacted]\n']);
});
