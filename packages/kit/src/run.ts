// The main function of every server: options -> definitions -> serve.
import {
  type Definitions,
  type Prompt,
  type Resource,
  type ResourceTemplate,
  server,
  type Tool,
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
  /** Characters of text in one result, where another server's larger answers are to be kept. */
  readonly maxOutputChars?: number;
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

/** One start of a program, once its options are read. */
interface Run<S extends Specs> extends Kit {
  readonly spec: ServerSpec<S>;
  readonly host: Host;
  readonly parsed: Parsed<S>;
  readonly program: string;
}

/** Runs the server, or prints what was asked for. Resolves once reading has begun or the text is out. */
export async function runServer<S extends Specs>(
  spec: ServerSpec<S>,
  host: Host = processHost(),
): Promise<void> {
  const parsed = parseOptions(spec.options, host.argv, host.env);
  const program = `plainmcp-${spec.options.server}`;
  const redactor = redactorFor(spec.options, parsed);
  const log = createLog({
    name: program,
    verbose: parsed.common.verbose,
    scrub: (text) => redactor.all(text),
    write: (line) => host.err(line),
  });
  const run = { spec, host, parsed, program, redactor, log, missing: parsed.missing };
  if (await printText(run)) return;
  if (!parsed.common.check) guardStdout();
  const parts = await built(run);
  if (parts === undefined) return;
  const { tools, usageError } = selectTools(parts, parsed.common);
  if (tools === undefined) {
    usage(run, usageError);
    return parts.close?.();
  }
  const faults = [...new Set([...parsed.faults, ...(parts.faults ?? [])])];
  await (parsed.common.check ? check : listen)(run, parts, tools, faults);
}

/** Does what needs no definitions; true when that was all. */
async function printText<S extends Specs>(run: Run<S>): Promise<boolean> {
  const { spec, host, parsed, program } = run;
  const { help, version, printConfig: client } = parsed.common;
  if (help) {
    const { helpText } = await import('./help.ts');
    host.out(helpText(spec.title, spec.manifest, spec.options));
  } else if (version) host.out(`${program} ${spec.manifest.version}\n`);
  else if (parsed.usageError !== undefined) usage(run, parsed.usageError);
  else if (client !== undefined) {
    const { printConfig } = await import('./print-config.ts');
    const { entry, hint } = printConfig(client, spec.options, parsed.given, host);
    host.err(hint);
    host.out(entry);
  } else return false;
  return true;
}

function usage<S extends Specs>({ log, host, program }: Run<S>, message: string): void {
  log.warn(`${message}; see ${program} --help`);
  host.setExitCode(2);
}

async function built<S extends Specs>(run: Run<S>): Promise<Parts | undefined> {
  try {
    return await run.spec.build(run.parsed.values, run);
  } catch (error) {
    bug(run, 'build', error);
    run.host.setExitCode(1);
    return undefined;
  }
}

function bug<S extends Specs>({ host, redactor, program }: Run<S>, where: string, error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  host.err(`${redactor.all(`${program}: bug in ${where}: ${stack}`)}\n`);
}

async function check<S extends Specs>(
  { host, spec, parsed, program, redactor }: Run<S>,
  parts: Parts,
  tools: readonly Tool[],
  faults: readonly string[],
): Promise<void> {
  const { checkReport } = await import('./check.ts');
  const lines = faults.length === 0 ? ((await parts.check?.()) ?? []) : [];
  const missing = [...parsed.missing.values()].filter((note) => !faults.includes(note));
  const { manifest } = spec;
  const report = checkReport({ program, manifest, common: parsed.common, tools, faults, missing, lines });
  host.out(redactor.all(report.text));
  host.setExitCode(report.exitCode);
  await parts.close?.();
}

async function listen<S extends Specs>(
  run: Run<S>,
  parts: Parts,
  tools: readonly Tool[],
  faults: readonly string[],
): Promise<void> {
  const { host, spec, parsed, program, redactor, log } = run;
  const { timeout } = parsed.common;
  for (const note of new Set([...parsed.missing.values(), ...faults])) log.warn(note);
  if (tools.length === 0) log.warn('these options leave no tool to list');
  const maxOutputChars = parts.maxOutputChars ?? parsed.common.maxOutputChars;
  const message = faults.length === 0 ? undefined : faultText(program, faults);
  const app = server({
    name: program,
    title: spec.title,
    version: spec.manifest.version,
    tools: tools.map((tool) =>
      message === undefined ? guarded(tool, maxOutputChars) : faulty(tool, message),
    ),
    ...definitions(parts, message),
    ...instructions(parts, new Set(tools.map((tool) => tool.name))),
    timeoutMs: timeout * 1000,
    onBug: ({ id, where, error }) => bug(run, `${where} (${id})`, error),
  });
  await serve(scrubbed(app, redactor), {
    onVerbose: log.info,
    onError: (text) => host.err(`${redactor.all(text)}\n`),
    ...(parts.close && { onClose: () => parts.close?.() }),
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

/** Registers the text of every secret option, wherever it was given. */
function redactorFor<S extends Specs>(table: OptionTable<S>, parsed: Parsed<S>): Redactor {
  const redactor = new Redactor();
  for (const [key, spec] of Object.entries<Spec>(table.specs)) {
    if (spec.secret) for (const text of parsed.given.get(key)?.texts ?? []) redactor.add(text);
  }
  return redactor;
}
