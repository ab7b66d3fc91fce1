// Requests from us to a legacy client: ids of our own, answers routed back, cancellation passed on.
import { ToolError } from '../errors.ts';
import { ErrorCode, isObject } from '../jsonrpc.ts';
import type { Call } from './call.ts';
import type { Link } from './link.ts';
import { notificationText } from './messages.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The client does not know the method, although it declared the capability. */
export class RefusedError extends ToolError {}

export class Outbound {
  readonly #link: Link;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #ended = false;

  constructor(link: Link) {
    this.#link = link;
  }

  /**
   * Sends a request on behalf of `call` and gives its result. Throws RefusedError when the client does not
   * know the method, ToolError for its other errors and when it has left, the call's abort reason when the call
   * is over first.
   */
  async request(call: Call, method: string, params: object): Promise<unknown> {
    const { signal } = call;
    signal.throwIfAborted();
    if (this.#ended) throw left();
    this.#last += 1;
    const id = this.#last;
    let stop = (): void => undefined;
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        stop = () => {
          this.#link.send(notificationText('notifications/cancelled', JSON.stringify({ requestId: id })));
          reject(signal.reason);
        };
        signal.addEventListener('abort', stop);
        this.#link.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }, this.#link.core.replacer));
      });
    } finally {
      signal.removeEventListener('abort', stop);
      this.#waiting.delete(id);
    }
  }

  /** No answer will come any more. */
  end(): void {
    this.#ended = true;
    for (const waiting of this.#waiting.values()) waiting.reject(left());
  }

  /** A response of the client; one nobody waits for is ignored. */
  response(message: { readonly [key: string]: unknown }): void {
    const { id, error, result } = message;
    const waiting = typeof id === 'number' ? this.#waiting.get(id) : undefined;
    if (waiting === undefined) return;
    if (isObject(error)) waiting.reject(refusal(error));
    else waiting.resolve(result);
  }
}

function left(): ToolError {
  return new ToolError('The client left before it answered the question.');
}

function refusal(error: { readonly [key: string]: unknown }): ToolError {
  const text = typeof error['message'] === 'string' ? error['message'].slice(0, 500) : 'no reason given';
  const message = `The client refused the question: ${text}`;
  return error['code'] === ErrorCode.methodNotFound ? new RefusedError(message) : new ToolError(message);
}
