// The main function of every server: options -> definitions -> serve.
import {
  type Definitions,
  type Prompt,
  type Resource,
  type ResourceTemplate,
  server,
} from '@plainmcp/protocol';
import { guardStdout, serve } from '@plainmcp/protocol/stdio';
import type { CheckLine } from './check.ts';
import { faultText, faulty, faultyPrompt, faultyResource, faultyTemplate } from './faulty.ts';
import { guarded } from './guard.ts';
import { type Host, processHost } from './host.ts';
import { createLog, type Log } from './log.ts';
import type { Manifest } from './manifest.ts';
import type { OptionTable, Spec, Specs, ValuesOf } from './option-types.ts';
import { type Parsed, parseOptions } from './parse-options.ts';
import { Redactor } from './redact.ts';
import { scrubbed } from './scrubbed.ts';
import { type Selectable, selectTools } from './select.ts';

/** What `build` gets beside the option values. */
export interface Kit {
  readonly log: Log;
  /** Secret options are registered already; add what is found later (a token read from a file). */
  readonly redactor: Redactor;
  /** By option key: why a credential or path counts as missing. Say it in the fault. */
  readonly missing: ReadonlyMap<string, string>;
}

/** What a server is made of. */
export interface Parts extends Selectable {
  readonly resources?: readonly Resource[];
  readonly resourceTemplates?: readonly ResourceTemplate[];
  readonly prompts?: readonly Prompt[];
  /** For the model, under 200 tokens; a function where it depends on the listed tools. */
  readonly instructions?: string | ((listed: ReadonlySet<string>) => string);
  /** What is wrong with the configuration, each with its remedy. Lists still answer; every use says this. */
  readonly faults?: readonly string[];
  /** Ends what the server holds. Called once, whatever the end was. */
  close?(): void | Promise<void>;
  /** Lines of --check about what only this server knows; may reach out (log in, open the folder). */
  check?(): Promise<readonly CheckLine[]>;
}

export interface ServerSpec<S extends Specs> {
  /** The server's package.json. */
  readonly manifest: Manifest;
  /** For people: `Filesystem`. */
  readonly title: string;
  readonly options: OptionTable<S>;
  /**
   * Makes the definitions. Must not reach out or load a backend: the handshake waits for it. A fault of
   * configuration belongs into `faults`; what is thrown ends the program.
   */
  build(values: ValuesOf<S>, kit: Kit): Parts | Promise<Parts>;
}

/** Runs the server, or prints what was asked for. Resolves once reading has begun or the text is out. */
export async function runServer<S extends Specs>(
  spec: ServerSpec<S>,
  host: Host = processHost(),
): Promise<void> {
  const { options, manifest } = spec;
  const program = `plainmcp-${options.server}`;
  const parsed = parseOptions(options, host.argv, host.env);
  const { common } = parsed;
  if (common.help) {
    const { helpText } = await import('./help.ts');
    return host.out(helpText(spec.title, manifest, options));
  }
  if (common.version) return host.out(`${program} ${manifest.version}\n`);
  const redactor = redactorFor(options, parsed);
  const log = createLog({
    name: program,
    verbose: common.verbose,
    scrub: (text) => redactor.all(text),
    write: (line) => host.err(line),
  });
  const print = (text: string) => host.err(`${redactor.all(text)}\n`);
  const fail = (message: string) => {
    log.warn(`${message}; see ${program} --help`);
    host.setExitCode(2);
  };
  if (parsed.usageError !== undefined) return fail(parsed.usageError);
  if (common.printConfig !== undefined) {
    const { printConfig } = await import('./print-config.ts');
    const printed = printConfig(common.printConfig, options, parsed.given, host);
    host.err(printed.hint);
    return host.out(printed.entry);
  }
  if (!common.check) guardStdout();
  const parts = await spec.build(parsed.values, { log, redactor, missing: parsed.missing });
  const selection = selectTools(parts, common);
  if (selection.usageError !== undefined) return fail(selection.usageError);
  const { tools } = selection;
  const faults = [...parsed.faults, ...(parts.faults ?? [])];
  if (common.check) {
    const { checkReport } = await import('./check.ts');
    const lines = faults.length === 0 ? ((await parts.check?.()) ?? []) : [];
    const missing = parsed.missing.values();
    const report = checkReport({ program, manifest, common, tools, faults, missing, lines });
    host.out(redactor.all(report.text));
    host.setExitCode(report.exitCode);
    return parts.close?.();
  }
  for (const note of new Set([...parsed.missing.values(), ...faults])) log.warn(note);
  if (tools.length === 0) log.warn('these options leave no tool to list');
  const message = faults.length === 0 ? undefined : faultText(program, faults);
  const app = server({
    name: program,
    title: spec.title,
    version: manifest.version,
    tools: tools.map((tool) =>
      message === undefined ? guarded(tool, common.maxOutputChars) : faulty(tool, message),
    ),
    ...definitions(parts, message),
    ...instructions(parts, new Set(tools.map((tool) => tool.name))),
    timeoutMs: common.timeout * 1000,
    onBug: ({ id, where, error }) => print(`bug ${id} in ${where}: ${stackOf(error)}`),
  });
  await serve(scrubbed(app, redactor), {
    onVerbose: log.info,
    onError: print,
    ...(parts.close === undefined ? {} : { onClose: () => parts.close?.() }),
  });
}

/** A list that is absent stays absent: it is a capability the server does not have. */
function definitions(
  { resources, resourceTemplates, prompts }: Parts,
  message: string | undefined,
): Definitions {
  const use = <T>(list: readonly T[], broken: (item: T, message: string) => T) =>
    message === undefined ? list : list.map((item) => broken(item, message));
  return {
    ...(resources && { resources: use(resources, faultyResource) }),
    ...(resourceTemplates && { resourceTemplates: use(resourceTemplates, faultyTemplate) }),
    ...(prompts && { prompts: use(prompts, faultyPrompt) }),
  };
}

function instructions({ instructions }: Parts, listed: ReadonlySet<string>): { instructions?: string } {
  if (instructions === undefined) return {};
  return { instructions: typeof instructions === 'string' ? instructions : instructions(listed) };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Registers the text of every secret option, wherever it was given. */
function redactorFor<S extends Specs>(table: OptionTable<S>, parsed: Parsed<S>): Redactor {
  const redactor = new Redactor();
  for (const [key, spec] of Object.entries<Spec>(table.specs)) {
    if (spec.secret) for (const text of parsed.given.get(key)?.texts ?? []) redactor.add(text);
  }
  return redactor;
}
