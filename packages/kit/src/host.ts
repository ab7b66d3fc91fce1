// The process as the main function sees it, so that tests can stand in for it.
import type { Environment } from './parse-options.ts';

export interface Host {
  /** Arguments after the script. */
  readonly argv: readonly string[];
  readonly env: Environment;
  /** Absolute path of the runtime. */
  readonly execPath: string;
  readonly execArgv: readonly string[];
  /** Path of the script as it was started, perhaps a link. */
  readonly script: string;
  readonly platform: NodeJS.Platform;
  cwd(): string;
  out(text: string): void;
  err(text: string): void;
  /** The code the process ends with once nothing is left to do. */
  setExitCode(code: number): void;
}

/** The real process. A reader that goes away (`--help | head`) is no error. */
export function processHost(): Host {
  return {
    argv: process.argv.slice(2),
    env: process.env,
    execPath: process.execPath,
    execArgv: process.execArgv,
    script: process.argv[1] ?? '',
    platform: process.platform,
    cwd: () => process.cwd(),
    out(text) {
      process.stdout.on('error', () => {});
      process.stdout.write(text);
    },
    err(text) {
      process.stderr.write(text);
    },
    setExitCode(code) {
      process.exitCode = code;
    },
  };
}
