// Questions in 2026-07-28: a handler that asks is stopped, and run again when the client brings the answers.
import type { Call } from '../engine/call.ts';
import { canonical } from '../engine/canonical.ts';
import { resultText } from '../engine/messages.ts';
import { ProtocolError, ToolError } from '../errors.ts';
import { ErrorCode, isObject } from '../jsonrpc.ts';
import { digest } from './seal.ts';

/** A question whose text holds a clock would otherwise be asked for ever. */
const MAX_ROUNDS = 16;
/** How long a handler may take to unwind before its question goes out all the same. */
const UNWIND_MS = 1000;

/** A request to the client as it stands in `inputRequests`. */
export interface InputRequest {
  readonly method: string;
  readonly params: object;
}

interface Answered {
  /** Hash of the question that was answered; undefined when the client answered before it was asked. */
  readonly hash: string | undefined;
  readonly value: unknown;
}

interface Asked {
  readonly request: InputRequest;
  readonly hash: string;
  readonly reject: (reason: Error) => void;
}

/** Thrown into a handler whose question is on its way. Never caught by the engine as an error of the handler. */
class Suspension extends Error {
  override readonly name = 'Suspension';
}

/**
 * Takes up answers that came with a request. Undefined when there are none, which is the common case.
 * Rejects with ProtocolError -32602 for malformed answers and for state that does not belong to this request.
 */
export function resumed(call: Call): Promise<void> | undefined {
  const { params, wire } = call.request;
  const { requestState, inputResponses } = params;
  if (wire.era === 'legacy' || (requestState === undefined && inputResponses === undefined)) return undefined;
  if (inputResponses !== undefined && !isObject(inputResponses))
    throw malformed('inputResponses must be an object');
  if (requestState !== undefined && typeof requestState !== 'string')
    throw malformed('requestState must be a string');
  const replay = new Replay(call);
  call.replay = replay;
  return replay.restore(requestState, new Map(Object.entries(inputResponses ?? {})));
}

function malformed(message: string): ProtocolError {
  return new ProtocolError(ErrorCode.invalidParams, message);
}

export class Replay {
  readonly #call: Call;
  readonly #answers = new Map<string, Answered>();
  readonly #asked = new Map<string, Asked>();
  #round = 0;
  /** The question is out and the handler was told to stop. */
  suspended = false;
  #fault: ProtocolError | undefined;

  constructor(call: Call) {
    this.#call = call;
  }

  async restore(state: string | undefined, responses: ReadonlyMap<string, unknown>): Promise<void> {
    if (state === undefined) {
      for (const [key, value] of responses) this.#answers.set(key, { hash: undefined, value });
      return;
    }
    const carried = carry(await this.#call.link.core.sealer.open(state, this.#binding()));
    this.#round = carried.round;
    for (const [key, hash, value] of carried.answers) this.#answers.set(key, { hash, value });
    for (const [key, hash] of carried.asked) {
      if (responses.has(key)) this.#answers.set(key, { hash, value: responses.get(key) });
    }
  }

  /**
   * The client's answer to exactly this question. Where there is none the handler is stopped. `consent`: an
   * answer given before the question was seen does not count.
   */
  async ask(key: string, request: InputRequest, consent: boolean): Promise<unknown> {
    const hash = await digest(canonical(request));
    const known = this.#answers.get(key);
    if (known !== undefined && (known.hash === hash || (known.hash === undefined && !consent))) {
      this.#answers.set(key, { hash, value: known.value });
      return known.value;
    }
    this.#answers.delete(key);
    return new Promise((_, reject) => {
      if (this.suspended) return reject(new Suspension('The question is on its way to the client'));
      if (this.#asked.size === 0) setImmediate(() => this.#suspend());
      this.#asked.set(key, { request, hash, reject });
    });
  }

  /** The client's answer makes no sense: whatever the handler does, the request is malformed. */
  refuse(error: ProtocolError): ProtocolError {
    this.#fault ??= error;
    return error;
  }

  /**
   * What the request is answered with whatever its handler came to, because it was stopped at a question or got a
   * malformed answer; undefined when the handler's own outcome counts.
   */
  async conclude(): Promise<string | undefined> {
    const { runner, core } = this.#call.link;
    if (this.#fault !== undefined) return runner.failure(this.#call, this.#fault);
    if (!this.suspended) return undefined;
    try {
      if (this.#round >= MAX_ROUNDS) {
        throw new ToolError(`${this.#call.place} asked ${MAX_ROUNDS} times without coming to an end.`);
      }
      const inputRequests = Object.fromEntries([...this.#asked].map(([key, { request }]) => [key, request]));
      const answers = [...this.#answers].filter(([, { hash }]) => hash !== undefined);
      const requestState = await core.sealer.seal(
        {
          round: this.#round + 1,
          asked: [...this.#asked].map(([key, { hash }]) => [key, hash]),
          answers: answers.map(([key, { hash, value }]) => [key, hash, value]),
        },
        this.#binding(),
      );
      return resultText(this.#call.request.id, core.modern.inputRequired(inputRequests, requestState));
    } catch (error) {
      return runner.failure(this.#call, error);
    }
  }

  /** Stops the handler, unless it has ended by itself without waiting for its question. */
  #suspend(): void {
    const call = this.#call;
    const reason = new Suspension('The call waits for answers and will be run again');
    if (!call.over && !call.ended) {
      this.suspended = true;
      call.clock?.stop();
      call.abort(reason);
      call.grace = setTimeout(() => void call.link.runner.abandon(call, reason), UNWIND_MS).unref();
    }
    for (const { reject } of this.#asked.values()) reject(reason);
  }

  /** What the sealed state belongs to: this request of this principal, however its keys are ordered. */
  #binding(): string {
    const { name, params } = this.#call.request;
    return canonical({
      method: name,
      target: params['name'] ?? params['uri'],
      arguments: params['arguments'] ?? {},
      principal: this.#call.link.peer.principal,
    });
  }
}

interface Carried {
  readonly round: number;
  readonly asked: readonly (readonly [key: string, hash: string])[];
  readonly answers: readonly (readonly [key: string, hash: string, value: unknown])[];
}

/** The state as it was sealed; the seal vouches for its form. */
function carry(value: unknown): Carried {
  const { round, asked, answers } = isObject(value) ? value : {};
  const rows = (list: unknown): unknown[][] =>
    Array.isArray(list) ? list.filter((row) => Array.isArray(row)) : [];
  return {
    round: typeof round === 'number' ? round : MAX_ROUNDS,
    asked: rows(asked).map(([key, hash]) => [String(key), String(hash)]),
    answers: rows(answers).map(([key, hash, answer]) => [String(key), String(hash), answer]),
  };
}
