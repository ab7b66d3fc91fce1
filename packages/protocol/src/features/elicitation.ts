// Questions of a handler to the client and the person behind it, in both eras.
import type {
  ClientRoot,
  Elicit,
  ElicitAnswer,
  ElicitMode,
  SampleAnswer,
  SampleRequest,
} from '../context.ts';
import type { Call } from '../engine/call.ts';
import { RefusedError } from '../engine/outbound.ts';
import { ProtocolError, ToolError } from '../errors.ts';
import { ErrorCode, isObject, type JsonObject } from '../jsonrpc.ts';
import { formFault, type Schema } from '../schema.ts';
import { type InputRequest, Replay } from './replay.ts';
import { MalformedReply, parseAction, parseElicit, parseRoots, parseSample } from './replies.ts';

const ROOTS_KEY = 'client_roots';

const CONFIRM = {
  type: 'object',
  properties: { confirm: { type: 'boolean', title: 'Confirm' } },
  required: ['confirm'],
} as const;

/** A handler that catches what its question rejects with and asks again would never let anything else run. */
const MAX_QUESTIONS = 1000;

export class Asker {
  readonly elicit: Elicit;
  readonly #call: Call;
  readonly #keys = new Set<string>();
  #questions = 0;
  #roots: Promise<readonly ClientRoot[]> | undefined;

  constructor(call: Call) {
    this.#call = call;
    this.elicit = {
      available: (mode) => this.#available(mode),
      form: (key, message, schema) => this.#question(() => this.#form(key, message, schema)),
      confirm: (key, message) => this.#question(() => this.#confirm(key, message)),
      url: (key, message, url) => this.#question(() => this.#url(key, message, url)),
    };
  }

  sample(key: string, request: SampleRequest): Promise<SampleAnswer> {
    return this.#question(() => this.#sample(key, request));
  }

  /** Asked once a call. */
  listRoots(): Promise<readonly ClientRoot[]> {
    this.#roots ??= this.#question(() => this.#listRoots());
    return this.#roots;
  }

  /** The answer; kept from becoming an unhandled rejection where a handler does not wait for it. */
  #question<T>(ask: () => Promise<T>): Promise<T> {
    this.#questions += 1;
    if (this.#questions > MAX_QUESTIONS) {
      const call = this.#call;
      const error = new ToolError(`${call.place} asked more than ${MAX_QUESTIONS} questions.`);
      void call.link.runner.abandon(call, error);
      return new Promise(() => undefined);
    }
    const answer = ask();
    answer.catch(() => undefined);
    return answer;
  }

  #declares(capability: string): boolean {
    return isObject(this.#call.client.capabilities[capability]);
  }

  /** An empty capability means forms only; URLs came with 2025-11-25 (MCP elicitation, "Capabilities"). */
  #available(mode: ElicitMode): boolean {
    const { capabilities, version } = this.#call.client;
    const elicitation = capabilities['elicitation'];
    if (!isObject(elicitation) || (mode === 'url' && version < '2025-11-25')) return false;
    return isObject(elicitation[mode]) || (mode === 'form' && elicitation['url'] === undefined);
  }

  async #form<T>(key: string, message: string, schema: Schema<T>): Promise<ElicitAnswer<T>> {
    if (!this.#available('form')) throw this.#missing({ elicitation: { form: {} } });
    const fault = formFault(schema.jsonSchema);
    if (fault !== undefined) throw new TypeError(`Question ${key}: ${fault}`);
    const { type, properties, required } = schema.jsonSchema;
    if (this.#call.client.version < '2025-11-25' && hasLists(properties))
      throw new ToolError(`Question ${key} has a choice of several, which came with MCP 2025-11-25.`);
    const requestedSchema = { type, properties, ...(required !== undefined && { required }) };
    const reply = await this.#ask(key, elicitation({ message, requestedSchema }), false);
    return this.#parse(key, () => parseElicit(reply, schema));
  }

  async #confirm(key: string, message: string): Promise<boolean> {
    if (!this.#available('form')) throw this.#missing({ elicitation: { form: {} } });
    const question = elicitation({ message, requestedSchema: CONFIRM });
    const reply = await this.#ask(key, question, true);
    const action = await this.#parse(key, () => parseAction(reply));
    const content = isObject(reply) ? reply['content'] : undefined;
    return action === 'accept' && isObject(content) && content['confirm'] === true;
  }

  async #url(key: string, message: string, url: string): Promise<ElicitAnswer<undefined>> {
    if (!this.#available('url')) throw this.#missing({ elicitation: { url: {} } });
    if (!/^https?:$/.test(new URL(url).protocol))
      throw new TypeError(`Question ${key}: the URL must be http or https`);
    const legacy = this.#call.request.wire.era === 'legacy';
    const id = legacy ? { elicitationId: globalThis.crypto.randomUUID() } : {};
    const question = elicitation({ mode: 'url', message, url, ...id });
    const reply = await this.#ask(key, question, true);
    const action = await this.#parse(key, () => parseAction(reply));
    return action === 'accept' ? { action, value: undefined } : { action };
  }

  async #sample(key: string, request: SampleRequest): Promise<SampleAnswer> {
    if (!this.#declares('sampling')) throw this.#missing({ sampling: {} });
    const reply = await this.#ask(key, { method: 'sampling/createMessage', params: request }, false);
    return this.#parse(key, () => parseSample(reply));
  }

  async #listRoots(): Promise<readonly ClientRoot[]> {
    if (!this.#declares('roots')) return [];
    try {
      const reply = await this.#ask(ROOTS_KEY, { method: 'roots/list', params: {} }, false);
      return await this.#parse(ROOTS_KEY, () => parseRoots(reply));
    } catch (error) {
      if (error instanceof RefusedError) return [];
      throw error;
    }
  }

  #ask(key: string, request: InputRequest, consent: boolean): Promise<unknown> {
    const call = this.#call;
    if (this.#keys.has(key))
      throw new TypeError(`Question key ${JSON.stringify(key)} is used twice in one call`);
    this.#keys.add(key);
    if (call.request.wire.era === 'legacy') return this.#askNow(request);
    call.replay ??= new Replay(call);
    return call.replay.ask(key, request, consent);
  }

  /** While a person or a model thinks, the call's time stands still and others may use its slot. */
  async #askNow({ method, params }: InputRequest): Promise<unknown> {
    const { link } = this.#call;
    link.runner.pause(this.#call);
    try {
      return await link.outbound.request(this.#call, method, params);
    } finally {
      link.runner.resume(this.#call);
    }
  }

  /** In 2026-07-28 a malformed answer makes the request malformed; before, the call fails. */
  async #parse<T>(key: string, parse: () => T | Promise<T>): Promise<T> {
    try {
      return await parse();
    } catch (error) {
      if (!(error instanceof MalformedReply)) throw error;
      const { replay } = this.#call;
      if (replay === undefined)
        throw new ToolError(`The client's answer to ${key} is malformed. ${error.message}.`);
      throw replay.refuse(
        new ProtocolError(ErrorCode.invalidParams, `inputResponses.${key}: ${error.message}`),
      );
    }
  }

  /** MCP basic, "MissingRequiredClientCapability"; earlier revisions have no code for it. */
  #missing(requiredCapabilities: JsonObject): Error {
    const name = Object.keys(requiredCapabilities).join();
    const message = `This needs a client with the ${name} capability, which yours did not declare.`;
    if (this.#call.request.wire.era === 'legacy')
      return new ToolError(message, { code: 'missing_capability' });
    return new ProtocolError(ErrorCode.missingClientCapability, message, { requiredCapabilities });
  }
}

function hasLists(properties: unknown): boolean {
  return Object.values(isObject(properties) ? properties : {}).some(
    (field) => isObject(field) && field['type'] === 'array',
  );
}

function elicitation(params: object): InputRequest {
  return { method: 'elicitation/create', params };
}
