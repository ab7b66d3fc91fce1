// A throw that is neither ToolError nor ProtocolError: the stack for us, one line with an id for the model.

export interface Bug {
  /** Also in the answer, so that a report leads to the log. */
  readonly id: string;
  /** For example `tools/call read_file`. */
  readonly where: string;
  readonly error: unknown;
}

export type BugSink = (bug: Bug) => void;

/** Writes the stack to stderr. `redact` takes secrets out. */
export function stderrSink(redact: (text: string) => string): BugSink {
  return ({ id, where, error }) => {
    const stack = error instanceof Error ? (error.stack ?? String(error)) : String(error);
    process.stderr.write(redact(`bug ${id} in ${where}: ${stack}\n`));
  };
}

/** Reports `error` and returns the line for the other side, which holds nothing of it. */
export function reportBug(sink: BugSink, where: string, error: unknown): string {
  const id = Math.random().toString(36).slice(2, 8).padEnd(6, '0');
  try {
    sink({ id, where, error });
  } catch {
    // A sink that fails must not take the answer with it.
  }
  return `Internal error ${id} in ${where}: a bug of this server, not of the request. Its log has the details under ${id}.`;
}
