// The shape every pack shares: a value, why it is dangerous, and what a safe server does with it.

export interface HostileCase<E extends string> {
  /** Short and unique within its pack: the name of the test. */
  readonly name: string;
  readonly value: string;
  readonly expect: E;
}
