// One connection: what is known of its client, and its end.
import type { ClientView, LogLevel } from '../context.ts';
import type { Wire } from '../eras/wire.ts';
import { type ListedKind, Subscriptions } from '../features/subscriptions.ts';
import type { Connection, Peer } from '../peer.ts';
import { LATEST_LEGACY_VERSION } from '../versions.ts';
import { Bucket } from './bucket.ts';
import type { Core } from './core.ts';
import { Intake } from './intake.ts';
import { Outbound } from './outbound.ts';
import { Runner } from './runner.ts';

const COMPLETION_BURST = 100;
const COMPLETIONS_PER_SECOND = 50;

const STRANGER: ClientView = {
  info: undefined,
  capabilities: {},
  era: 'legacy',
  version: LATEST_LEGACY_VERSION,
};

export class Link implements Connection {
  readonly core: Core;
  readonly peer: Peer;
  readonly runner: Runner;
  readonly outbound: Outbound;
  readonly subscriptions: Subscriptions;
  readonly completions: Bucket = new Bucket(COMPLETION_BURST, COMPLETIONS_PER_SECOND);
  /** Who the client said it is in `initialize`. */
  view: ClientView = STRANGER;
  /** The legacy revision in use. */
  wire: Wire;
  /** The level a legacy client asked for. */
  logLevel: LogLevel | undefined;
  /** A legacy client sent `notifications/initialized`. */
  initialized = false;
  readonly #intake: Intake;
  #closed = false;

  constructor(core: Core, peer: Peer) {
    this.core = core;
    this.peer = peer;
    this.wire = core.wire(LATEST_LEGACY_VERSION);
    this.runner = new Runner(this);
    this.outbound = new Outbound(this);
    this.subscriptions = new Subscriptions(this);
    this.#intake = new Intake(this);
    core.links.add(this);
  }

  get inFlight(): number {
    return this.runner.working;
  }

  idle(): Promise<void> {
    return this.runner.idle();
  }

  receive(message: string): void {
    if (this.#closed) return;
    try {
      this.#intake.receive(message);
    } catch (error) {
      this.runner.bug('a message', error);
    }
  }

  send(message: string): void {
    if (!this.#closed) this.peer.send(message);
  }

  /** The legacy handshake: requests without metadata of their own come from this client from now on. */
  open(view: ClientView): void {
    this.view = view;
    this.wire = this.core.wire(view.version);
    this.initialized = false;
    this.logLevel = undefined;
  }

  inputEnded(): void {
    this.outbound.end();
  }

  listChanged(kind: ListedKind): void {
    this.subscriptions.listChanged(kind);
  }

  close(reason = 'the connection was closed'): Promise<void> {
    if (!this.#closed) {
      this.subscriptions.end(reason);
      this.#closed = true;
      this.core.links.delete(this);
      this.runner.stopAll(new Error(reason));
    }
    return this.runner.idle();
  }
}
