// contract(record): the one suite every server passes, against its built executable, in every revision.
import { afterAll, describe, it } from 'vitest';
import { argumentChecks } from './arguments.ts';
import { backpressure } from './backpressure.ts';
import { calls } from './calls.ts';
import { commandLine } from './command-line.ts';
import { configuration, faultyChecks } from './configuration.ts';
import { control, slowControl } from './control.ts';
import { ending, slowEnding } from './ending.ts';
import { framing } from './framing.ts';
import { fuzz } from './fuzz.ts';
import { ids, slowIds } from './ids.ts';
import { lifecycle } from './lifecycle.ts';
import { largeLimits, limits } from './limits.ts';
import { manifests } from './manifest.ts';
import { printConfig } from './print-config.ts';
import { readOnly } from './read-only.ts';
import { resources } from './resources.ts';
import { schemas } from './schemas.ts';
import { secrets } from './secrets.ts';
import { Session, type Subject } from './session.ts';
import { stdout } from './stdout.ts';
import { tools } from './tools.ts';
import type { Check, ServerUnderTest, Started } from './types.ts';

export type {
  Args,
  Check,
  FaultyConfiguration,
  Sample,
  ServerUnderTest,
  Started,
  ToolCall,
} from './types.ts';

const defaultTimeoutMs = 30_000;

/** Every check that applies to a server with this record. */
export function checksFor({ hasSlow, hasLarge, faulty = [] }: Subject): readonly Check[] {
  return [
    ...lifecycle,
    ...tools,
    ...schemas,
    ...calls,
    ...argumentChecks,
    ...resources,
    ...framing,
    ...ids,
    ...control,
    ...(hasSlow ? [...slowControl, ...slowIds, ...slowEnding] : []),
    ...limits,
    ...(hasLarge ? largeLimits : []),
    ...readOnly,
    ...commandLine,
    ...printConfig,
    ...configuration,
    ...faultyChecks(faulty),
    ...secrets,
    ...stdout,
    ...ending,
    ...backpressure,
    ...fuzz,
    ...manifests,
  ];
}

/** Registers the whole suite for one server. A server's `test/contract.test.ts` is one call of this. */
export function contract<S extends Started>(record: ServerUnderTest<S>): void {
  const session = Session.of(record);
  describe(`contract: ${record.name}`, () => {
    afterAll(() => session.close());
    for (const check of checksFor(session.subject)) {
      it(check.name, () => session.judge(check), check.timeoutMs ?? defaultTimeoutMs);
    }
  });
}
