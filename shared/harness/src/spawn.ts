// Starts a server as a real process and speaks raw bytes with it.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { atEnd, onFailure, type Scope } from './cleanup.ts';
import { Inbox, type Line } from './inbox.ts';
import { descendants, isAlive, residentBytes, withEnvironment } from './process-info.ts';
import { delay, settled, tick, within } from './timing.ts';
import { WireLog } from './wire-log.ts';

export type { Line } from './inbox.ts';

export interface StartOptions {
  readonly args?: readonly string[];
  /** Added to a minimal environment (PATH, a temporary HOME, UTF-8); nothing else is inherited. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The Node binary; the one that runs the tests when absent. */
  readonly node?: string;
  readonly nodeArgs?: readonly string[];
  /** When the process is ended at the latest; default: with the running test. */
  readonly scope?: Scope;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Proc {
  readonly pid: number;
  readonly log: WireLog;
  /** Every whole line of stdout so far. */
  readonly lines: readonly Line[];
  /** stdout after the last newline. */
  readonly rest: string;
  readonly stderr: string;
  readonly exit: Exit | undefined;
  readonly exited: Promise<Exit>;
  /** Writes one message as one line. */
  send(message: unknown): void;
  /** Writes exactly these bytes; resolves when the operating system has taken them. */
  sendRaw(bytes: string | Uint8Array): Promise<void>;
  /** The first line not taken yet that fits. Rejects after `timeoutMs` (default 10 s) or when the process ends. */
  next(wants: (line: Line) => boolean, timeoutMs?: number, what?: string): Promise<Line>;
  /** Lines not taken yet are not handed out any more by `next`; `lines` keeps them. */
  forget(): void;
  onLine(listener: (line: Line) => void): () => void;
  /** End of input. */
  endInput(): void;
  /** Stops reading, so that the process's writes fill the pipe. */
  pauseReading(): void;
  resumeReading(): void;
  /** Closes the reading end of stdout: the process's next write fails with EPIPE. */
  closeOutput(): void;
  kill(signal?: NodeJS.Signals): void;
  /** Rejects when the process still runs after `timeoutMs`. */
  waitExit(timeoutMs?: number): Promise<Exit>;
  /** Resident memory in bytes. */
  rss(): number;
  /** Ids of living descendants, also of those that changed their parent where the system can tell. */
  children(): number[];
  /** Ends the process (end of input, then SIGTERM, then SIGKILL) and whatever it left behind. */
  stop(): Promise<Exit>;
}

const markName = 'HARNESS_MARK';

/** The environment a process gets when nothing else is said. */
export function baseEnvironment(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ['PATH', 'Path', 'SystemRoot', 'COMSPEC', 'PATHEXT', 'TMPDIR', 'TEMP', 'TMP']) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return { ...kept, HOME: tmpdir(), USERPROFILE: tmpdir(), LANG: 'C.UTF-8' };
}

export function pathOf(file: string | URL): string {
  return typeof file === 'string' ? file : fileURLToPath(file);
}

/** Starts `node bin ...args`. The process ends with the test at the latest; its wire log is printed when the test fails. */
export function start(bin: string | URL, options: StartOptions = {}): Proc {
  const node = options.node ?? process.execPath;
  return startCommand(node, [...(options.nodeArgs ?? []), pathOf(bin), ...(options.args ?? [])], options);
}

/** Starts any command the way `start` does. */
export function startCommand(command: string, args: readonly string[], options: StartOptions = {}): Proc {
  const mark = randomUUID();
  const child = spawn(command, args, {
    cwd: options.cwd ?? tmpdir(),
    env: { ...baseEnvironment(), ...options.env, [markName]: mark },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const proc = wrap(child, mark, `${command} ${args.join(' ')}`);
  atEnd(async () => {
    await proc.stop();
  }, options.scope);
  if (options.scope !== 'file')
    onFailure(() => `wire log of process ${proc.pid} (${command} ${args.join(' ')}):\n${proc.log.render()}`);
  return proc;
}

function wrap(child: ChildProcessWithoutNullStreams, mark: string, title: string): Proc {
  const inbox = new Inbox();
  const log = new WireLog();
  const pid = child.pid ?? -1;
  let stderr = '';
  let exit: Exit | undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    log.add('out', chunk);
    inbox.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    log.add('err', chunk);
    stderr += chunk.toString('utf8');
  });
  for (const stream of [child.stdin, child.stdout, child.stderr]) {
    stream.on('error', (error: Error) => log.add('note', `pipe: ${error.message}`));
  }
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', (error) => {
      log.add('note', `cannot run: ${error.message}`);
      if (child.pid === undefined) resolve({ code: 127, signal: null });
    });
    child.once('close', (code, signal) => resolve({ code, signal }));
    // A grandchild that holds the pipes, or unread output, keeps 'close' from coming.
    child.once('exit', (code, signal) => setTimeout(() => resolve({ code, signal }), 1000).unref());
  }).then((end) => {
    exit = end;
    log.add('note', `ended with code ${end.code}, signal ${end.signal}`);
    return end;
  });

  const describe = (): string => `${title}\nstderr: ${stderr.slice(-2000)}\n${log.render(6000)}`;
  const leftBehind = (): number[] =>
    [...new Set([...descendants(pid), ...withEnvironment(markName, mark)])].filter((id) => id !== pid);
  const sendRaw = (bytes: string | Uint8Array): Promise<void> => {
    log.add('in', bytes);
    return new Promise((resolve) => {
      child.stdin.write(bytes, () => resolve());
    });
  };
  const waitExit = async (timeoutMs = 10_000): Promise<Exit> =>
    within(exited, timeoutMs, () => `still running after ${timeoutMs} ms: ${describe()}`);

  return {
    pid,
    log,
    lines: inbox.lines,
    get rest() {
      return inbox.rest;
    },
    get stderr() {
      return stderr;
    },
    get exit() {
      return exit;
    },
    exited,
    send(message) {
      void sendRaw(`${JSON.stringify(message)}\n`);
    },
    sendRaw,
    async next(wants, timeoutMs = 10_000, what = 'the expected line') {
      const { item, cancel } = inbox.take(wants);
      const gone = exited
        .then(() => tick())
        .then(() => Promise.reject(new Error(`ended before ${what} came: ${describe()}`)));
      try {
        return await within(
          Promise.race([item, gone]),
          timeoutMs,
          () => `${what} did not come in ${timeoutMs} ms: ${describe()}`,
        );
      } finally {
        cancel();
        gone.catch(() => undefined);
      }
    },
    forget: () => inbox.forget(),
    onLine: (listener) => inbox.listen(listener),
    endInput() {
      log.add('note', 'end of input');
      child.stdin.end();
    },
    pauseReading() {
      child.stdout.pause();
    },
    resumeReading() {
      child.stdout.resume();
    },
    closeOutput() {
      log.add('note', 'reader gone');
      child.stdout.destroy();
    },
    kill(signal = 'SIGKILL') {
      log.add('note', `sent ${signal}`);
      child.kill(signal);
    },
    waitExit,
    rss() {
      const bytes = residentBytes(pid);
      if (bytes === undefined) throw new Error(`no memory figure of process ${pid}: ${describe()}`);
      return bytes;
    },
    children: leftBehind,
    async stop() {
      const family = exit === undefined ? leftBehind() : withEnvironment(markName, mark);
      if (exit === undefined) {
        child.stdout.resume();
        child.stdin.destroy();
        await settled(exited, 1500);
        if (exit === undefined) child.kill('SIGTERM');
        await settled(exited, 500);
        if (exit === undefined) child.kill('SIGKILL');
      }
      for (const id of [...family, ...withEnvironment(markName, mark)]) {
        endById(id);
      }
      for (let tries = 0; tries < 100 && family.some(isAlive); tries += 1) await delay(10);
      return waitExit(5000);
    },
  };
}

function endById(pid: number): void {
  try {
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in between.
  }
}
