// What the demo writes: pleasant in a terminal, plain text elsewhere.
const width = 100;

/** A screen counts the steps that failed. */
export function createScreen({ plain, stream = process.stdout }) {
  const coloured =
    !plain && stream.isTTY && process.env.NO_COLOR === undefined && process.env.TERM !== 'dumb';
  const paint = (code, text) => (coloured ? `\x1b[${code}m${text}\x1b[0m` : text);
  const write = (line = '') => stream.write(`${line}\n`);
  const screen = {
    failures: 0,
    write,
    title(text) {
      write();
      write(paint('1', text));
    },
    note(text) {
      write(paint('2', text));
    },
    /** One step: what was asked, how long it took, how large the answer is, its first lines. */
    step({ title, ms, characters, lines, failure }) {
      const mark = failure ? paint('31', 'failed') : paint('32', coloured ? '✓' : 'ok');
      const figures = `${ms.toFixed(1)} ms, ${characters.toLocaleString('en-US')} characters`;
      write();
      write(`  ${mark} ${paint('1', title)}  ${paint('2', figures)}`);
      for (const line of lines)
        write(paint('2', `      ${line.length > width ? `${line.slice(0, width - 1)}…` : line}`));
      if (failure) {
        screen.failures++;
        write(paint('31', `      ${failure}`));
      }
    },
    block(text) {
      for (const line of text.trimEnd().split('\n')) write(`    ${line}`);
    },
  };
  return screen;
}
