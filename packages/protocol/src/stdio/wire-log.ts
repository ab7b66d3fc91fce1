// PLAINMCP_WIRE_LOG=file: every line in and out with its time, for debugging.

/** `<` came from the client, `>` went to it, `!` was dropped or refused by the transport. */
export type WireLog = (direction: '<' | '>' | '!', line: string) => void;

/**
 * Opens `file` for appending, readable by its owner alone: it will hold everything the client and the server say,
 * secrets included. Lines read `time pid direction message`. Returns undefined, after one line through `log`,
 * when the file cannot be written.
 */
export async function openWireLog(file: string, log: (text: string) => void): Promise<WireLog | undefined> {
  const { closeSync, fchmodSync, fstatSync, openSync, writeSync } = await import('node:fs');
  let fd: number | undefined;
  const stop = (error: unknown): undefined => {
    log(
      `PLAINMCP_WIRE_LOG: ${error instanceof Error ? error.message : String(error)}; nothing more is recorded`,
    );
    if (fd !== undefined) closeSync(fd);
    fd = undefined;
  };
  try {
    fd = openSync(file, 'a', 0o600);
    // An older file may be open to others; a device such as /dev/stderr keeps its own mode.
    if (fstatSync(fd).isFile()) fchmodSync(fd, 0o600);
  } catch (error) {
    return stop(error);
  }
  return (direction, line) => {
    if (fd === undefined) return;
    try {
      // Synchronous: the last line before a crash is the one that is wanted.
      writeSync(fd, `${new Date().toISOString()} ${process.pid} ${direction} ${line}\n`);
    } catch (error) {
      stop(error);
    }
  };
}
